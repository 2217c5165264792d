"""Our models of the Junction API against its document: every answer it allows is read whole, and more than that."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import httpx
import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.api.junction import OPERATIONS_PER_PAGE, JunctionClient
from pulumi_junction.core.pulls import FAILURES, SUCCESS, TRIGGER, Operation, Pull
from pulumi_junction.core.throttle import TRIGGERABLE
from tests.contract.documents import document

DOCUMENT = document("junction")
SCHEMAS = DOCUMENT["components"]["schemas"]


def check(answer: Any, name: str) -> None:
    jsonschema.validate(answer, {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]})


def client(answer: Any, asked: "list[httpx.Request] | None" = None) -> JunctionClient:
    """Of a service that says this once, and then that there is no more."""
    pages = iter([answer])

    def say(request: httpx.Request) -> httpx.Response:
        if asked is not None:
            asked.append(request)
        return httpx.Response(200, json=next(pages, {"data": [], "next": None, "next_cursor": None}))

    return JunctionClient("https://junction.example", "a-key", transport=httpx.MockTransport(say))


def enum(name: str, *more: str) -> st.SearchStrategy[str]:
    """Enums are "non-exhaustive": *more* are values that the document does not have."""
    return st.sampled_from([*SCHEMAS[name]["enum"], *more])


zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(timezones=zones).map(datetime.isoformat)
maybe = st.none() | moments
op_fields = SCHEMAS["BulkOp"]["properties"]


def operations(*unknown: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        "type": st.sampled_from([*op_fields["type"]["enum"], *unknown]),
        "status": st.sampled_from([*op_fields["status"]["enum"], *unknown]),
        "provider": enum("Providers", *unknown),
        "pending": st.integers(0, 2**50),
        "processed": st.integers(0, 2**50),
        "started_at": moments,
        "ended_at": maybe,
    }
    return st.fixed_dictionaries(fields, optional=dict.fromkeys(unknown, st.text()))


def pulls(*unknown: str) -> st.SearchStrategy[dict[str, Any]]:
    details = enum("HistoricalPullRetriableErrorDetails", *unknown) | enum("HistoricalPullNonRetriableErrorDetails")
    timeline = st.fixed_dictionaries({"scheduled_at": moments}, optional={"started_at": maybe, "ended_at": maybe})
    return st.fixed_dictionaries(
        {"status": enum("HistoricalPullStatus", *unknown), "timeline": timeline, "release": st.text()},
        optional={
            "range_start": maybe,
            "range_end": maybe,
            "days_with_data": st.integers(),
            "trace_id": st.none() | st.text(),
            "error_details": st.none() | details,
            **dict.fromkeys(unknown, st.text()),
        },
    )


def users(*unknown: str) -> st.SearchStrategy[dict[str, Any]]:
    resources = enum("Resource", *unknown)
    provider = st.fixed_dictionaries(
        {
            "pulled": st.dictionaries(resources, pulls(*unknown), max_size=2),
            "not_pulled": st.lists(resources, max_size=3),
        }
    )
    return st.fixed_dictionaries(
        {
            "user_id": st.uuids().map(str),
            "provider": st.dictionaries(enum("Providers", *unknown), provider, max_size=2),
        },
        optional=dict.fromkeys(unknown, st.text()),
    )


def pages(one: st.SearchStrategy[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"data": st.lists(one, max_size=3), "next_cursor": st.none() | st.text(), **more})


def moment(text: str | None) -> datetime | None:
    """The same moment in UTC, where there is one: hours before the year 1 are read without their zone."""
    if text is None:
        return None
    found = datetime.fromisoformat(text)
    try:
        return found.astimezone(timezone.utc)
    except OverflowError:
        return found.replace(tzinfo=timezone.utc)


def told(operation: Operation) -> dict[str, Any]:
    return {
        **operation.plain(),
        "started_at": operation.started_at,
        "ended_at": operation.ended_at,
    }


def assert_read_whole(page: dict[str, Any]) -> None:
    asked: list[httpx.Request] = []
    found = [told(one) for one in client(page, asked).operations()]

    assert found == [
        {
            **{key: one[key] for key in ("type", "provider", "status", "pending", "processed")},
            "started_at": moment(one["started_at"]),
            "ended_at": moment(one["ended_at"]),
        }
        for one in told_once(page["data"])
    ]
    assert [one.url.params.get("next_cursor") for one in asked] == [None, *filter(None, [page["next_cursor"]])]


def told_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without an id, the same type, provider, start and total are one operation."""
    found: dict[object, dict[str, Any]] = {}
    for one in rows:
        key = (one["type"], one["provider"], moment(one["started_at"]), one["pending"] + one["processed"])
        found.setdefault(key, one)
    return list(found.values())


