"""What differs between Junction's two APIs in how one is asked and what a refusal means."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi_junction.api.settings import (
    JUNCTION_URL,
    MANAGEMENT_KEY,
    MANAGEMENT_URL,
    TEAM_API_KEY,
    TEAM_API_KEYS,
    Setting,
)

SUPPORT = "Ask Junction's support: the endpoint is disabled by default."
"""The pages of bulk trigger, import and export: "Link Migration endpoints are disabled by default"; "chat with us"."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an error says of one API."""

    header: str
    url: Setting
    refusals: Mapping[int, tuple[str, str]]
    """By status: what happened, and what to do. 401, 403 and 404 are in no document of either API."""


MANAGEMENT = Words(
    header="X-Management-Key",
    url=MANAGEMENT_URL,
    refusals={
        401: (
            "refused the management key (401).",
            f"{MANAGEMENT_KEY.remedy} A team API key is not accepted here.",
        ),
        403: (
            "does not allow this with the management key (403).",
            "The management API belongs to Junction's Scale plan; check the key's organisation.",
        ),
        404: ("knows no such organisation (404).", "Check org_id (JUNCTION_ORG_ID)."),
    },
)


def link(team: str | None) -> Words:
    """Speak of the endpoints under `/v2/link`, asked with the only key there is or with the one of a label."""
    whose = f" {team}" if team else ""
    return _junction(
        team,
        {
            403: (f"does not allow this for the team{whose} (403).", SUPPORT),
            404: (f"does not have this endpoint for the team{whose} (404).", SUPPORT),
        },
    )


def introspection(team: str | None) -> Words:
    """Speak of the endpoints under `/v2/introspect`."""
    check = f"Check the key. {_setting(team).remedy}"
    return _junction(
        team,
        {
            403: (f"does not allow this with the team API key{_of(team)} (403).", check),
            404: ("does not know what was asked for (404).", f"Check {JUNCTION_URL.variable}."),
        },
    )


def _junction(team: str | None, refusals: Mapping[int, tuple[str, str]]) -> Words:
    hint = f"A key belongs to one team, environment and region. {_setting(team).remedy}"
    refused = {401: (f"refused the team API key{_of(team)} (401).", hint)}
    return Words(header="x-vital-api-key", url=JUNCTION_URL, refusals={**refused, **refusals})


def _of(team: str | None) -> str:
    return f" of {team}" if team else ""


def _setting(team: str | None) -> Setting:
    return TEAM_API_KEYS if team else TEAM_API_KEY
