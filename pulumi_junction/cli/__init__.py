"""The `pulumi-junction` command. Nothing outside this package prints."""

import sys


def main() -> None:
    """Entry point of the console script; names the extra when it is not installed."""
    try:
        from pulumi_junction.cli.app import app
    except ModuleNotFoundError as missing:
        if missing.name not in ("typer", "rich"):
            raise
        sys.exit("pulumi-junction: the command line needs an extra: pip install 'pulumi-junction[cli]'")
    app()
