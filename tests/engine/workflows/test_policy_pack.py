"""`policy_pack.sh`: what `POLICY_PACK` names can run afterwards, in a checkout without an environment for it."""

import shutil
import site
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.engine_policies import EXAMPLE
from tests.support.processes import Finished
from tests.support.workflow_scene import Workflows

NAME = "elsewhere-1.0"


@pytest.fixture
def pack(workflows: Workflows) -> Path:
    """The example's, copied into the repository, to run in `venv` beside it."""
    folder = workflows.files / "policy-pack"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (folder / "PulumiPolicy.yaml").read_text(encoding="utf-8")
    (folder / "PulumiPolicy.yaml").write_text(settings.partition("  options:")[0], encoding="utf-8")
    return folder


def wheel(folder: Path) -> str:
    """Write a wheel whose only content is the way to the packages of the Python that runs the tests."""
    file = folder / f"{NAME}-py3-none-any.whl"
    with ZipFile(file, "w") as made:
        made.writestr("elsewhere.pth", f"import site; site.addsitedir({site.getsitepackages()[0]!r})\n")
        made.writestr(f"{NAME}.dist-info/METADATA", "Metadata-Version: 2.1\nName: elsewhere\nVersion: 1.0\n")
        made.writestr(f"{NAME}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{NAME}.dist-info/RECORD", "")
    return file.name


def make(workflows: Workflows, pack: Path) -> Finished:
    return workflows.script("policy_pack.sh", str(pack), PIP_NO_INDEX="1")


def preview(workflows: Workflows, pack: Path, folder: Path) -> Finished:
    return workflows.script("preview.sh", "production-us", str(folder), POLICY_PACK=str(pack))


@pytest.mark.parametrize("beside", ["the pack", "the program"])
def test_a_pack_runs_in_an_environment_made_from_the_requirements(
    workflows: Workflows, pack: Path, beside: str, tmp_path: Path
) -> None:
    where = pack if beside == "the pack" else workflows.files
    (where / "requirements.txt").write_text(f"./{wheel(where)}\n", encoding="utf-8")

    made = make(workflows, pack)
    assert made.code == 0, made.text
    assert (pack / "venv" / "bin" / "python").exists()

    ended = preview(workflows, pack, tmp_path / "reviewed")
    assert ended.code != 0
    assert "365 days; production allows at most 180" in ended.text


def test_the_environment_that_the_pack_names_is_made_and_one_that_is_there_is_left_alone(
    workflows: Workflows, pack: Path
) -> None:
    with (pack / "PulumiPolicy.yaml").open("a", encoding="utf-8") as settings:
        settings.write("  options:\n    virtualenv: ../named # beside the pack\n")
    (pack / "requirements.txt").write_text("", encoding="utf-8")

    assert make(workflows, pack).code == 0
    assert (workflows.files / "named" / "bin" / "python").exists()
    assert not (pack / "venv").exists()

    (pack / "requirements.txt").unlink()
    assert make(workflows, pack).code == 0


@pytest.mark.parametrize(
    ("gone", "says"),
    [
        ("PulumiPolicy.yaml", "there is no PulumiPolicy.yaml in"),
        ("requirements.txt", "there is no requirements.txt in"),
    ],
)
def test_what_is_missing_is_said_in_one_line(workflows: Workflows, pack: Path, gone: str, says: str) -> None:
    (pack / gone).unlink(missing_ok=True)

    ended = make(workflows, pack)

    assert ended.code == 1
    assert ended.stderr.startswith(f"error: POLICY_PACK: {says} '{pack}'")
    assert ended.stderr.count("\n") == 1
