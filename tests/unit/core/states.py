"""What resources declare and services hold, drawn by hypothesis; and an `up` without the engine."""

from collections.abc import Container, Sequence

from hypothesis import strategies as st

from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import adopted
from pulumi_junction.core.apply import Application
from pulumi_junction.core.compare import Declared, shared
from pulumi_junction.core.plan import Plan, plan
from pulumi_junction.core.posting import PostSemantics
from pulumi_junction.core.service import read
from pulumi_junction.core.values import ProviderPreference, Slug, Team
from tests.support.fake_service import FakeService, Sent

TEAMS = tuple(f"{number}{number}{number}{number}1111-1111-4111-8111-111111111111" for number in range(1, 6))
MANY = tuple(f"{number:08x}-1111-4111-8111-111111111111" for number in range(250))

# Documented defaults, undocumented ones, and one that is newer than the catalogue.
SLUGS = ("garmin", "oura", "strava", "kardia", "renpho", "brand_new")
DEFAULTS = {slug: known.default_days or 30 for slug, known in catalogue.load().providers.items() if known.settable} | {
    "brand_new": 7,
    "whoop": 180,
    "manual": 30,
}
"""As a service may show them for what is not set; the last two can be shown, but not be set."""

teams = st.lists(st.sampled_from(TEAMS), min_size=1, unique=True)
preferences = st.builds(
    ProviderPreference,
    st.sampled_from([1, 14, 30, 90, 180, 365]),
    st.dictionaries(st.sampled_from(["sleep", "activity", "workouts"]), st.sampled_from([7, 90, 365]), max_size=2),
)
providers = st.dictionaries(st.sampled_from(SLUGS), preferences, min_size=1, max_size=4)
declarations = st.builds(Declared, teams.map(lambda some: dict.fromkeys(some, "")), providers)
nothing_or_declarations = st.one_of(st.just(Declared()), declarations)
services = st.builds(
    FakeService,
    post=st.sampled_from(["merge", "replace", "deep"]),
    answers=st.sampled_from(["full", "sent", "teams"]),
    defaults=st.sampled_from([{}, DEFAULTS]),
    stored=st.dictionaries(st.sampled_from(TEAMS), st.dictionaries(st.sampled_from(SLUGS), preferences)),
)


def want(teams: Sequence[Team], **providers: int | ProviderPreference) -> Declared:
    """A declaration by hand: `want([A], oura=120)`."""
    plain = {slug: ProviderPreference(one) if isinstance(one, int) else one for slug, one in providers.items()}
    return Declared(dict.fromkeys(teams, ""), plain)


def days(default: int, **overrides: int) -> ProviderPreference:
    return ProviderPreference(default, overrides)


def post(teams: Sequence[Team], **providers: int | ProviderPreference) -> Sent:
    """A POST by hand."""
    plain = want(teams, **providers).providers
    return Sent("POST", tuple(teams), tuple(plain), dict(plain))


def planned(
    service: FakeService,
    declared: Declared,
    before: Declared | None = None,
    spared: Container[tuple[Team, Slug]] = (),
) -> Plan:
    return plan(declared, read(service, [*declared.teams, *(before or Declared()).teams]), before or Declared(), spared)


def up(
    service: FakeService,
    declared: Declared,
    before: Declared | None = None,
    semantics: PostSemantics | None = None,
    on_delete: str = "reset",
) -> Declared:
    """Read, plan, apply; returns what state holds afterwards."""
    before = before or Declared()
    live = read(service, sorted({*declared.teams, *before.teams}))
    todo = plan(declared, live, before, on_delete=on_delete)
    application = Application(service, semantics or PostSemantics(), catalogue.load(), todo, live)
    application.run()
    inputs = {
        "teams": dict(declared.teams),
        "providers": {slug: one.plain() for slug, one in declared.providers.items()},
    }
    found = {"adopted": adopted(declared, before, live, catalogue.load())}
    return Declared.of({**inputs, **found, **shared(declared.teams, declared.providers, application.live)})


def settings(service: FakeService) -> dict[tuple[Team, Slug], ProviderPreference]:
    """What is shown but for Junction's defaults: a service need not show those."""
    shown = {(team, slug): one.preference() for team in TEAMS for slug, one in service.shown(team).items()}
    return {pair: one for pair, one in shown.items() if not catalogue.load().is_default(pair[1], one)}
