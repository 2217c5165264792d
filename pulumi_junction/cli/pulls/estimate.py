"""`pulumi-junction pulls estimate`: how long a trigger takes at least."""

from typing import Annotated, Any

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.failures import UsageProblem, printable
from pulumi_junction.cli.pulls.options import Provider, chosen_slug, name_of
from pulumi_junction.cli.waiting import complain, counted
from pulumi_junction.core import throttle
from pulumi_junction.core.throttle import ASSUMPTIONS, RETRIEVED, SOURCE
from pulumi_junction.core.values import Slug
from pulumi_junction.report.window import Window
from pulumi_junction.report.wording import at_least

_Users = Annotated[int, typer.Option("--users", metavar="NUMBER", max=10**9, help="How many of them are to be pulled.")]


def estimate(provider: Provider, users: _Users, as_json: options.AsJson = False) -> None:
    """Say how long triggering historical pulls takes at least.

    From the rates at which Junction documents to start them. Needs no key and no
    network.
    """
    slug = chosen_slug(provider, complain)
    if users < 1:
        raise UsageProblem("--users must be 1 or more.")
    if as_json:
        print_json(document(slug, users))
        return
    rate = throttle.rate_of(slug)
    assumed = f", assuming {ASSUMPTIONS[slug]}" if slug in ASSUMPTIONS else ""
    throttled = "" if rate.interval else "; no time-based throttling"
    typer.echo(window_of(slug, users))
    typer.echo(f"rate: {rate}{throttled}{assumed}")
    typer.echo("a lower bound: until the last pull starts; the pulls themselves come on top")
    typer.echo(f"source: {SOURCE} ({RETRIEVED})")


def window_of(slug: Slug, users: int) -> str:
    """Say `12,000 Oura users: at least 6 h 35 min`."""
    window = Window(slug, throttle.rate_of(slug), users)
    return f"{counted(users, f'{printable(name_of(slug))} user')}: {at_least(window)}"


def document(slug: Slug, users: int) -> dict[str, Any]:
    """Shape the answer to `--json`; `rate` and `at_least_seconds` are as in a report's `re_pulls`."""
    rate = throttle.rate_of(slug)
    return {
        "provider": slug,
        "users": users,
        "rate": {"connections": rate.batch, "seconds": rate.interval},
        "at_least_seconds": rate.seconds(users),
        "source": SOURCE,
        "retrieved": RETRIEVED,
    }
