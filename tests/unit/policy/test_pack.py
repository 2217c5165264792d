"""What an author of a pack writes, and what a pack that is written wrongly says."""

import importlib.resources
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pulumi_policy import EnforcementLevel, ResourceValidationPolicy

from pulumi_junction import policy
from pulumi_junction.policy import allowed_providers, longest_days, no_lowering, no_resets, require_protect
from tests.support import processes

RULES: list[Callable[..., ResourceValidationPolicy]] = [
    lambda **options: longest_days({"sandbox": 90}, **options),
    lambda **options: allowed_providers({"eu": ["oura"]}, **options),
    policy.require_labels,
    no_lowering,
    no_resets,
    require_protect,
]


def test_every_rule_is_here_under_a_name_of_its_own() -> None:
    functions = [name for name in policy.__all__ if name.islower()]

    assert len({rule().name for rule in RULES}) == len(functions)
    assert all(rule().name.startswith("junction-") for rule in RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule().name)
def test_a_rule_says_what_to_do_and_takes_a_level_and_a_name(rule: Callable[..., ResourceValidationPolicy]) -> None:
    made = rule(name="ours", enforcement_level=EnforcementLevel.ADVISORY)

    assert (made.name, made.enforcement_level) == ("ours", EnforcementLevel.ADVISORY)
    assert made.description
    assert made.remediation_steps


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule().name)
def test_without_a_level_the_pack_decides(rule: Callable[..., ResourceValidationPolicy]) -> None:
    assert rule().enforcement_level is None


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        (lambda: longest_days({"prod": 90}), "longest_days: 'prod' is not an environment; use production or sandbox"),
        (lambda: longest_days({"sandbox": 0}), "longest_days: sandbox needs a whole number of days, at least 1"),
        (lambda: allowed_providers({"de": []}), "allowed_providers: 'de' is not a region; use us or eu"),
        (lambda: allowed_providers({"eu": "oura"}), 'allowed_providers: eu needs a list, e.g. ["oura"]'),
        (lambda: no_lowering("production"), 'no_lowering: environments must be a list, e.g. ["production"]'),
        (lambda: no_resets(["eu"]), "no_resets: 'eu' is not an environment; use production or sandbox"),
        (lambda: require_protect(["live"]), "require_protect: 'live' is not an environment; use production or sandbox"),
    ],
)
def test_a_rule_that_would_never_speak_ends_the_pack_with_one_line(mistake: Callable[[], object], said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        mistake()

    assert ended.value.code == f"pulumi_junction.policy: {said}"


def test_without_the_extra_one_line_names_it(tmp_path: Path) -> None:
    without = "import sys; sys.modules['pulumi_policy'] = None; import pulumi_junction.policy"

    ended = processes.run([sys.executable, "-c", without], tmp_path)

    said = "pulumi_junction.policy: policies need an extra: pip install 'pulumi-junction[policy]'\n"
    assert ended == processes.Finished(1, "", said)


def test_the_package_itself_does_not_need_the_extra(tmp_path: Path) -> None:
    without = "import sys; sys.modules['pulumi_policy'] = None; import pulumi_junction, pulumi_junction.resources"

    assert processes.run([sys.executable, "-c", without], tmp_path).code == 0


def test_pulumi_is_told_that_pulumi_policy_is_no_plugin() -> None:
    """Without this file every run of Pulumi would try to download one."""
    file = importlib.resources.files("pulumi_policy") / "pulumi-plugin.json"

    assert json.loads(file.read_text(encoding="utf-8"))["resource"] is False
