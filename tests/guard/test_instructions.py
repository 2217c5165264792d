"""What a program pays for importing this package, in instructions: a clock would tell of the machine."""

from pathlib import Path

from tests.guard.instructions import instructions


def test_importing_the_package_and_declaring_cost_hardly_more_than_importing_pulumi(tmp_path: Path) -> None:
    """The numbers are docs/performance.md's; a module too many shows here before anybody feels it."""
    floor = instructions("import pulumi, pulumi.dynamic", tmp_path)

    package = instructions("import pulumi, pulumi.dynamic, pulumi_junction", tmp_path)
    resource = instructions(
        "import pulumi, pulumi.dynamic; from pulumi_junction import TeamDataPullPreferences", tmp_path
    )

    assert package <= 1.03 * floor
    assert resource <= 1.06 * floor
