"""HistoricalPullTrigger: triggered once, and again only for a reason that the preview shows."""

from pulumi import Output

from pulumi_junction import HistoricalPullTrigger, TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, Program, together
from tests.support.engine_triggers import program, triggered


def test_a_preview_says_whose_pulls_will_be_triggered_and_sends_nothing(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    preview = pulls_stack.preview(program(*pulls.users, provider="garmin"))

    assert preview.changes == {"create": 1}
    assert "triggers historical pulls of 8 users from garmin; the last one starts after 3 min or later" in preview.text
    assert pulls.requests == []


def test_creating_triggers_all_users_once(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    up = pulls_stack.up(program(*pulls.users, provider="garmin"))

    assert triggered(pulls) == [sorted(pulls.users)]
    assert up.outputs["window_seconds"] == 3 * 60
    operation = up.outputs["operation"]
    assert (operation["type"], operation["provider"]) == ("link_bulk_historical_trigger", "garmin")
    assert (operation["status"], operation["pending"] + operation["processed"]) == ("in_progress", 8)

    again = pulls_stack.up(program(*pulls.users, provider="garmin"))

    assert again.changes == {"same": 1}
    assert len(triggered(pulls)) == 1


def test_users_that_are_added_are_triggered_alone(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    *most, last = pulls.users
    pulls_stack.up(program(*most))

    preview = pulls_stack.preview(program(*most, last), diff=True)
    pulls_stack.up()

    assert preview.changes == {"update": 1}
    assert f"+ {last}" in preview.text
    assert triggered(pulls) == [sorted(most), [last]]


def test_for_users_that_are_left_out_a_resource_that_is_removed_and_a_destroy_nothing_is_sent_and_that_is_said(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    def other() -> None:
        HistoricalPullTrigger("other", provider="garmin", user_ids=pulls.users[:1])

    pulls_stack.up(together(program(*pulls.users), other))
    pulls.clear_requests()

    up = pulls_stack.up(program(*pulls.users[1:]))
    destroyed = pulls_stack.destroy()

    assert up.changes == {"update": 1, "delete": 1}
    assert "1 user left out: nothing is sent" in up.text
    for ended in (up, destroyed):
        assert "nothing is sent: what was triggered goes on at Junction" in ended.text
    assert pulls.writes == []


def test_when_triggers_change_all_users_are_triggered_again(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users, triggers=["monday"]))
    pulls_stack.up(program(*pulls.users, triggers=["monday"]))
    assert len(triggered(pulls)) == 1

    pulls_stack.up(program(*pulls.users, triggers=["tuesday"]))

    assert triggered(pulls) == [sorted(pulls.users)] * 2


def test_another_data_provider_is_another_trigger(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))
    pulls.clear_requests()

    preview = pulls_stack.preview(program(*pulls.users, provider="garmin"))
    up = pulls_stack.up()

    diagnostics = preview.text.partition("Diagnostics:")[2]
    assert diagnostics.count("triggers historical pulls of 8 users from garmin") == 1
    assert up.changes == {"replace": 1}
    assert triggered(pulls) == [sorted(pulls.users)]


def test_a_refresh_reads_how_far_it_is_and_triggers_nothing(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users, provider="garmin"))
    pulls.clear_requests()
    pulls.pass_time(100)

    pulls_stack.refresh()

    assert pulls.writes == []
    operation = pulls_stack.resources()["backfill"]["outputs"]["operation"]
    assert (operation["status"], operation["processed"]) == ("in_progress", 4)
    assert pulls_stack.preview(refresh=True).changes == {"same": 1}


def test_raised_preferences_trigger_a_pull_after_they_are_set(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    def backfill(days: int) -> Program:
        def declare() -> None:
            wanted = TeamDataPullPreferences("research", team_ids=[ACME], providers={"oura": days})
            HistoricalPullTrigger("backfill", provider="oura", user_ids=pulls.users, triggers=[wanted.effective])

        return declare

    pulls_stack.up(backfill(180))
    assert len(triggered(pulls)) == 1
    pulls.clear_requests()

    preview = pulls_stack.preview(backfill(365))
    assert preview.changes == {"update": 2}
    assert "triggers historical pulls of 8 users from oura" in preview.text
    pulls_stack.up()

    assert [request.path.rpartition("/")[2] for request in pulls.writes] == ["us", "bulk_trigger_historical_pull"]
    assert pulls_stack.up().changes == {"same": 2}


def test_no_users_is_no_request(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program())

    assert pulls.writes == []


def test_secret_users_stay_secret(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    secret = pulls.users[0]

    def declare() -> None:
        HistoricalPullTrigger("backfill", provider="oura", user_ids=Output.secret([secret]))

    shown = [
        pulls_stack.preview(declare, diff=True).text,
        pulls_stack.up().text,
        pulls_stack.preview(refresh=True).text,
    ]

    assert triggered(pulls) == [[secret]]
    assert secret not in "".join(shown)
    assert secret not in pulls_stack.written()


def test_the_key_is_nowhere(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    up = pulls_stack.up(program(*pulls.users))

    assert pulls.team_api_key not in up.text + pulls_stack.written()
