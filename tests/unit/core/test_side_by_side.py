"""Several at a time, but never more; whatever fails, nothing new begins and what has begun is ended."""

import contextvars
import threading
from typing import NoReturn

import pytest

from pulumi_junction.core.side_by_side import side_by_side
from pulumi_junction.errors import ApiError, JunctionError

SECONDS = 10


@pytest.mark.parametrize(("count", "most"), [(0, 4), (1, 4), (3, 4), (40, 4), (40, 1)])
def test_each_is_worked_on_once(count: int, most: int) -> None:
    done: list[int] = []

    side_by_side(range(count), done.append, most)

    assert sorted(done) == list(range(count))


def test_as_many_as_allowed_go_on_at_the_same_time() -> None:
    together = threading.Barrier(4)

    def work(_: int) -> None:
        together.wait(SECONDS)  # raises, unless four come

    side_by_side(range(8), work, 4)


def test_never_more_than_allowed() -> None:
    places = threading.BoundedSemaphore(3)
    full: list[int] = []

    def work(number: int) -> None:
        if not places.acquire(blocking=False):
            full.append(number)
            return
        threading.Event().wait(0.001)
        places.release()

    side_by_side(range(60), work, 3)

    assert full == []


def test_after_a_failure_nothing_new_begins_and_what_has_begun_is_ended() -> None:
    begun = threading.Barrier(2)
    ended: list[int] = []

    def work(number: int) -> None:
        if number < 2:
            begun.wait(SECONDS)
        if number == 0:
            raise ApiError("no.")
        threading.Event().wait(0.001)
        ended.append(number)

    with pytest.raises(ApiError, match=r"^no\.$"):
        side_by_side(range(2_000), work, 2)

    assert ended[0] == 1
    assert len(ended) < 1_000, "seconds of work were left undone"


def test_what_each_failure_tells_is_told_and_the_same_once() -> None:
    together = threading.Barrier(3)

    def work(number: int) -> NoReturn:
        together.wait(SECONDS)
        raise ApiError(["busy.", "busy.", "settings of a team are lost."][number])

    with pytest.raises(ApiError) as caught:
        side_by_side(range(3), work, 3)

    assert sorted(str(caught.value).replace("busy.", "").split(" ")) == sorted(
        ["", "settings", "of", "a", "team", "are", "lost."]
    )
    assert str(caught.value).count("busy.") == 1


def test_another_thread_knows_what_its_maker_serves() -> None:
    served = contextvars.ContextVar("served", default="nothing")
    served.set("acme")
    together = threading.Barrier(2)
    seen: list[str] = []

    def work(_: int) -> None:
        together.wait(SECONDS)
        seen.append(served.get())

    side_by_side(range(2), work, 2)

    assert seen == ["acme", "acme"]


def test_where_no_thread_can_be_started_all_is_done_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As while Python is ending, when what has begun is to be finished."""

    def ending(_: threading.Thread) -> NoReturn:
        raise RuntimeError("can't create new thread at interpreter shutdown")

    monkeypatch.setattr(threading.Thread, "start", ending)
    done: list[int] = []

    side_by_side(range(5), done.append, 4)

    assert done == [0, 1, 2, 3, 4]


def test_a_bug_is_raised_as_it_is_but_never_in_place_of_what_a_failure_tells() -> None:
    together = threading.Barrier(2)

    def work(number: int) -> NoReturn:
        together.wait(SECONDS)
        raise [ZeroDivisionError("a bug"), JunctionError("settings are lost.")][number]

    with pytest.raises(ZeroDivisionError):
        side_by_side([1, 0], lambda number: print(1 // number), 2)
    with pytest.raises(JunctionError, match=r"^settings are lost\. A bug in pulumi-junction: ZeroDivisionError\.$"):
        side_by_side(range(2), work, 2)
