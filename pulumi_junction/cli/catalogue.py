"""`pulumi-junction catalogue`: the data providers and resources that this release knows."""

from typing import Annotated, Any, NamedTuple

import typer
from rich.console import Console

from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.tables import console, lines, on_screen, table
from pulumi_junction.core.catalogue import Catalogue, Provider, load

_AsJson = Annotated[bool, typer.Option("--json", help="All of it as JSON, resources included.")]
_Resources = Annotated[bool, typer.Option("--resources", help="The names of resources instead, one a line.")]


class Row(NamedTuple):
    """One data provider in words; the names are the headings."""

    slug: str
    name: str
    default: str
    settable: str
    configurable: str
    remark: str
    source: str
    retrieved: str


def show(as_json: _AsJson = False, resources: _Resources = False) -> None:
    """List the data providers: default in days, what can be set, where it says so.

    Settable: the API takes the slug. Configurable: what Junction's table says;
    "partly" where some resources have fixed days, "not listed" where the table
    leaves the provider out. A "-" is what nothing documents.

    On a screen remarks and sources stand below the table; elsewhere each
    provider is one whole line.
    """
    known = load()
    if as_json:
        print_json(document(known))
    elif resources:
        typer.echo("\n".join(sorted(known.resources)))
    elif on_screen():
        print_screen(known, console())
    else:
        print_lines(known)


def document(catalogue: Catalogue) -> dict[str, Any]:
    """Shape the answer to `--json`.

    `longest_days`: integer. `resources`: strings, sorted. `providers`: sorted by slug, each an object of `slug`,
    `name`, `remark`, `source` (strings), `default_days` (integer, or null: undocumented), `settable` (boolean),
    `configurable` (boolean, or null: not in Junction's table), `fixed_days` (resource -> integer), `backfills`
    (strings, or null: nothing is said), `replaced_by` (slug or null) and `retrieved` (ISO date).
    """
    return {
        "longest_days": catalogue.longest_days,
        "providers": [_object(provider) for provider in _by_slug(catalogue)],
        "resources": sorted(catalogue.resources),
    }


def rows(catalogue: Catalogue) -> list[Row]:
    """Put every provider in words, sorted by slug."""
    return [
        Row(
            slug=provider.slug,
            name=provider.name,
            default="-" if provider.default_days is None else str(provider.default_days),
            settable="yes" if provider.settable else "no",
            configurable=_configurable(provider),
            remark=_remark(provider) or "-",
            source=provider.source,
            retrieved=provider.retrieved.isoformat(),
        )
        for provider in _by_slug(catalogue)
    ]


def print_lines(catalogue: Catalogue) -> None:
    """One line a provider with everything on it, for `grep` and files."""
    typer.echo("\n".join([*lines(Row._fields, rows(catalogue)), "", _footer(catalogue)]))


def print_screen(catalogue: Catalogue, console: Console) -> None:
    """Fit 80 columns: remarks and sources stand below the table, sources by number."""
    listed = rows(catalogue)
    sources = sorted({(row.source, row.retrieved) for row in listed})
    number = {source: str(index) for index, source in enumerate(sources, start=1)}
    console.print(
        table(
            ("slug", "name", "default", "settable", "configurable", "source"),
            [(*row[:5], number[row.source, row.retrieved]) for row in listed],
        )
    )
    remarks = [(row.slug, row.remark) for row in listed if row.remark != "-"]
    console.print("", table(("slug", "remark"), remarks))
    below = [(number[source], *source) for source in sources]
    console.print("", table(("source", "where", "retrieved"), below))
    console.print(f"\n{_footer(catalogue)}")


def _by_slug(catalogue: Catalogue) -> list[Provider]:
    return sorted(catalogue.providers.values(), key=lambda provider: provider.slug)


def _object(provider: Provider) -> dict[str, Any]:
    return {
        "slug": provider.slug,
        "name": provider.name,
        "default_days": provider.default_days,
        "settable": provider.settable,
        "configurable": provider.configurable,
        "fixed_days": dict(provider.fixed_days),
        "backfills": None if provider.backfills is None else sorted(provider.backfills),
        "replaced_by": provider.replaced_by,
        "remark": provider.remark,
        "source": provider.source,
        "retrieved": provider.retrieved.isoformat(),
    }


def _configurable(provider: Provider) -> str:
    if provider.configurable is None:
        return "not listed"
    if provider.configurable and provider.fixed_days:
        return "partly"
    return "yes" if provider.configurable else "no"


def _remark(provider: Provider) -> str:
    replaced = f"Declare {provider.replaced_by} instead." if provider.replaced_by else ""
    return f"{provider.remark} {replaced}".strip()


def _footer(catalogue: Catalogue) -> str:
    maximum = f"The configurable maximum is {catalogue.longest_days} days."
    return f"Default: the days pulled when nothing is set. {maximum}"
