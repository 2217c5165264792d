"""What changes, in days: across all resources of a stack, from what the preview looked at."""

import json
from typing import Any

import pytest

from pulumi_junction.report.building import stack
from pulumi_junction.report.model import Counts, StackReport, Touched
from pulumi_junction.report.reading import read
from tests.support.previews import ACME, BETA, Log, days, declared, live


def made(log: Log) -> StackReport:
    return stack(log.stack, read(log.text(), "log"))


def rows(log: Log) -> list[tuple[Any, ...]]:
    found = made(log).changes
    return [(one.op, one.label, one.slug, one.resource, one.now, one.after, one.limit) for one in found]


ONE = {ACME: "Acme Care"}


def test_an_update_is_told_in_days_now_and_after() -> None:
    log = Log().update("w", declared(days(oura=180, strava=30)), declared(days(oura=365, strava=30)))

    assert rows(log) == [
        ("update", "Acme Care", "oura", "default", 180, 365, 365),
        ("update", "Beta Labs", "oura", "default", 180, 365, 365),
    ]
    assert made(log).counts == Counts(update=2)


def test_an_override_that_goes_leaves_the_default() -> None:
    old, new = declared(days(oura=(180, {"sleep": 90})), ONE), declared(days(oura=180), ONE)
    assert rows(Log().update("w", old, new)) == [("update", "Acme Care", "oura", "sleep", 90, 180, 365)]


def test_a_new_preference_is_compared_with_what_the_provider_saw_at_junction() -> None:
    log = Log().create("w", declared(days(oura=180), ONE), noted={ACME: live(200, oura=30)})
    assert rows(log) == [("create", "Acme Care", "oura", "default", 30, 180, 200)]


def test_a_new_preference_that_nobody_looked_at_has_no_days_now() -> None:
    log = Log().create("w", declared(days(oura=(180, {"sleep": 90})), ONE))
    assert rows(log) == [
        ("create", "Acme Care", "oura", "default", None, 180, None),
        ("create", "Acme Care", "oura", "sleep", None, 90, None),
    ]
    assert made(log).counts == Counts(create=1)


def test_a_new_preference_that_is_set_so_already_is_shown_all_the_same() -> None:
    log = Log().create("w", declared(days(oura=180), ONE), noted={ACME: live(oura=180)})
    assert rows(log) == [("create", "Acme Care", "oura", "default", 180, 180, 365)]
    assert made(log).counts == Counts(create=1)


def test_what_is_declared_no_more_goes_back_to_the_documented_default() -> None:
    log = Log().update("w", declared(days(oura=30, strava=90), ONE), declared(days(oura=30), ONE))

    assert rows(log) == [("reset", "Acme Care", "strava", "default", 90, 14, 365)]
    assert made(log).counts == Counts(reset=1)


def test_what_is_declared_no_more_is_a_reset_also_where_its_days_stay() -> None:
    """It is sent, and from then on nobody declares it: an edit by hand is drift no more."""
    log = Log().update("w", declared(days(oura=180, strava=14), ONE), declared(days(oura=180), ONE))
    assert rows(log) == [("reset", "Acme Care", "strava", "default", 14, 14, 365)]
    assert made(log).counts == Counts(reset=1)


def test_a_default_that_nobody_documents_is_not_made_up() -> None:
    log = Log().delete("w", declared(days(beurer_api=90), ONE))
    assert rows(log) == [("reset", "Acme Care", "beurer_api", "default", 90, None, 365)]


def test_a_deletion_is_a_reset_of_everything_declared() -> None:
    assert made(Log().delete("w", declared(days(oura=30, strava=90)))).counts == Counts(reset=4)


def test_a_team_that_leaves_is_reset() -> None:
    log = Log().update("w", declared(days(oura=30)), declared(days(oura=30), ONE))
    assert rows(log) == [("reset", "Beta Labs", "oura", "default", 30, 180, 365)]


def test_restore_brings_back_what_was_adopted() -> None:
    inputs = declared(days(oura=30), ONE, on_delete="restore")
    log = Log().delete("w", inputs, adopted={ACME: days(oura=77)})

    assert rows(log) == [("restore", "Acme Care", "oura", "default", 30, 77, 365)]
    assert made(log).counts == Counts(restore=1)


@pytest.mark.parametrize(
    "log",
    [
        Log().delete("w", declared(days(oura=30), on_delete="retain")),
        Log().delete("w", declared(days(oura=30)), retained=True),
    ],
    ids=["on_delete", "retain_on_delete"],
)
def test_what_is_released_changes_nothing_and_is_named(log: Log) -> None:
    assert made(log).changes == []
    assert made(log).released == ["w"]


