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


@pytest.mark.parametrize("key", ["sk_us_0123456789", "pk_eu_abcdefghij", "pul-" + "0f" * 20, "ghp_" + "a1" * 18])
def test_what_looks_like_a_key_is_masked(key: str) -> None:
    assert hide(f"refused {key}.", {}) == "refused <secret>."


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
