"""What `doctor` finds out of how things are installed."""

import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.cli.doctor import tools
from pulumi_junction.cli.doctor.finding import Finding
from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.conftest import Run, findings


class Installed(metadata.PathDistribution):
    """An installed distribution with a `direct_url.json` of the test's own."""

    def __init__(self, direct_url: str | None) -> None:
        self._text = direct_url

    def read_text(self, filename: Any) -> str | None:
        return self._text if filename == "direct_url.json" else None


def plugin(direct_url: str | None, monkeypatch: pytest.MonkeyPatch) -> Finding:
    monkeypatch.delenv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION")
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed(direct_url))
    (found,) = tools.plugin()
    return found


def test_an_editable_install_is_told_apart_by_what_pip_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    editable = json.dumps({"dir_info": {"editable": True}, "url": "file:///somewhere"})

    assert plugin(editable, monkeypatch).level == "note"


@pytest.mark.parametrize("direct_url", [None, "", "{}", '{"dir_info": {}}', "no json", "[]", '{"dir_info": 1}'])
def test_every_other_install_relies_on_the_file_of_the_package(
    direct_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert plugin(direct_url, monkeypatch) == Finding(
        "ok", "plugin", "pulumi-plugin.json says that there is none to download."
    )


@pytest.mark.parametrize("text", [None, "no json", "[]", '{"resource": true}'])
def test_without_that_file_or_with_a_wrong_one_something_is_to_be_repaired(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if text is not None:
        (tmp_path / "pulumi-plugin.json").write_text(text, encoding="utf-8")
    monkeypatch.setattr(tools, "files", lambda package: tmp_path)

    found = plugin(None, monkeypatch)

    assert (found.level, found.todo) == (
        "repair",
        "Set PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true to be sure.",
    )


def test_a_pulumi_sdk_that_is_missing_is_to_be_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)

    assert [one.what for one in tools.versions() if one.level == "repair"] == ["it is not installed."]


def test_a_pulumi_that_does_not_start_is_to_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "pulumi"
    broken.write_text("#!/does/not/exist\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    (found,) = tools.engine()

    assert found.what == "`pulumi version` does not start (FileNotFoundError)."


def test_without_pulumi_it_is_to_be_installed(
    junction: Emulator, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert findings(run("doctor", "--json", status=1), "repair") == [
        "Pulumi CLI: there is no `pulumi` on PATH. Install the Pulumi CLI, or add its folder to PATH."
    ]


@pytest.mark.parametrize(
    ("says", "words"),
    [
        ("v2.9.0", "2.9.0 is not a version that this package was made for. Install 3.x."),
        ("hello", "`pulumi version` did not answer with a version. Install it again."),
    ],
)
def test_another_pulumi_is_to_be_replaced(
    says: str, words: str, junction: Emulator, run: Run, pulumi: Callable[[str], Path]
) -> None:
    pulumi(says)

    assert findings(run("doctor", "--json", status=1), "repair") == [f"Pulumi CLI: {words}"]


def test_a_pulumi_without_its_language_host_is_to_be_replaced(
    junction: Emulator, run: Run, pulumi: Callable[[str], Path]
) -> None:
    (pulumi("v3.259.0") / "pulumi-language-python").unlink()

    (found,) = findings(run("doctor", "--json", status=1), "repair")
    assert found.startswith("Pulumi CLI: there is no pulumi-language-python beside it")


@pytest.mark.parametrize("editable", [True, False])
def test_whether_each_run_looks_for_a_plugin_is_told(
    editable: bool, junction: Emulator, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION")
    monkeypatch.setattr("pulumi_junction.cli.doctor.tools._editable", lambda installed: editable)

    ended = run("doctor", "--json")

    said = [line for line in findings(ended, "note") + findings(ended, "ok") if line.startswith("plugin: ")]
    assert said == [
        "plugin: an editable install: older language hosts look for a plugin at every run, in vain. "
        "Set PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true to be sure."
        if editable
        else "plugin: pulumi-plugin.json says that there is none to download."
    ]
