"""A rule as the engine asks it: inputs in, violations out, and the engine's own word on what is unknown."""

import json
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pulumi_policy import ResourceValidationArgs, ResourceValidationPolicy
from pulumi_policy.policy import PolicyCustomTimeouts, PolicyResourceOptions
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, UnknownValueError, unknown_checking_proxy

from pulumi_junction.policy import applied as reading

UNKNOWN = UNKNOWN_STRING_VALUE
"""How the engine hands over what it does not know yet."""

TYPE = "pulumi-python:dynamic/junction:TeamDataPullPreferences"
ACME, BETA = "3aac0000-0000-4000-8000-00000000000a", "7c1e0000-0000-4000-8000-00000000000b"
SIGNATURE, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"


class Verdict(NamedTuple):
    """What a rule had to say of one resource."""

    violations: list[str]
    unknown: str = ""
    """What the engine says it could not be asked of."""


def urn(name: str) -> str:
    return f"urn:pulumi:dev::demo::{TYPE}::{name}"


def inputs(**values: Any) -> dict[str, Any]:
    """The normal form, as `check` leaves it; numbers as the engine sends them."""
    usual: dict[str, Any] = {
        "org_id": "0a1b2c3d-0000-4000-8000-000000000001",
        "env": "production",
        "region": "us",
        "teams": {ACME: "Acme Care"},
        "providers": {"oura": {"default": 120.0}},
    }
    return usual | values


def judge(
    policy: ResourceValidationPolicy,
    props: Mapping[str, Any],
    *,
    name: str = "acme",
    protect: bool = False,
    aliases: tuple[str, ...] = (),
    type_: str = TYPE,
) -> Verdict:
    timeouts = PolicyCustomTimeouts(0, 0, 0)
    options = PolicyResourceOptions(protect, [], None, [urn(alias) for alias in aliases], timeouts, [])
    args = ResourceValidationArgs(type_, unknown_checking_proxy(dict(props)), urn(name), name, options, None)
    violations: list[str] = []
    try:
        policy.validate(args, lambda message, _urn: violations.append(message))
    except UnknownValueError as unknown:
        return Verdict(violations, unknown.message)
    return Verdict(violations)


class FakePulumi:
    """A `pulumi` on PATH that exports a state, and notes how it was called."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._monkeypatch = monkeypatch

    def exports(self, *resources: Mapping[str, Any], shown: tuple[Mapping[str, Any], ...] | None = None) -> None:
        """*shown* is what `--show-secrets` gives instead."""
        for file, rows in (("plain", resources), ("shown", resources if shown is None else shown)):
            text = json.dumps({"version": 3, "deployment": {"resources": list(rows)}})
            (self._folder / file).write_text(text, encoding="utf-8")
        self._script(
            f'echo "$@" >> "{self._folder}/calls"\n'
            f'case "$*" in *--show-secrets*) cat "{self._folder}/shown";; *) cat "{self._folder}/plain";; esac'
        )

    def says(self, text: str, code: int) -> None:
        self._script(f"echo \"$@\" >> '{self._folder}/calls'; echo '{text}'; echo '{text}' >&2; exit {code}")

    def is_missing(self) -> None:
        self._another_run()
        self._monkeypatch.setenv("PATH", str(self._folder / "nothing"))

    @property
    def calls(self) -> list[str]:
        file = self._folder / "calls"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def _another_run(self) -> None:
        """A pack reads the state once in its life; that is over."""
        self._monkeypatch.setattr(reading, "STATE", reading.State())

    def _script(self, text: str) -> None:
        self._another_run()
        file = self._folder / "pulumi"
        file.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        self._monkeypatch.setenv("PATH", f"{self._folder}:/usr/bin:/bin")


def applied(name: str = "acme", *, protect: bool = False, **values: Any) -> dict[str, Any]:
    """A resource as a state holds it."""
    more: dict[str, Any] = {key: values.pop(key) for key in ("external", "delete") if key in values}
    return {"urn": urn(name), "type": TYPE, "protect": protect, "outputs": inputs(**values), **more}
