"""Where the Pulumi CLI is, found as the engine's tests find it."""

from tests.engine.conftest import cli_folder, pulumi_home

__all__ = ["cli_folder", "pulumi_home"]
