"""What importing costs: a program that only declares loads no HTTP, and the package alone not even Pulumi."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pulumi_junction
from pulumi_junction import resources

HEAVY = {"pulumi", "grpc", "httpx", "pydantic", "tenacity", "typer", "rich", "fastapi", "uvicorn", "starlette"}
FOR_REQUESTS = {"httpx", "pydantic", "tenacity", "typer", "rich", "fastapi", "uvicorn", "starlette"}
SOURCE = Path(pulumi_junction.__file__).parent


def loaded_by(code: str) -> set[str]:
    """The top-level packages that a fresh interpreter has loaded afterwards."""
    program = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        "import pulumi_junction",
        "import pulumi_junction; pulumi_junction.__version__; dir(pulumi_junction)",
        "import pulumi_junction.core.inputs, pulumi_junction.core.check, pulumi_junction.core.apply",
        "import pulumi_junction.core.partial, pulumi_junction.core.limits, pulumi_junction.errors",
        "import pulumi_junction.api.settings, pulumi_junction.api.patience",
    ],
)
def test_the_package_its_core_and_its_settings_load_nothing_of_weight(code: str) -> None:
    assert loaded_by(code) & HEAVY == set()


@pytest.mark.parametrize(
    "code",
    [
        "from pulumi_junction import TeamDataPullPreferences",
        "from pulumi_junction import *",
        "import pulumi_junction.providers.team_data_pull_preferences",
    ],
)
def test_declaring_loads_no_more_than_pulumi(code: str) -> None:
    assert loaded_by(code) & FOR_REQUESTS <= loaded_by("import pulumi.dynamic") & FOR_REQUESTS
    assert "pulumi" in loaded_by(code)


def test_neither_the_command_line_nor_the_emulator_comes_along() -> None:
    program = (
        "from pulumi_junction import *; import sys;"
        "print(*(name for name in sys.modules if name.startswith(('pulumi_junction.cli', 'pulumi_junction.emulator'))))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.split() == []


def test_every_public_name_is_there() -> None:
    for name in pulumi_junction.__all__:
        assert getattr(pulumi_junction, name) is not None
    for name in resources.__all__:
        assert getattr(pulumi_junction, name) is getattr(resources, name)
    assert set(resources.__all__) <= set(pulumi_junction.__all__)


def test_what_a_type_checker_sees_is_what_there_is() -> None:
    """The names are written three times: for the checker, for `*`, and where they come from."""
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    checked = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert set(pulumi_junction.__all__) <= checked
    assert pulumi_junction.__all__ == sorted(pulumi_junction.__all__)


def test_an_editor_is_shown_the_public_names() -> None:
    assert set(dir(pulumi_junction)) == set(pulumi_junction.__all__)


def test_another_name_is_an_error_like_in_any_module() -> None:
    with pytest.raises(AttributeError, match="module 'pulumi_junction' has no attribute 'TeamDataPullPreference'"):
        _ = pulumi_junction.TeamDataPullPreference
    with pytest.raises(ImportError):
        exec("from pulumi_junction import nothing_of_the_kind")


def test_submodules_are_reached_as_ever() -> None:
    assert loaded_by("import pulumi_junction.core.catalogue as one; assert one.load()") & HEAVY == set()