def test_in_an_update_the_programs_word_counts_and_not_the_stored_one() -> None:
    """As in the provider: state's word, and retain_on_delete, count only where the engine deletes."""
    both, one = days(oura=30, strava=90), days(oura=30)

    def what(old: dict[str, Any], new: dict[str, Any], retained: bool = False) -> tuple[list[str], list[str]]:
        found = made(Log().update("w", old, new, retained=retained))
        return [change.op for change in found.changes], list(found.released)

    retain, reset = {"on_delete": "retain"}, {"on_delete": "reset"}
    assert what(declared(both, ONE, **retain), declared(one, ONE, **reset)) == (["reset"], [])
    assert what(declared(both, ONE, **reset), declared(one, ONE, **retain)) == ([], ["w"])
    assert what(declared(both, ONE), declared(one, ONE), retained=True) == (["reset"], [])


def test_what_was_read_and_is_declared_now_is_a_create() -> None:
    seen, mine = declared(days(oura=90), ONE), declared(days(oura=60), ONE)
    log = Log().adopted("w", seen, mine)
    found = made(log)
    assert [(one.op, one.after) for one in found.changes] == [("create", 60)]
    assert (found.released, found.hidden) == ([], [])


def test_what_was_declared_and_is_read_now_is_released_once() -> None:
    log = Log()
    old, looked = declared(days(oura=90), ONE), {"env": "production", "teams": [ACME]}
    for op in ("read-replacement", "replace"):
        log.read("w", looked, old=old, op=op)
    found = made(log.delete("w", old, op="delete-replaced"))
    assert (found.changes, found.released, found.hidden) == ([], ["w"], [])


def test_after_a_failure_half_way_state_tells_what_was_reached() -> None:
    """The engine keeps the old inputs then; what the provider says of it is in the outputs."""
    old, back = declared(days(oura=90), ONE), declared(days(oura=90), ONE)
    log = Log().update("w", old, back, providers=days(oura=90, strava=30), effective=live(oura=90, strava=30))
    assert rows(log) == [("reset", "Acme Care", "strava", "default", 30, 14, 365)]


def test_what_may_never_have_been_written_is_no_reset_where_something_else_stands() -> None:
    old = declared(days(oura=90, strava=30), ONE)
    new = declared(days(oura=90), ONE)

    def ops(now: int) -> list[str]:
        log = Log().update("w", old, new, noted={ACME: live(strava=now)}, in_doubt={ACME: ["strava"]})
        return [change.op for change in made(log).changes]

    assert ops(30) == ["reset"]
    assert ops(77) == []


def test_where_junction_shows_nothing_its_default_counts_as_now() -> None:
    log = Log().create("w", declared(days(oura=90), ONE), noted={ACME: {"oura": None}})
    assert rows(log) == [("create", "Acme Care", "oura", "default", 180, 90, None)]


def test_a_change_without_days_is_named_and_is_not_nothing_to_do() -> None:
    old, new = declared(days(oura=30), ONE), declared(days(oura=30), {ACME: "Acme Inc."})
    found = made(Log().update("w", old, new))
    assert found.without_days == [Touched("w", "update")]
    assert not found.quiet
    assert found.acts


@pytest.mark.parametrize("run_program", [True, False])
def test_a_guard_that_is_taken_off_is_named_though_no_property_changes(run_program: bool) -> None:
    """With --run-program the refresh takes the program's options already: the step after it shows no difference."""
    log = Log().same("w", declared(days(oura=30), ONE))
    guarded = {"protect": True, "retainOnDelete": True}
    events: list[dict[str, Any]] = json.loads(json.dumps(log.lines()))
    for event in events:
        data = (event.get("resourcePreEvent") or event.get("resOutputsEvent") or {}).get("metadata") or {}
        if data.get("op") == "refresh" or (data.get("op") == "same" and not run_program):
            data["old"] |= guarded
    found = stack("s", read("\n".join(map(json.dumps, events)), "log"))

    assert found.without_days == [
        Touched("w", "protect is taken off"),
        Touched("w", "retain_on_delete is taken off"),
    ]
    assert found.digest != made(log).digest


def test_a_secret_resource_that_does_not_change_is_not_mentioned() -> None:
    secret = declared(days(oura=30)) | {"providers": "[secret]"}
    assert made(Log().refreshed("w", secret, secret).same("w", secret)).quiet


