"""The matrix: which team changes where, in a few words a cell."""

from pulumi_junction.report.html_matrix import Cell, Matrix, matrix
from tests.support import reports
from tests.support.previews import ACME, BETA, ORG, Log, days, declared, live
from tests.unit.report.scenes import SCENES

OTHER_ORG = ORG[:-1] + "2"


def texts(cell: Cell) -> str:
    return "; ".join(line.text for line in cell.lines) or cell.state


def rows(of: Matrix) -> dict[str, list[str]]:
    return {row.title: [texts(cell) for cell in row.cells] for row in (*of.changed, *of.unchanged)}


def one_cell(log: Log) -> str:
    """The only cell of a report of one stack and one team."""
    ((cell,),) = rows(matrix(reports.of(log))).values()
    return cell


def only(providers: dict[str, object], **more: object) -> dict[str, object]:
    return declared(providers, {ACME: "Acme Care"}, **more)  # type: ignore[arg-type]


def test_columns_are_places_production_first() -> None:
    found = matrix(reports.example())
    assert [column.title for column in found.columns] == ["production-us", "production-eu", "sandbox-us", "sandbox-eu"]
    assert [column.production for column in found.columns] == [True, True, False, False]


def test_cells_say_what_changes_losses_first_drift_last() -> None:
    found = rows(matrix(reports.example()))
    whoop = "whoop 30 → 180, new"
    assert found["Acme Care"] == [
        "strava reset, 90 → 14; oura 180 → 365",
        "garmin sleep 180 → 90, lowered; oura 180 → 365",
        whoop,
        "unchanged",
    ]
    assert found["Beta Labs"] == ["strava reset, 90 → 14; oura 180 → 365", "absent", "unchanged", "unchanged"]
    assert found["Cardio Study"][1] == (
        "garmin sleep 180 → 90, lowered; garmin 30 → 120; oura 180 → 365; drift: garmin 120 → 30"
    )


def test_teams_without_a_change_stand_apart() -> None:
    found = matrix(reports.example())
    assert [row.title for row in found.unchanged] == ["Research Pool"]
    assert "Research Pool" not in [row.title for row in found.changed]


def test_what_is_set_now_and_nobody_has_read_is_not_made_up() -> None:
    assert one_cell(Log().create("w", only(days(oura=30)))) == "oura 30, new"


def test_a_new_declaration_of_what_is_set_already_says_so() -> None:
    assert one_cell(Log().create("w", only(days(oura=30)), {ACME: live(oura=30)})) == "oura 30, new, as it is"


def test_a_reset_is_one_line_however_many_overrides_it_takes_away() -> None:
    log = Log().delete("w", only(days(strava=(90, {"sleep": 60, "workouts": 30}))))
    assert one_cell(log).startswith("strava reset, 90 → ")
    assert ";" not in one_cell(log)


def test_what_is_given_back_is_restored() -> None:
    log = Log().delete("w", only(days(fitbit=3), on_delete="restore"), adopted={ACME: days(fitbit=7)})
    assert one_cell(log) == "fitbit 3 → 7, restored"


def test_drift_that_a_team_has_lost_is_not_set() -> None:
    log = Log().refreshed("w", only(days(oura=30)), None).create("w", only(days(oura=30)))
    assert "drift: oura 30 → not set" in one_cell(log)


def test_teams_of_one_label_in_one_place_are_told_apart_by_id() -> None:
    old, new = (declared(days(oura=number), {ACME: "Twin", BETA: "Twin"}) for number in (30, 60))
    found = rows(matrix(reports.of(Log().update("w", old, new))))
    assert found == {"Twin": [f"oura 30 → 60 ({ACME[:8]}); oura 30 → 60 ({BETA[:8]})"]}


def test_a_team_without_a_label_is_named_by_its_id() -> None:
    old, new = (declared(days(oura=number), {ACME: ""}) for number in (30, 60))
    assert list(rows(matrix(reports.of(Log().update("w", old, new))))) == [ACME]


def test_a_team_with_a_new_label_has_one_row() -> None:
    old, new = declared(days(oura=30), {ACME: "Old"}), declared(days(oura=60), {ACME: "New"})
    assert list(rows(matrix(reports.of(Log().update("w", old, new)))).values()) == [["oura 30 → 60"]]


def test_many_teams_that_change_alike_are_one_row() -> None:
    found = matrix(SCENES["many-teams"]())
    assert [row.title for row in found.changed] == ["Clinic 1", "Clinic 2, Clinic 3 and 117 more"]
    assert len(found.changed[1].titles) == 119
    assert found.changed[1].titles[8] == "Clinic 10", "in the order that people count in"


def test_places_of_several_organisations_are_told_apart() -> None:
    ours = Log("ours").same("w", only(days(oura=1)))
    theirs = Log("theirs").same("w", only(days(oura=1)) | {"org_id": OTHER_ORG})
    titles = [column.title for column in matrix(reports.of(ours, theirs)).columns]
    assert titles == [f"production-eu ({ORG})", f"production-eu ({OTHER_ORG})"]


def test_a_failed_stack_leaves_its_place_unknown() -> None:
    quiet = Log("sandbox-us").same("w", only(days(oura=1), env="sandbox", region="us"))
    found = matrix(reports.of(Log("production-eu").error("no"), quiet))
    assert [(column.title, column.failed) for column in found.columns] == [
        ("production-eu", True),
        ("sandbox-us", False),
    ]
    assert rows(found) == {"Acme Care": ["unknown", "unchanged"]}


def test_a_failed_stack_marks_the_place_that_another_one_knows() -> None:
    known = Log("billing").same("w", only(days(oura=1)))
    found = matrix(reports.of(Log("production-eu").error("no"), known))
    assert [(column.title, column.failed) for column in found.columns] == [("production-eu", True)]
    assert rows(found) == {"Acme Care": ["unknown"]}


def test_without_any_place_there_is_no_matrix() -> None:
    found = matrix(reports.of(Log("dev").error("no")))
    assert (found.columns, found.changed, found.unchanged) == ([], [], [])
