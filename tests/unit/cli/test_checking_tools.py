"""What `doctor` finds out of how things are installed."""

import json
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.cli import checking_tools
from pulumi_junction.cli.findings import Finding


class Installed(metadata.PathDistribution):
    """An installed distribution with a `direct_url.json` of the test's own."""

    def __init__(self, direct_url: str | None) -> None:
        self._text = direct_url

    def read_text(self, filename: Any) -> str | None:
        return self._text if filename == "direct_url.json" else None


def plugin(direct_url: str | None, monkeypatch: pytest.MonkeyPatch) -> Finding:
    monkeypatch.setattr(metadata, "distribution", lambda name: Installed(direct_url))
    (found,) = checking_tools.plugin()
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
    monkeypatch.setattr(checking_tools, "files", lambda package: tmp_path)

    found = plugin(None, monkeypatch)

    assert (found.level, found.todo) == (
        "repair",
        "Set PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true to be sure.",
    )


def test_a_pulumi_sdk_that_is_missing_is_to_be_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)

    assert [one.what for one in checking_tools.versions() if one.level == "repair"] == ["it is not installed."]


def test_a_pulumi_that_does_not_start_is_to_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "pulumi"
    broken.write_text("#!/does/not/exist\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    (found,) = checking_tools.engine()

    assert found.what == "`pulumi version` did not answer with a version."