def test_a_leftover_of_an_earlier_replacement_is_reset_too() -> None:
    here, there = declared(days(oura=30), ONE), declared(days(oura=30), ONE, env="sandbox")
    found = made(Log().same("w", here).delete("w", there, op="delete-replaced"))
    assert [(one.op, one.scope.env) for one in found.changes] == [("reset", "sandbox")]


def test_what_is_only_read_is_nobodys() -> None:
    assert made(Log().read("w", declared(days(oura=30)))).changes == []


def test_a_preference_that_moves_between_resources_is_no_reset() -> None:
    log = Log().delete("a", declared(days(oura=30), ONE)).create("b", declared(days(oura=60), ONE))
    assert rows(log) == [("update", "Acme Care", "oura", "default", 30, 60, 365)]


def test_a_replacement_gives_up_the_old_place_and_declares_the_new_one() -> None:
    log = Log().replace("w", declared(days(oura=30), ONE), declared(days(oura=30), ONE, env="sandbox"))
    assert {(one.op, one.scope.env) for one in made(log).changes} == {("reset", "production"), ("create", "sandbox")}


def test_a_value_that_the_service_has_lowered_is_no_change_each_time() -> None:
    inputs = declared(days(oura=365, strava=30), ONE)
    log = Log().update(
        "w", inputs, declared(days(oura=365, strava=60), ONE), effective=live(limit=200, oura=200, strava=30)
    )
    assert [row[2] for row in rows(log)] == ["strava"]


def test_what_was_never_written_is_a_create_once_more() -> None:
    inputs = declared(days(oura=30))
    log = Log().update("w", inputs, inputs, unwritten={BETA: ["oura"]})
    assert [row[:2] for row in rows(log)] == [("create", "Beta Labs")]


def test_a_changed_label_is_no_change_of_days_and_the_new_one_is_shown() -> None:
    log = Log().update("w", declared(days(oura=30), ONE), declared(days(oura=60), {ACME: "Acme Inc."}))
    assert [row[1] for row in rows(log)] == ["Acme Inc."]
    assert made(Log().update("w", declared(days(oura=30), ONE), declared(days(oura=30), {ACME: "B"}))).changes == []


def test_the_new_label_is_the_one_of_the_team_everywhere() -> None:
    made_of = made(Log().update("w", declared(days(oura=30), ONE), declared(days(oura=60), {ACME: "Acme Inc."})))
    assert [place.label for place in made_of.places] == ["Acme Inc."]


@pytest.mark.parametrize(
    "inputs",
    [
        declared("[secret]"),  # type: ignore[arg-type]
        declared(days(oura=30)) | {"teams": "[secret]"},
        declared(days(oura=30)) | {"teams": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"},
        declared({"oura": {"default": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}),
        {},
    ],
    ids=["secret days", "secret teams", "unknown teams", "unknown days", "nothing"],
)
def test_what_is_secret_or_unknown_is_named_and_not_compared(inputs: dict[str, Any]) -> None:
    found = made(Log().create("w", inputs).same("v", declared(days(oura=30), ONE)))

    assert found.hidden == [Touched("w", "create")]
    assert found.changes == []
    assert not found.quiet


def test_other_resources_are_counted_and_the_stack_itself_is_none() -> None:
    log = Log().other("same", "a").other("same", "b").other("create", "c").other("delete", "d").other("read", "e")
    log.other("same", "stack", "pulumi:pulumi:Stack").other("same", "default", "pulumi:providers:random")

    assert made(log).others.unchanged == 3
    assert made(log).others.changed == [("create", 1), ("delete", 1)]


def test_lowered_counts_what_is_set_to_fewer_days() -> None:
    log = Log().update("w", declared(days(oura=180, strava=10), ONE), declared(days(oura=90, strava=20), ONE))
    assert made(log).counts == Counts(update=2, lowered=1)


def test_every_team_has_its_place_whether_it_changes_or_not() -> None:
    log = Log().same("v", declared(days(oura=30))).create("w", declared(days(strava=30), {"x": ""}))
    assert [(place.label or place.team) for place in made(log).places] == ["Acme Care", "Beta Labs", "x"]


def test_a_raised_provider_has_a_re_pull_window_once_connections_are_counted() -> None:
    preview = read(Log().update("w", declared(days(garmin=30)), declared(days(garmin=90))).text(), "log")

    assert [(one.slug, one.seconds) for one in stack("s", preview).windows] == [("garmin", None)]
    assert [one.seconds for one in stack("s", preview, {"garmin": 500}).windows] == [249 * 60]


def test_what_is_lowered_needs_no_re_pull() -> None:
    assert made(Log().update("w", declared(days(garmin=90)), declared(days(garmin=30)))).windows == []
