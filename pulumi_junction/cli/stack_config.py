"""What a Pulumi project's files say of one of its stacks; for a secret `pulumi` itself is asked."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pulumi_junction.cli import pulumi
from pulumi_junction.cli.failures import UsageProblem, printable
from pulumi_junction.errors import ConfigError, JunctionError

PULUMI_SECONDS = 60
_LONGEST_REASON = 200  # characters of what `pulumi` says
_ENDINGS = (".yaml", ".yml")


class StackConfig:
    """Looks a key such as `junction:orgId` up. Nothing is written, and no key stands on a command line."""

    def __init__(self, stack: str, folder: Path) -> None:
        """Read the files; *folder* is in the project, *stack* may be qualified as `org/project/stack`."""
        if not re.fullmatch(r"[\w.-]+(/[\w.-]+){0,2}", stack, re.ASCII) or stack.startswith("-"):
            raise UsageProblem("--stack is not the name of a stack.")
        self.stack = stack
        self.name = stack.rpartition("/")[2]
        self._project = _project(folder)
        main = _read(self._project)
        where = self._project.parent / str(main.get("stackConfigDir") or ".")
        files = (where / f"Pulumi.{self.name}{ending}" for ending in _ENDINGS)
        own = next((_read(file) for file in files if file.is_file()), {})
        self._decrypted: dict[str, str] = {}
        self._values = {**dict(_of_all_stacks(main)), **dict(_mapping(own.get("config")))}

    def __call__(self, key: str) -> str | None:
        """Return a plain value as text, a secret in the clear; None for what is not there, or is structured."""
        value = self._values.get(key)
        if self.is_secret(key):
            if key not in self._decrypted:
                self._decrypted[key] = self._ask(key)
            return self._decrypted[key]
        if isinstance(value, bool):
            return str(value).lower()
        return str(value) if isinstance(value, str | int | float) else None

    def is_secret(self, key: str) -> bool:
        """Tell whether a value is kept encrypted."""
        return "secure" in _mapping(self._values.get(key))

    def in_the_clear(self, key: str) -> bool:
        """Tell whether a value stands in the files as it is."""
        return self._values.get(key) is not None and not self.is_secret(key)

    def _ask(self, key: str) -> str:
        """Let `pulumi` decrypt one value: it knows the passphrase, or the service that does."""
        what = f"{key} of the stack {self.name} is a secret,"
        words = ("config", "get", key, f"--stack={self.stack}", "--non-interactive", "--color=never")
        try:
            ended = pulumi.run(*words, cwd=self._project.parent, timeout=PULUMI_SECONDS)
        except JunctionError as problem:
            raise ConfigError(f"{what} and {problem.what}", problem.hint) from None
        if ended.returncode != 0:
            raise ConfigError(f"{what} and `pulumi config get` could not tell it: {_reason(ended.stderr)}")
        return ended.stdout.strip()


def _project(folder: Path) -> Path:
    """Find `Pulumi.yaml` here or above, as `pulumi` does."""
    for place in (folder, *folder.parents):
        for ending in _ENDINGS:
            if (place / f"Pulumi{ending}").is_file():
                return place / f"Pulumi{ending}"
    raise ConfigError("--stack needs a project.", "Run it in a folder with a Pulumi.yaml, or below one.")


def _read(file: Path) -> Mapping[str, Any]:
    import yaml  # type: ignore[import-untyped, unused-ignore] # of the extra `cli`: no other command reads YAML

    try:
        return _mapping(yaml.safe_load(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, yaml.YAMLError):
        raise ConfigError(f"{file.name} cannot be read as YAML.", "Repair it; `pulumi config` shows where.") from None


def _of_all_stacks(project: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield what `Pulumi.yaml` sets for every stack: `key: value`, or `key: {value: ...}`."""
    for key, value in _mapping(project.get("config")).items():
        yield str(key), value.get("value", value.get("default")) if isinstance(value, Mapping) else value


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _reason(said: str) -> str:
    lines = [line.removeprefix("error: ").strip() for line in said.splitlines() if line.startswith("error: ")]
    return printable(lines[0])[:_LONGEST_REASON] if lines else "it says no reason."
