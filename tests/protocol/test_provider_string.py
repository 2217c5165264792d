"""`__provider`, the one part of this package that people's state holds: a name, and never more."""

import base64
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest
from pulumi.dynamic import Config, ConfigureRequest

from pulumi_junction.providers import pickled
from pulumi_junction.providers.connection_import import ConnectionImportProvider
from pulumi_junction.providers.historical_pull_trigger import HistoricalPullTriggerProvider
from pulumi_junction.providers.pickled import TEAM_DATA_PULL_PREFERENCES as PICKLED
from pulumi_junction.providers.team_data_pull_preferences import TeamDataPullPreferencesProvider
from tests.support.processes import run

GOLDEN = (
    "gASVXwAAAAAAAACMNHB1bHVtaV9qdW5jdGlvbi5wcm92aWRlcnMudGVhbV9kYXRhX3B1bGxfcHJlZmVyZW5jZXOU"
    "jB9UZWFtRGF0YVB1bGxQcmVmZXJlbmNlc1Byb3ZpZGVylJOUKVKULg=="
)
"""Never to change: a state with another one would show an update of every resource, or could not be read at all."""


def test_it_is_the_same_on_every_python_and_in_every_version() -> None:
    assert PICKLED == GOLDEN


@pytest.mark.parametrize(
    ("provider", "literal"),
    [
        (TeamDataPullPreferencesProvider, pickled.TEAM_DATA_PULL_PREFERENCES),
        (HistoricalPullTriggerProvider, pickled.HISTORICAL_PULL_TRIGGER),
        (ConnectionImportProvider, pickled.CONNECTION_IMPORT),
    ],
)
def test_what_a_program_hands_over_is_the_pickle_of_what_serves_it(provider: type[Any], literal: str) -> None:
    assert base64.b64encode(pickle.dumps(provider(), protocol=4)).decode() == literal


def test_a_state_of_any_version_finds_the_class() -> None:
    assert type(pickle.loads(base64.b64decode(GOLDEN))) is TeamDataPullPreferencesProvider


def test_it_is_short_in_a_state_that_holds_it_twice_for_each_resource() -> None:
    assert len(GOLDEN) <= 160


def test_nothing_that_an_instance_knows_is_in_it() -> None:
    provider = TeamDataPullPreferencesProvider()
    provider.configure(ConfigureRequest(Config({"junction:managementKey": "mk_secret"}, "shop")))
    vars(provider)["more"] = "mk_secret"

    assert base64.b64encode(pickle.dumps(provider, protocol=4)).decode() == GOLDEN


DECLARES = """
import pickle, sys
pickle.DEFAULT_PROTOCOL = int(sys.argv[1])

import pulumi
from pulumi_junction import TeamDataPullPreferences

class Engine(pulumi.runtime.Mocks):
    def new_resource(self, args):
        print(args.inputs["__provider"])
        return "id", args.inputs

    def call(self, args):
        return {}, None

pulumi.runtime.set_mocks(Engine(), project="shop", stack="sandbox-us")
org = team = "0a1b2c3d-0000-4000-8000-000000000001"
pulumi.runtime.test(lambda: [TeamDataPullPreferences("one", team_ids=[team], providers={"oura": 30}, org_id=org)])()
"""


@pytest.mark.parametrize("protocol", [4, 5])
def test_a_program_declares_it_whichever_way_its_python_pickles(protocol: int, tmp_path: Path) -> None:
    """Python 3.14 raised the default protocol: people of one stack with 3.13 and 3.14 would take turns to update it.

    Not as a secret, which states would encrypt anew at each run.
    """
    finished = run([sys.executable, "-c", DECLARES, str(protocol)], tmp_path)

    assert finished.stdout.split() == [GOLDEN], finished.stderr
