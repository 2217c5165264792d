"""One emulator, one engine log and one plugin for the tests of a module; further plugins for those that need them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeAlias

import pytest

from pulumi_junction.emulator.options import Options
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.programs import config
from tests.support.engine_log import EngineLog
from tests.support.plugin import Plugin

Start: TypeAlias = Callable[..., Plugin]


@pytest.fixture(scope="module")
def running_junction() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator() as junction:
        yield junction


@pytest.fixture
def junction(running_junction: ThreadedEmulator) -> ThreadedEmulator:
    """Behaves as it does without options; what earlier tests set there stays, for teams of their own."""
    running_junction.options = Options()
    running_junction.clear_requests()
    return running_junction


@pytest.fixture(scope="module")
def running_log() -> Iterator[EngineLog]:
    with EngineLog() as log:
        yield log


@pytest.fixture
def log(running_log: EngineLog) -> EngineLog:
    running_log.clear()
    return running_log


@pytest.fixture(scope="module")
def running_plugin(running_junction: ThreadedEmulator, running_log: EngineLog) -> Iterator[Plugin]:
    with Plugin(engine=running_log.address) as plugin:
        yield plugin.configure(config(running_junction))


@pytest.fixture
def plugin(running_plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> Plugin:
    """Shared: remembers which pairs earlier tests have declared and written, as it does within an operation."""
    return running_plugin


@pytest.fixture
def start(junction: ThreadedEmulator) -> Iterator[Start]:
    """Start a plugin of one's own, as each operation of the engine does."""
    with ExitStack() as stack:

        def started(settings: dict[str, str] | None = None, **arguments: Any) -> Plugin:
            plugin = stack.enter_context(Plugin(**arguments))
            return plugin.configure(config(junction) if settings is None else settings)

        yield started
