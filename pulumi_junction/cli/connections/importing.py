"""`pulumi-junction connections import`: connections of a file, each of them once."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from pulumi_junction.cli import options, question
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.connections.import_run import Run, Source
from pulumi_junction.cli.connections.journal import Journal
from pulumi_junction.cli.connections.options import Asked, asked_for, need_an_answer
from pulumi_junction.cli.failures import COULD_NOT, INTERRUPTED, OPERATION_FAILED, UsageProblem, fail, printable
from pulumi_junction.cli.pulls.options import Provider, TeamLabel, Yes
from pulumi_junction.cli.team_connection import opened
from pulumi_junction.cli.waiting import Waiting, complain
from pulumi_junction.core.connection_files import MOST_PROBLEMS, CredentialsFile
from pulumi_junction.core.private_files import beside
from pulumi_junction.core.values import Problem
from pulumi_junction.errors import ConfigError, JunctionError

_File = Annotated[
    str,
    typer.Argument(metavar="FILE", show_default=False, help="JSON lines, a JSON array, or CSV; of mode 600."),
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Check the file, say what would be sent, and end.")]


def import_file(
    file: _File,
    provider: Provider,
    dry_run: _DryRun = False,
    yes: Yes = False,
    team: TeamLabel = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Import connections with their credentials.

    Checks every row before anything is sent, says how many connections that is,
    and asks. FILE.progress remembers whose were imported: run it again to go on
    after an interruption, or to retry who failed. Ends with 4 when some failed.
    """
    path = _checked(file)
    asked = asked_for(provider, team, env, region, stack)
    need_an_answer(yes or dry_run, "import")
    with Journal(beside(path.resolve() if path.is_symlink() else path, ".progress"), asked.target) as journal:
        source = _read(path, asked, journal.salt)
        run = Run(source, journal)
        _say(asked, run)
        if dry_run:
            _end(asked, run, as_json, "nothing was sent.")
        elif not run.left and journal.sent is None:
            _end(asked, run, as_json, f"nothing to do: {journal.path} says that all of them are imported.")
        else:
            _import(asked, run, yes)
            _end(asked, run, as_json, f"{asked.of(len(run.imported))} imported.")


def _checked(file: str) -> Path:
    path = Path(file)
    if file == "-" or (path.exists() and not path.is_file()):
        raise UsageProblem(
            f"FILE must be a file, not {file}: it is read twice, and others must not be able to read it."
        )
    return path


def _read(path: Path, asked: Asked, salt: str) -> Source:
    """Read the whole file; whatever is wrong with it is said at once."""
    problems: list[Problem] = []
    file = CredentialsFile(path)
    provider = asked.target.provider
    fingerprints = {one.user_id: one.fingerprint(salt) for one in file.connections(provider, problems)}
    if problems:
        for problem in problems[:MOST_PROBLEMS]:
            complain(_placed(path, problem))
        more = " There may be more of them." if len(problems) >= MOST_PROBLEMS else ""
        fail(f"nothing was sent: mend {path} first.{more}", COULD_NOT)
    if not fingerprints:
        raise ConfigError(f"{path} holds no connections.")
    return Source(file, provider, fingerprints)


def _placed(path: Path, problem: Problem) -> str:
    """Say `FILE:3: expires_at is in milliseconds`, as editors and people find places."""
    _, kind, number, field = re.split(r"^(line|row) (\d+)\.?", problem.path, maxsplit=1)
    place = f"{path}:{number}" if kind == "line" else f"{path}: row {number}"
    return f"{place}: {' '.join(filter(None, (field, problem.reason)))}"


def _say(asked: Asked, run: Run) -> None:
    """Say on stderr what there is, and what of it would be sent."""
    parts = [f"{run.left:,} to import"]
    if run.skipped:
        parts.append(f"{run.skipped:,} imported before")
    if run.unknown:
        parts.append(f"of {run.unknown:,} of these nobody knows yet what became of them")
    what = f"{asked.of(len(run.source.fingerprints))} in {run.source.file.path}"
    told = f"{what}, for {asked.target}: {', '.join(parts)}"
    typer.echo(printable(told), err=True)


def _import(asked: Asked, run: Run, yes: bool) -> None:
    waiting = Waiting("importing")
    again = "Running it again goes on from there."
    with opened(asked.settings, asked.target.team, waiting.say) as client:
        if not yes and not question.agreed(f"Import them into {printable(str(asked.target))}?"):
            fail("nothing was sent.", COULD_NOT)
        try:
            with waiting:
                run.all(client, waiting)
        except KeyboardInterrupt:
            fail(f"{_so_far(run)} {again}", INTERRUPTED)
        except JunctionError as problem:
            fail(f"{problem.what} {_so_far(run)} {problem.hint or again}", COULD_NOT)


def _so_far(run: Run) -> str:
    return f"{len(run.imported):,} of {run.planned:,} are imported, {len(run.failed):,} failed."


def _end(asked: Asked, run: Run, as_json: bool, said: str) -> None:
    failed = sorted(run.failed)
    if as_json:
        print_json(_document(asked, run, failed))
    else:
        typer.echo("\n".join([printable(said), *_listed(failed)]))
    if failed:
        hint = "Check their credentials, and that the users exist; running it again tries them once more."
        fail(f"{asked.of(len(failed))} could not be imported. {hint}", OPERATION_FAILED)


def _listed(failed: Iterable[str]) -> list[str]:
    return [f"failed: {user}" for user in failed]


def _document(asked: Asked, run: Run, failed: list[str]) -> dict[str, Any]:
    return asked.document | {
        "connections": len(run.source.fingerprints),
        "skipped": run.skipped,
        "imported": len(run.imported),
        "failed": failed,
        "left": run.left,
    }
