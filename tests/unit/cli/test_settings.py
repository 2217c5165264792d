"""Settings of a command: option, then variable, then the stack's configuration, then its name."""

from pathlib import Path

import pytest

from pulumi_junction.api.settings import ENV, MANAGEMENT_URL, ORG_ID, REGION
from pulumi_junction.cli.failures import UsageProblem
from pulumi_junction.cli.settings import CommandSettings, Found
from pulumi_junction.core.identity import Scope
from pulumi_junction.errors import ConfigError

ORG = "0a1b2c3d-0000-4000-8000-000000000001"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text("name: demo\nruntime: python\n", encoding="utf-8")
    (tmp_path / "Pulumi.production-eu.yaml").write_text(
        f"config:\n  junction:orgId: {ORG}\n  junction:managementUrl: https://junction.example\n", encoding="utf-8"
    )
    (tmp_path / "Pulumi.dev.yaml").write_text(
        "config:\n  junction:env: sandbox\n  junction:region: us\n", encoding="utf-8"
    )
    return tmp_path


def test_the_stacks_configuration_and_name_are_enough(project: Path) -> None:
    assert CommandSettings(stack="production-eu", folder=project).scope() == Scope(ORG, "production", "eu")


def test_an_option_wins_over_a_variable_over_configuration_over_the_name(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "Pulumi.production-eu.yaml").write_text("config:\n  junction:env: sandbox\n", encoding="utf-8")
    assert CommandSettings(stack="production-eu", folder=project).find(REGION) == Found("eu", "the stack's name")
    assert CommandSettings(stack="production-eu", folder=project).find(ENV) == Found(
        "sandbox", "junction:env of the stack"
    )
    monkeypatch.setenv("JUNCTION_ENV", "production")
    assert CommandSettings(stack="production-eu", folder=project).find(ENV) == Found("production", "JUNCTION_ENV")
    assert CommandSettings(env="sandbox", stack="production-eu", folder=project).find(ENV) == Found("sandbox", "--env")


def test_without_a_stack_no_file_is_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)

    assert [CommandSettings().find(setting) for setting in (ORG_ID, ENV, REGION, MANAGEMENT_URL)] == [None] * 4


def test_what_is_missing_is_said_with_every_way_to_set_it(project: Path) -> None:
    with pytest.raises(ConfigError) as alone:
        CommandSettings(env="sandbox", region="us").scope()
    with pytest.raises(ConfigError) as with_a_stack:
        CommandSettings(stack="dev", folder=project).scope()

    assert str(alone.value) == (
        "no organisation. Pass --org-id, set JUNCTION_ORG_ID, or name a stack that knows it with --stack."
    )
    assert str(with_a_stack.value) == (
        "no organisation. Pass --org-id, set JUNCTION_ORG_ID, "
        "or run `pulumi config set junction:orgId <uuid> --stack dev`."
    )


def test_without_a_key_the_advice_is_for_a_terminal(project: Path) -> None:
    with pytest.raises(ConfigError) as alone:
        CommandSettings().management_key()
    with pytest.raises(ConfigError) as with_a_stack:
        CommandSettings(stack="dev", folder=project).management_key()

    assert str(alone.value) == (
        "no management key. Set JUNCTION_MANAGEMENT_KEY, or name a stack that knows it with --stack."
    )
    assert str(with_a_stack.value) == (
        "no management key. Set JUNCTION_MANAGEMENT_KEY, or run `pulumi config set --secret junction:managementKey "
        "--stack dev`."
    )


def test_what_is_wrong_is_said_with_its_source(monkeypatch: pytest.MonkeyPatch, project: Path) -> None:
    with pytest.raises(UsageProblem, match=r"the environment \(from --env\) must be production or sandbox"):
        CommandSettings(org_id=ORG, env="staging", region="us").scope()
    monkeypatch.setenv("JUNCTION_REGION", "uk")
    with pytest.raises(ConfigError, match=r"the region \(from JUNCTION_REGION\) must be us or eu") as variable:
        CommandSettings(org_id=ORG, stack="dev", folder=project).scope()
    assert not isinstance(variable.value, UsageProblem)


def test_an_organisation_is_spelt_as_the_api_does() -> None:
    assert CommandSettings(ORG.upper(), "sandbox", "us").scope().org_id == ORG


def test_what_is_wrong_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may have put the key into the wrong variable."""
    monkeypatch.setenv("JUNCTION_ORG_ID", "sk_us_a-key")

    with pytest.raises(ConfigError) as caught:
        CommandSettings(env="sandbox", region="us").scope()

    assert "sk_us_a-key" not in str(caught.value)
