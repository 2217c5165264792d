"""Python, the Pulumi SDK and engine, and whether every run looks for a plugin that there is not."""

import json
import os
import platform
import re
import shutil
from collections.abc import Iterator
from importlib import metadata
from importlib.resources import files

from pulumi_junction.cli import pulumi
from pulumi_junction.cli.doctor.finding import Finding, broken, note, ok, repair
from pulumi_junction.cli.failures import printable
from pulumi_junction.errors import JunctionError
from pulumi_junction.version import __version__

_SECONDS = 60
_NO_ACQUISITION = "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"


def versions() -> Iterator[Finding]:
    """What runs here."""
    yield ok("pulumi-junction", __version__)
    yield ok("Python", platform.python_version())
    try:
        yield ok("Pulumi SDK", metadata.version("pulumi"))
    except metadata.PackageNotFoundError:
        yield repair("Pulumi SDK", "it is not installed.", "Install pulumi-junction again; it needs it.")


def engine() -> Iterator[Finding]:
    """Find the CLI, and what it needs to run Python programs."""
    try:
        found = pulumi.find()
        version = _version()
    except JunctionError as problem:
        yield from broken("Pulumi CLI", problem)
        return
    if version is None:
        yield repair("Pulumi CLI", "`pulumi version` did not answer with a version.", "Install it again.")
        return
    if version[0] != "3":
        yield repair("Pulumi CLI", f"{version} is not a version that this package was made for.", "Install 3.x.")
    else:
        yield ok("Pulumi CLI", version)
    beside = os.pathsep.join([os.path.dirname(os.path.realpath(found)), os.environ.get("PATH", "")])
    if shutil.which("pulumi-language-python", path=beside) is None:
        todo = "Install Pulumi whole: it comes with it."
        yield repair("Pulumi CLI", "there is no pulumi-language-python beside it, so no Python program runs.", todo)


def plugin() -> Iterator[Finding]:
    """Tell whether the engine takes this package for a plugin, and tries to download one at every run."""
    about = "plugin"
    if os.environ.get(_NO_ACQUISITION, "").lower() in ("1", "true"):
        yield ok(about, f"{_NO_ACQUISITION} is set: nothing is downloaded.")
        return
    installed = metadata.distribution("pulumi-junction")
    todo = f"Set {_NO_ACQUISITION}=true to be sure."
    if _editable(installed):
        what = "an editable install: older language hosts look for a plugin at every run, in vain."
        yield note(about, what, todo)
    elif _says_no_plugin():
        yield ok(about, "pulumi-plugin.json says that there is none to download.")
    else:
        yield repair(about, "pulumi-plugin.json is missing or wrong: every run looks for a plugin, in vain.", todo)


def _version() -> str | None:
    ended = pulumi.run("version", timeout=_SECONDS)
    said = ended.stdout.strip().removeprefix("v")
    return printable(said)[:40] if ended.returncode == 0 and re.match(r"\d+\.\d+\.\d+", said) else None


def _editable(installed: metadata.Distribution) -> bool:
    try:
        return bool(json.loads(installed.read_text("direct_url.json") or "{}").get("dir_info", {}).get("editable"))
    except (ValueError, AttributeError):
        return False


def _says_no_plugin() -> bool:
    try:
        said = json.loads((files("pulumi_junction") / "pulumi-plugin.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(said, dict) and said.get("resource") is False
