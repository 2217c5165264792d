"""What the service in front of it does, as its answers to three GETs tell. Nothing is written."""

from collections import Counter
from collections.abc import Generator, Iterator
from uuid import uuid4

from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS
from pulumi_junction.cli.connection import Reader, reading
from pulumi_junction.cli.doctor.finding import Finding, broken, note, ok
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.plan import TEAMS_PER_REQUEST
from pulumi_junction.core.values import Days, LiveProvider, Slug
from pulumi_junction.errors import JunctionError

_Shown = list[tuple[Slug, LiveProvider]]

ABOUT = "service"


def service(given: CommandSettings, catalogue: Catalogue) -> Iterator[Finding]:
    """Ask. Whatever goes wrong is a finding."""
    try:
        with reading(given, "asking the service", PATIENCE_OF_PREVIEWS) as reader:
            shown = yield from _pages(reader)
            unset = yield from _unset(reader, catalogue)
    except JunctionError as problem:
        yield from broken(ABOUT, problem)
        return
    yield from _limits([*shown, *unset])


def _pages(reader: Reader) -> Generator[Finding, None, _Shown]:
    """Tell how many teams a page holds (the API document: 5 where nobody asks for more); return what was shown."""
    few, many = reader.first_page(), reader.first_page(limit=TEAMS_PER_REQUEST)
    yield ok(ABOUT, "it answers, and takes the management key.")
    if many.next_cursor:
        more = f"{len(many.live)} teams a page where {TEAMS_PER_REQUEST} are asked for, and more pages"
    else:
        more = f"{len(many.live)} teams, on one page where {TEAMS_PER_REQUEST} are asked for"
    usual = f"; {len(few.live)} a page where no limit is named" if few.next_cursor else ""
    yield ok(ABOUT, f"{more}{usual}.")
    return [pair for providers in many.live.values() for pair in providers.items()]


def _unset(reader: Reader, catalogue: Catalogue) -> Generator[Finding, None, _Shown]:
    """Compare what it shows of a team that has set nothing with the documented defaults; return what was shown."""
    try:
        page = reader.first_page([str(uuid4())])
    except JunctionError as problem:
        yield note(ABOUT, f"of a team that does not exist it says: {problem.what}")
        return []
    live = page.live.values()
    unset = sorted((pair for providers in live for pair in providers.items()), key=lambda pair: pair[0])
    if not unset:
        yield note(ABOUT, "what is not set is not shown: a refresh takes it for gone, not for a default.")
        return unset
    yield ok(ABOUT, "what is not set is shown with its default.")
    for slug, one in unset:
        documented = catalogue.default_of(slug)
        if slug not in catalogue.providers:
            yield note(ABOUT, f"{slug} is newer than this release.", "Look for a newer one; lenient=True declares it.")
        elif documented and documented != one.preference():
            said = f"{slug} has {one.preference()} by default, and {documented} in Junction's documents."
            yield note(ABOUT, said, "Declare what you rely on.")
    return unset


def _limits(shown: _Shown) -> Iterator[Finding]:
    """Whether answers hold `historical_days_to_pull_limit`, which previews check what is declared against."""
    amounts: list[tuple[str, Days]] = [(slug, one.default) for slug, one in shown]
    amounts += [(f"{slug}.{name}", days) for slug, one in shown for name, days in one.resource_overrides.items()]
    told = {name: days.limit for name, days in amounts if days.limit is not None}
    if not amounts:
        yield note(ABOUT, "it shows no preferences, so nothing can be said of limits.")
    elif not told:
        yield note(ABOUT, "answers show no limits: previews cannot tell what is too much.")
    else:
        ((usual, _),) = Counter(told.values()).most_common(1)
        others = ", ".join(f"{name} {limit}" for name, limit in sorted(told.items()) if limit != usual)
        yield ok(ABOUT, f"limits are shown: {usual} days{'; ' + others if others else ''}.")
