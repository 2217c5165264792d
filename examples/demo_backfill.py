"""The second part of `make demo`: another project, and the steps that only it has."""

import shlex
from dataclasses import dataclass, replace
from pathlib import Path

from demo_stage import Failure, Stage, copied, run

LIST = "  backfill:users:"


def backfill(stage: Stage) -> Stage:
    """The same Junction, with a copy of examples/backfill beside the other project."""
    return replace(stage, project=copied("backfill", stage.project.parent))


@dataclass(frozen=True)
class Listed:
    """All users whom the pretend Junction has, written into the stack's file in place of the example's few."""

    look: str
    file: str = "Pulumi.sandbox-us.yaml"

    def typed(self, _stage: Stage) -> str:
        return f"$EDITOR {self.file}"

    def run(self, stage: Stage) -> None:
        path = Path(stage.project, self.file)
        rest, found, _ = path.read_text().partition(LIST)
        if not found:
            raise Failure(f"{LIST.strip()} does not stand in {stage.project.name}/{self.file}")
        users = stage.junction.users
        path.write_text("\n".join([f"{rest}{LIST}", *(f"    - {user}" for user in users), ""]))
        stage.console.print(f"{rest}{LIST} # {len(users)} of them", soft_wrap=True)


@dataclass(frozen=True)
class PulumiJunction:
    """A command line of `pulumi-junction`."""

    arguments: str
    look: str

    def typed(self, _stage: Stage) -> str:
        return f"pulumi-junction {self.arguments}"

    def run(self, stage: Stage) -> None:
        if status := run(["pulumi-junction", *shlex.split(self.arguments)], stage):
            raise Failure(f"`{self.typed(stage)}` ended with status {status}; what it printed says why")
