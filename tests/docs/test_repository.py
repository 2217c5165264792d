"""What holds for every file: links lead somewhere, versions agree, nothing names a registry or a machine."""

import importlib.metadata
import re
from pathlib import Path

import pytest

import pulumi_junction
from tests.support.markdown import Page
from tests.support.repository import ROOT, files, pages

CHANGELOG = ROOT / "CHANGELOG.md"
REGISTRIES = [
    ".".join(labels)
    for labels in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("proxy", "golang", "org"),
        ("sum", "golang", "org"),
        ("crates", "io"),
        ("rubygems", "org"),
        ("anaconda", "org"),
    )
]
"""Put together here, or this file would name them."""

MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:home|root|Users|work|tmp|opt|private|mnt)/[\w.]")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", pages(), ids=name)
def test_a_relative_link_leads_somewhere(file: Path) -> None:
    broken = [f"{link.place}: {link.text}" for link in Page(file).links() if not leads_somewhere(file, link.text)]

    assert broken == []


@pytest.mark.parametrize("file", pages(), ids=name)
def test_a_test_that_a_page_names_is_there(file: Path) -> None:
    named = [span for span in Page(file).code() if re.match(r"tests/\S+\.py", span.text)]

    assert [f"{span.place}: {span.text}" for span in named if not is_there(span.text)] == []


def is_there(test: str) -> bool:
    path, _, function = test.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else None
    return text is not None and (not function or f"\ndef {function}(" in text)


def leads_somewhere(file: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    path, _, anchor = link.partition("#")
    target = file.parent / path if path else file
    return target.exists() and (not anchor or anchor in Page(target).anchors())


def test_the_changelog_opens_with_what_is_not_released_yet() -> None:
    assert re.match(r"\[?Unreleased\]?$", Page(CHANGELOG).headings(2)[0])


def test_the_latest_release_in_the_changelog_is_the_version() -> None:
    releases = [
        found[0] for found in (re.search(r"\d+\.\d+\.\d+\S*\b", it) for it in Page(CHANGELOG).headings(2)) if found
    ]

    assert pulumi_junction.__version__ in (releases[:1] or [pulumi_junction.__version__])


def test_the_installed_package_says_the_same_version() -> None:
    assert importlib.metadata.version("pulumi-junction") == pulumi_junction.__version__


def test_no_file_names_a_package_registry_or_a_path_of_a_machine() -> None:
    found = [
        f"{name(file)}:{number}"
        for file in files()
        if file.suffix != ".sum"
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if str(ROOT) in line or MACHINE_PATH.search(line) or any(host in line for host in REGISTRIES)
    ]

    assert found == []
