"""Certificates are checked wherever a URL leads beyond this machine."""

import ssl

import pytest

from pulumi_junction.api.management import ManagementClient


@pytest.mark.parametrize("url", ["https://junction.example", "HTTPS://junction.example", "HttpS://junction.example"])
def test_https_is_verified_however_it_is_spelt(url: str) -> None:
    client = ManagementClient(url, "a-key")

    pool = client.transport.http._transport._pool  # type: ignore[attr-defined]
    assert pool._ssl_context.verify_mode is ssl.CERT_REQUIRED
    assert pool._ssl_context.check_hostname
