"""What keeps unit tests to themselves must itself work, or every other test could pass by accident."""

import os
import pwd
import socket
from pathlib import Path

import httpx
import pytest


def test_a_unit_test_cannot_open_a_connection() -> None:
    with socket.socket() as one, pytest.raises(AssertionError, match="about to open a connection"):
        one.connect(("127.0.0.1", 1))
    with pytest.raises(AssertionError, match="about to open a connection"):
        socket.create_connection(("127.0.0.1", 1))
    with httpx.Client(trust_env=False) as client, pytest.raises(AssertionError, match="about to open a connection"):
        client.get("http://127.0.0.1:1/")


def test_a_unit_test_does_not_live_in_the_home_of_the_person_who_runs_it() -> None:
    assert Path.home() != Path(pwd.getpwuid(os.getuid()).pw_dir)