@given(pages(operations()))
def test_every_list_of_operations_that_the_document_allows_is_read_whole(page: dict[str, Any]) -> None:
    check(page, "BulkOpsResponse")

    assert_read_whole(page)


@given(pages(operations("quantum_nap")))
def test_so_is_one_with_values_and_members_that_it_does_not_have(page: dict[str, Any]) -> None:
    assert_read_whole(page)


def assert_users_read_whole(page: dict[str, Any]) -> None:
    found = list(client(page).historical_pulls())

    assert [one.user_id for one in found] == [str(UUID(one["user_id"])) for one in page["data"]]
    for one, shown in zip(found, page["data"], strict=True):
        assert list(one.providers) == list(shown["provider"])
        for slug, provider in shown["provider"].items():
            assert one.providers[slug].not_pulled == tuple(provider["not_pulled"])
            assert one.providers[slug].pulled == {name: pull(record) for name, record in provider["pulled"].items()}


def pull(record: dict[str, Any]) -> Pull:
    timeline = record["timeline"]
    scheduled = moment(timeline["scheduled_at"])
    assert scheduled is not None
    return Pull(
        record["status"],
        scheduled,
        moment(timeline.get("started_at")),
        moment(timeline.get("ended_at")),
        moment(record.get("range_start")),
        moment(record.get("range_end")),
        record.get("days_with_data", 0),
        record.get("error_details"),
        record.get("trace_id"),
    )


@given(pages(users(), next=st.none() | st.text()))
def test_every_list_of_users_that_the_document_allows_is_read_whole(page: dict[str, Any]) -> None:
    check(page, "UserHistoricalPullsResponse")

    assert_users_read_whole(page)


@given(pages(users("quantum_nap")))
def test_so_is_one_with_names_that_it_does_not_have_and_without_what_is_deprecated(page: dict[str, Any]) -> None:
    assert_users_read_whole(page)


@given(st.lists(st.uuids().map(str)), st.sampled_from(TRIGGERABLE), st.booleans())
def test_every_trigger_that_we_send_is_one_that_the_document_allows(users: list[str], slug: str, wait: bool) -> None:
    asked: list[httpx.Request] = []

    client({}, asked).trigger_historical_pull(slug, users, wait)

    (request,) = asked
    body = json.loads(request.content)
    check(body, "BulkTriggerHistoricalPullBody")
    assert (body["user_ids"], body["provider"], body["wait_for_completion"]) == (users, slug, wait)
    assert request.method.lower() in DOCUMENT["paths"][request.url.path]


def parameters(path: str) -> dict[str, Any]:
    return {one["name"]: one["schema"] for one in DOCUMENT["paths"][path]["get"]["parameters"]}


def test_every_parameter_that_we_send_is_one_of_the_document_and_a_page_is_as_long_as_it_allows() -> None:
    asked: list[httpx.Request] = []
    list(client({"data": [], "next_cursor": "two"}, asked).operations())
    list(client({"data": [], "next_cursor": "two"}, asked).historical_pulls(str(UUID(int=1)), "oura", 7))

    sent = [(request.url.path, set(request.url.params)) for request in asked]
    assert [names - set(parameters(path)) for path, names in sent] == [set()] * 4
    assert parameters("/v2/link/bulk_op")["page_size"]["maximum"] == OPERATIONS_PER_PAGE


def test_the_names_that_we_go_by_are_the_document_s() -> None:
    assert TRIGGER in op_fields["type"]["enum"]
    assert {"in_progress", SUCCESS, *FAILURES} == set(op_fields["status"]["enum"])
    assert set(TRIGGERABLE) == set(SCHEMAS["OAuthProviders"]["enum"])
