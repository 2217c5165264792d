"""The `pulumi-junction` command. Nothing outside this package prints."""

import io
import signal
import sys
import traceback

_EXTRA = ("typer", "rich", "jinja2", "markupsafe", "yaml")


def main() -> None:
    """Entry point of the console script; names the extra when it is not installed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show stops nothing
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # what was started is ended, as by Ctrl-C
    try:
        from pulumi_junction.cli.app import app

        app()
    except Exception as bug:
        if isinstance(bug, ModuleNotFoundError) and bug.name in _EXTRA:
            sys.exit("pulumi-junction: the command line needs an extra: pip install 'pulumi-junction[cli]'")
        last = traceback.extract_tb(bug.__traceback__)[-1]
        where = f"{type(bug).__name__} in {last.filename.replace(chr(92), '/').rpartition('/')[2]}:{last.lineno}"
        sys.exit(f"pulumi-junction: a bug ({where}); please report this line to its authors.")
