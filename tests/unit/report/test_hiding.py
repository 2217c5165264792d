"""No key or token gets into a report, whoever let it slip."""

import json
import os

import pytest

from pulumi_junction.report.building import report
from pulumi_junction.report.document import to_json
from pulumi_junction.report.hiding import hide
from pulumi_junction.report.markdown import markdown
from pulumi_junction.report.reading import read
from tests.support.previews import Log, days, declared


def test_the_value_of_a_secret_variable_is_masked() -> None:
    environ = {"JUNCTION_MANAGEMENT_KEY": "very-secret-1", "GH_TOKEN": "very-secret", "HOMEPAGE": "somewhere"}
    assert hide("a very-secret-1, very-secret, somewhere", environ) == "a <secret>, <secret>, somewhere"


def test_a_value_that_may_be_part_of_any_word_is_left() -> None:
    assert hide("taxes", {"PULUMI_CONFIG_PASSPHRASE": "x"}) == "taxes"


@pytest.mark.parametrize(
    "key",
    [
        "sk_us_0123456789",
        "pk_eu_abcdefghij",
        "pul-" + "0f" * 20,
        "ghp_" + "a1" * 18,
        "github_pat_" + "a1B2" * 8,
        "glpat-" + "a1B2" * 5,
        "AKIA" + "0A" * 8,
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    ],
)
def test_what_looks_like_a_key_is_masked(key: str) -> None:
    assert hide(f"refused {key}.", {}).startswith("refused <secret>")
    assert key not in hide(f"refused {key}.", {})


@pytest.mark.parametrize(
    "text",
    [
        "proxy http://bob:hunter2hunter2@proxy.example:80 failed",
        "sent Authorization: Bearer hunter2hunter2",
        "sent X-Management-Key: hunter2hunter2",
        "bearer hunter2hunter2, then",
        "x-vital-api-key: hunter2hunter2",
    ],
)
def test_what_stands_where_keys_stand_is_masked(text: str) -> None:
    shown = hide(text, {})
    assert "hunter2" not in shown
    assert "<secret>" in shown


def test_a_secret_is_found_however_it_is_written() -> None:
    environ = {"db_pass": " qu'ote\"<x>/y \n"}
    secret = "qu'ote\"<x>/y"
    for written in (secret, repr(secret), json.dumps(secret), "qu%27ote%22%3Cx%3E%2Fy"):
        assert "ote" not in hide(f"x {written} x", environ)


def test_no_form_shows_what_slipped_into_messages_and_policies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "canary|<&`-key")
    log = Log().warning("boom canary|<&`-key", "w").violation("p", "has canary|<&`-key", "w").error("canary|<&`-key\nx")
    made = report({"s": read(log.text(), "l")}, environ=os.environ)

    for text in (markdown(made), to_json(made)):
        assert "canary" not in text
        assert "secret" in text


def test_the_inputs_of_other_resources_are_never_shown() -> None:
    made = report({"s": read(Log().other("create", "queue").create("w", declared(days(oura=1))).text(), "l")})
    assert "not-to-be-shown" not in markdown(made) + to_json(made)
    assert "__provider" not in json.dumps(to_json(made))
