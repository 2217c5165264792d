"""What goes to this machine in the clear, key included, goes past every proxy."""

import pytest

from pulumi_junction.api.management import ManagementClient
from pulumi_junction.core.identity import Scope
from pulumi_junction.emulator.server import ThreadedEmulator


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_proxy_of_the_environment_does_not_see_requests_to_this_machine(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with ThreadedEmulator() as proxy, ThreadedEmulator() as junction:
        monkeypatch.setenv(variable, proxy.url)
        client = ManagementClient(junction.url, junction.management_key)
        client.team_data_pull_preferences(Scope(junction.org_id, "sandbox", "us")).get()
        client.close()

        assert len(junction.requests) == 1
        assert proxy.requests == []
