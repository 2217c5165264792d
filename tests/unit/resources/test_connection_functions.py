"""What is wrong with the arguments of `export_connections` ends the program before anything is asked."""

from typing import Any

import pulumi
import pytest

from pulumi_junction import export_connections
from pulumi_junction.api import junction as api
from tests.unit.resources.conftest import Engine

USER = "aaaa1111-1111-4111-8111-111111111111"


@pytest.fixture(autouse=True)
def asked(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """All settings are there; clients that are made are noted, and none is."""
    made: list[tuple[Any, ...]] = []

    def client(*arguments: Any, **_: Any) -> None:
        made.append(arguments)
        raise AssertionError("a client is made")

    monkeypatch.setattr(api, "JunctionClient", client)
    engine.config = {"teamApiKey": "sk_us_t3am", "env": "sandbox", "region": "us"}
    return made


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"provider": "our"}, "provider: our is not a data provider that Junction lists; did you mean oura?"),
        ({"provider": ["oura"]}, "provider: must be a data provider, e.g. oura, not"),
        ({"user_ids": ["jane"]}, "user_ids[0]: must be the UUID of a user, not a string of 4 characters"),
        ({"user_ids": "jane"}, "user_ids: must be a list of UUIDs, not a string of 4 characters"),
        ({"env": "staging"}, "env: must be production or sandbox"),
    ],
    ids=["misspelt", "no text", "user", "no list", "env"],
)
def test_what_is_wrong_is_one_line_and_nothing_is_asked(
    arguments: dict[str, Any], said: str, engine: Engine, asked: list[tuple[Any, ...]]
) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        engine.run(lambda: export_connections(**{"provider": "oura", "user_ids": [USER], **arguments}))

    text = str(refused.value)
    assert text.startswith("export_connections: ")
    assert said in text
    assert len(text.splitlines()) == 1
    assert "jane" not in text
    assert asked == []


def test_all_of_it_is_said_at_once(engine: Engine) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        engine.run(lambda: export_connections(provider="our", user_ids=["jane"], env="staging"))

    assert [said for said in ("provider: ", "user_ids[0]: ", "env: ") if said not in str(refused.value)] == []
