"""What importing costs: a program that only declares loads no HTTP, and the package alone not even Pulumi."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import pulumi_junction

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


def modules_after(code: str) -> set[str]:
    """All modules that a fresh interpreter has loaded afterwards, and `import pulumi` had not."""
    program = (
        f"import pulumi, pulumi.dynamic, sys; before = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_a_program_that_declares_loads_what_it_declares_and_nothing_that_serves_it() -> None:
    assert modules_after("from pulumi_junction import TeamDataPullPreferences") == {
        "pulumi_junction",
        "pulumi_junction.api",
        "pulumi_junction.api.key",
        "pulumi_junction.api.patience",
        "pulumi_junction.api.settings",
        "pulumi_junction.core",
        "pulumi_junction.core.choices",
        "pulumi_junction.core.describe",
        "pulumi_junction.core.identity",
        "pulumi_junction.core.masked",
        "pulumi_junction.errors",
        "pulumi_junction.providers",
        "pulumi_junction.providers.pickled",
        "pulumi_junction.resources",
        "pulumi_junction.resources.scope",
        "pulumi_junction.resources.team_data_pull_preferences",
        "pulumi_junction.resources.types",
        "pulumi_junction.version",
    }


def test_asking_for_preferences_loads_http_and_neither_models_nor_a_command_line() -> None:
    loaded = modules_after("import pulumi_junction.api.management")

    assert "httpx" in loaded
    others = {"pydantic", "pydantic_core", "fastapi", "typer", "click", "rich", "pygments"}
    assert {name.partition(".")[0] for name in loaded} & others == set()


def test_httpx_is_the_same_for_whoever_imports_it_first_or_later() -> None:
    ours, theirs = "import pulumi_junction.api.transport", "import httpx"
    public = "assert {*httpx.__all__} <= {*dir(httpx)}; assert 'httpx._main' not in sys.modules or httpx._main"

    for first, second in ((ours, theirs), (theirs, ours)):
        assert "httpx" in loaded_by(f"{first}\n{second}\nimport sys\n{public}")
