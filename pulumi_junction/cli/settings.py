"""The settings of one command, and where each comes from: option, variable, the stack's configuration, its name."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pulumi_junction.api.key import Key
from pulumi_junction.api.settings import ENV, MANAGEMENT_KEY, ORG_ID, REGION, Config, Setting, management_key
from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.stack_config import StackConfig
from pulumi_junction.core import inputs
from pulumi_junction.core.identity import Scope, place_of
from pulumi_junction.core.values import Problem
from pulumi_junction.errors import ConfigError

_PLACE = {ORG_ID: ("org_id", "--org-id"), ENV: ("env", "--env"), REGION: ("region", "--region")}


class Found(NamedTuple):
    """A value, and the place that it is from, in words."""

    value: str
    source: str


class CommandSettings:
    """The settings; found when they are asked for, so that a command that needs no key wants none."""

    def __init__(
        self,
        org_id: str | None = None,
        env: str | None = None,
        region: str | None = None,
        stack: str | None = None,
        folder: Path | None = None,
    ) -> None:
        self.stack = StackConfig(stack, folder or Path.cwd()) if stack else None
        self._options: Mapping[Setting, str | None] = {ORG_ID: org_id, ENV: env, REGION: region}

    def with_stack(self, stack: str | None) -> "CommandSettings":
        """Return the same options for a stack."""
        org_id, env, region = (self._options[setting] for setting in (ORG_ID, ENV, REGION))
        return CommandSettings(org_id, env, region, stack)

    @property
    def config(self) -> Config:
        """The stack's configuration, as the functions of `api.settings` take it; empty without `--stack`."""
        return self.stack or _nothing

    def find(self, setting: Setting) -> Found | None:
        """Look for one setting. A stack named `<env>-<region>` says where it is, as in programs."""
        option = (self._options.get(setting) or "").strip()
        if option:
            return Found(option, _PLACE[setting][1])
        value, source = setting.find(self.config), setting.source(self.config)
        if value is not None and source is not None:
            return Found(value, source if source == setting.variable else f"{source} of the stack")
        named = dict(zip((ENV, REGION), self.place_by_name or (), strict=False)).get(setting)
        return Found(named, "the stack's name") if named else None

    @property
    def place_by_name(self) -> tuple[str, str] | None:
        """The environment and region that the stack's name says."""
        return place_of(self.stack.name) if self.stack else None

    def scope(self) -> Scope:
        """Return the place, checked. What is missing or wrong is said with every way to set it."""
        return Scope(*self._all(ORG_ID, ENV, REGION))

    def place(self) -> tuple[str, str]:
        """Return environment and region alone: a team's own API belongs to one organisation anyway."""
        env, region = self._all(ENV, REGION)
        return env, region

    def _all(self, *settings: Setting) -> list[str]:
        found = {setting: self.find(setting) for setting in settings}
        for setting, one in found.items():
            if one is None:
                raise ConfigError(f"no {setting.what}.", self.remedy(setting))
        return [self.checked(setting, one) for setting, one in found.items() if one]

    def checked(self, setting: Setting, found: Found) -> str:
        """Return a part of the place as the API spells it."""
        name = _PLACE[setting][0]
        problems: list[Problem] = []
        where = inputs.place({name: found.value}, problems)
        for problem in problems:
            if problem.path == name:
                kind = UsageProblem if found.source.startswith("--") else ConfigError
                raise kind(f"the {setting.what} (from {found.source}) {problem.reason}.")
        return str(where[name])

    def management_key(self) -> Key:
        """Return the key; without one the advice is for a terminal, where no stack is selected."""
        if self.find(MANAGEMENT_KEY) is None:
            raise ConfigError(f"no {MANAGEMENT_KEY.what}.", self.remedy(MANAGEMENT_KEY))
        return management_key(self.config)

    def remedy(self, setting: Setting) -> str:
        """Name every way to set it."""
        option = f"Pass {_PLACE[setting][1]}, set" if setting in _PLACE else "Set"
        if self.stack is None:
            return f"{option} {setting.variable}, or name a stack that knows it with --stack."
        secret = "--secret " if setting.secret else ""
        command = " ".join(filter(None, [f"{secret}{setting.key}", setting.example, f"--stack {self.stack.stack}"]))
        return f"{option} {setting.variable}, or run `pulumi config set {command}`."


def _nothing(_: str) -> None:
    """No stack, no configuration."""
