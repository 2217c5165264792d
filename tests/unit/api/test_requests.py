"""What goes out: paths, filters, bodies and headers, and what must never go out."""

import copy
import json
import pickle

import httpx
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_junction import __version__
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.errors import ApiError, ApiStatusError
from tests.unit.api.line import HOST, KEY, PATH, A, B, Line, page


def test_a_get_names_the_place_and_repeats_each_filter() -> None:
    line = Line([page()])

    line.api().get([A, B], ["oura", "garmin"])

    (request,) = line.requests
    assert (request.method, request.url.host, request.url.path) == ("GET", HOST, PATH)
    assert line.queries == [
        [("team_id", A), ("team_id", B), ("provider", "oura"), ("provider", "garmin"), ("limit", "100")]
    ]
    assert request.content == b""


def test_no_filter_is_no_parameter() -> None:
    line = Line([page()])

    line.api().get()

    assert line.queries == [[("limit", "100")]]


def test_a_post_has_the_documented_body() -> None:
    line = Line([page()])

    line.api().upsert(
        [A, B], {"oura": ProviderPreference(120, {"sleep": 180, "activity": 7}), "garmin": ProviderPreference(30)}
    )

    (request,) = line.requests
    assert (request.method, request.url.path, request.url.query) == ("POST", PATH, b"")
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.content) == {
        "team_ids": [A, B],
        "providers": {
            "garmin": {"default": {"historical_days_to_pull": 30}, "resource_overrides": {}},
            "oura": {
                "default": {"historical_days_to_pull": 120},
                "resource_overrides": {
                    "activity": {"historical_days_to_pull": 7},
                    "sleep": {"historical_days_to_pull": 180},
                },
            },
        },
    }


def test_a_delete_names_teams_and_data_providers_and_needs_no_body_in_the_answer() -> None:
    line = Line([httpx.Response(204)])

    line.api().reset([A, B], ["oura"])

    (request,) = line.requests
    assert (request.method, request.url.path) == ("DELETE", PATH)
    assert line.queries == [[("team_id", A), ("team_id", B), ("provider", "oura")]]


@pytest.mark.parametrize("body", [b"", b"{}", b"null", b"<html>", b"\xff"])
def test_the_body_of_the_answer_to_a_delete_is_undocumented_and_not_read(body: bytes) -> None:
    Line([httpx.Response(200, content=body)]).api().reset([A], ["oura"])


@pytest.mark.parametrize(("teams", "slugs"), [([], ["oura"]), ([A], []), ([], [])])
def test_a_delete_without_both_filters_cannot_be_asked_for(teams: list[str], slugs: list[str]) -> None:
    line = Line([httpx.Response(204)])

    with pytest.raises(AssertionError, match="may reset every team"):
        line.api().reset(teams, slugs)

    assert line.requests == []


@pytest.mark.parametrize(
    "query",
    ["", "?team_id=a", "?provider=oura", "?team_id=&provider=oura", "?team_id=a&provider=", "?team=a&provider=oura"],
)
def test_a_delete_without_both_filters_is_stopped_at_the_door(query: str) -> None:
    """Even where somebody goes round the methods."""
    line = Line([httpx.Response(204)])

    with pytest.raises(AssertionError, match="was about to be sent"):
        line.client.transport.http.request("DELETE", f"{PATH}{query}")

    assert line.requests == []


def test_every_request_has_the_key_in_its_header_and_says_who_asks() -> None:
    line = Line([page()])

    line.api().get()
    line.api().upsert([A], {"oura": ProviderPreference(1)})
    line.api().reset([A], ["oura"])

    assert len(line.requests) == 3
    for request in line.requests:
        assert request.headers["x-management-key"] == KEY
        assert request.headers["user-agent"] == f"pulumi-junction/{__version__}"
        assert KEY not in str(request.url)
        assert "x-vital-api-key" not in request.headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_as_it_would_take_the_key_along(status: int) -> None:
    line = Line([httpx.Response(status, headers={"Location": f"https://elsewhere.example{PATH}"})])

    with pytest.raises(ApiStatusError) as caught:
        line.api().get([A])

    assert [request.url.host for request in line.requests] == [HOST]
    assert "Redirects are not followed; check JUNCTION_MANAGEMENT_URL." in str(caught.value)
    assert "elsewhere" not in str(caught.value)


def test_a_url_may_have_a_path_of_its_own() -> None:
    line = Line([page()])
    line.client.transport.http.base_url = httpx.URL("http://127.0.0.1:8000/junction")

    line.api().get()

    assert str(line.requests[0].url) == f"http://127.0.0.1:8000/junction{PATH}?limit=100"


def test_a_client_cannot_be_stored() -> None:
    """The engine stores whatever a provider refers to."""
    client = Line([page()]).client

    for store in (pickle.dumps, serialize_provider, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="holds a key and is not to be pickled"):
            store(client)


def test_a_client_does_not_show_its_key() -> None:
    client = Line([page()]).client

    assert KEY not in repr(client)
    assert KEY not in str(vars(client))


def test_a_closed_client_sends_nothing_more() -> None:
    line = Line([page()])
    line.client.close()

    with pytest.raises(ApiError, match=r"could not be asked \(RuntimeError\)\. This is a bug"):
        line.api().get()
    assert line.requests == []
