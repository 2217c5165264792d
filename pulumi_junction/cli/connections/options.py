"""The options that commands on connections share, and what they say together."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi_junction.cli import question
from pulumi_junction.cli.connections.journal import Target
from pulumi_junction.cli.failures import UsageProblem, printable
from pulumi_junction.cli.pulls import users
from pulumi_junction.cli.pulls.options import chosen_slug, name_of
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.waiting import complain, counted
from pulumi_junction.core.identity import TEAM_API_KEYS_BEGIN


@dataclass(frozen=True, slots=True)
class Asked:
    """Which connections, and where."""

    target: Target
    settings: CommandSettings

    def of(self, count: int) -> str:
        """Say `5,000 Oura connections`."""
        return counted(count, f"{printable(name_of(self.target.provider))} connection")

    @property
    def document(self) -> dict[str, str | None]:
        """The members of every answer to `--json`."""
        where = self.target
        return {"provider": where.provider, "env": where.env, "region": where.region}


def asked_for(provider: str, team: str | None, env: str | None, region: str | None, stack: str | None) -> Asked:
    """Read them, checked."""
    slug = chosen_slug(provider, _doubt)
    if team and team.startswith(TEAM_API_KEYS_BEGIN):  # before it is written anywhere
        raise UsageProblem("--team must be the label of a key, and not the key.")
    settings = CommandSettings(None, env, region, stack)
    return Asked(Target(slug, *settings.place(), team), settings)


def _doubt(reason: str) -> None:
    complain(f"{reason}.")


def need_an_answer(yes: bool, what: str) -> None:
    """Refuse to guess where nobody can be asked."""
    if not yes and not question.can_ask():
        raise UsageProblem(f"there is no terminal to ask on. Pass --yes to {what} without a question.")


def chosen_users(arguments: Sequence[str] | None, users_file: str | None) -> list[str]:
    """Read users from arguments or a file; none where neither is given."""
    if users_file is not None:
        return users.from_file(users_file)
    return users.named(arguments) if arguments else []
