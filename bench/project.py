"""A Pulumi project in a folder, with a file backend of its own, talking to a pretend Junction or to none."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from bench.harness import Cost, environment, run

STACK = "sandbox-us"
ORG = "0a1b2c3d-0000-4000-8000-000000000001"


class Junction(Protocol):
    """What is known of a pretend Junction."""

    url: str
    org_id: str
    management_key: str


class Project:
    """One project, of which each stack has its own state."""

    def __init__(
        self,
        folder: Path,
        program: str = "",
        junction: Junction | None = None,
        *,
        stacks: tuple[str, ...] = (STACK,),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        state = folder / "state"
        state.mkdir(parents=True)
        (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
        self.write(program)
        self.env = environment(
            PULUMI_BACKEND_URL=state.as_uri(),
            PULUMI_HOME=str(folder / "home"),
            PULUMI_CONFIG_PASSPHRASE="bench",
            JUNCTION_ENV="sandbox",
            JUNCTION_REGION="us",
            JUNCTION_ORG_ID=junction.org_id if junction else ORG,
        )
        if junction:
            self.env |= {"JUNCTION_MANAGEMENT_URL": junction.url, "JUNCTION_MANAGEMENT_KEY": junction.management_key}
        self.env |= settings or {}
        for stack in stacks:
            self.pulumi("stack", "init", stack, stack="")

    def write(self, program: str) -> None:
        """Replace the program."""
        (self.folder / "__main__.py").write_text(program)

    def pulumi(self, *command: str, stack: str = STACK, watch: bool = False) -> Cost:
        """Run the CLI."""
        which = ["--stack", stack] if stack else []
        return run(["pulumi", *command, *which, "--non-interactive"], self.folder, self.env, watch=watch)

    def preview(self, *options: str, watch: bool = False) -> Cost:
        """Preview the program."""
        return self.pulumi("preview", *options, watch=watch)

    def up(self, watch: bool = False) -> Cost:
        """Apply the program, without a preview before it."""
        return self.pulumi("up", "--yes", "--skip-preview", watch=watch)

    def destroy(self, watch: bool = False) -> Cost:
        """Take everything away again."""
        return self.pulumi("destroy", "--yes", "--skip-preview", watch=watch)

    @property
    def state(self) -> Path:
        """The file that the stack's state is in."""
        return self.folder / "state" / ".pulumi" / "stacks" / "bench" / f"{STACK}.json"

    def resources(self) -> list[dict[str, Any]]:
        """What the state says of the program's own resources."""
        latest = json.loads(self.state.read_text())["checkpoint"]["latest"]
        return [
            one for one in latest.get("resources", ()) if one.get("custom") and "pulumi:providers" not in one["type"]
        ]
