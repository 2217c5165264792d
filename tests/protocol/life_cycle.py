"""The engine's side of a resource's life: what it asks in which order, what it compares, what it keeps in state."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.programs import config
from tests.support.bags import UNKNOWN
from tests.support.plugin import CallFailedError, Plugin

Props = dict[str, Any]


@dataclass
class Entry:
    """A resource in state."""

    id: str
    inputs: Props
    outputs: Props
    failed: bool = False
    """Half-way at the last time, which forces an update."""


@dataclass(frozen=True)
class Done:
    """What an operation did with the resource, and the paths that its preview shows, each with what happens there."""

    op: str
    diff: dict[str, str] = field(default_factory=dict)


class Stack:
    """One resource. Each operation has a plugin process of its own, as with the engine."""

    def __init__(self, junction: ThreadedEmulator, **settings: str) -> None:
        self._settings = config(junction, **settings)
        self.entry: Entry | None = None

    def up(self, program: Props) -> Done:
        """What a preview would show, and then done."""
        with self._operation() as plugin:
            return self._up(plugin, self.entry, program)

    def refresh(self) -> Done:
        """Paths lead from state to what is found."""
        old = self._known()
        with self._operation() as plugin:
            found = plugin.read(old.id, old.outputs, old.inputs)
        if not found.id:
            self.entry = None
            return Done("delete")
        diff = differences(old.inputs, found.inputs)
        self.entry = Entry(found.id, found.inputs, found.outputs)
        return Done("update" if diff else "same", diff)

    def destroy(self) -> Done:
        old = self._known()
        with self._operation() as plugin:
            plugin.delete(old.id, old.outputs, old.inputs)
        self.entry = None
        return Done("delete")

    @contextmanager
    def _operation(self) -> Iterator[Plugin]:
        with Plugin() as plugin:
            yield plugin.configure(self._settings)

    def _known(self) -> Entry:
        assert self.entry is not None, "nothing in state"
        return self.entry

    def _up(self, plugin: Plugin, old: Entry | None, program: Props) -> Done:
        checked = plugin.check(old.inputs if old else {}, program)
        assert checked.failures == [], checked.reasons
        news = checked.inputs
        if old is None:
            self._create(plugin, news)
            return Done("create")
        compared = plugin.diff(old.id, old.outputs, news, old.inputs)
        assert compared.engine_decides
        diff = differences(old.inputs, news)
        if compared.replaces:
            plugin.delete(old.id, old.outputs, old.inputs)  # the resource says: delete before replace
            self.entry = None
            self._create(plugin, news)
            return Done("replace", diff)
        if not diff and not old.failed:
            old.inputs = news
            return Done("same")
        self._update(plugin, old, news)
        return Done("update", diff)

    def _create(self, plugin: Plugin, news: Props) -> None:
        try:
            id_, outputs = plugin.create(news)
        except CallFailedError as failure:
            if failure.partial is not None:
                self.entry = Entry(failure.partial.id, news, failure.kept, failed=True)
            raise
        self.entry = Entry(id_, news, outputs)

    def _update(self, plugin: Plugin, old: Entry, news: Props) -> None:
        """After a partial failure state has the old inputs with the new outputs."""
        try:
            outputs = plugin.update(old.id, old.outputs, news, old.inputs)
        except CallFailedError as failure:
            if failure.partial is not None:
                self.entry = Entry(failure.partial.id, old.inputs, failure.kept, failed=True)
            raise
        self.entry = Entry(old.id, news, outputs)


def differences(olds: Any, news: Any, path: str = "") -> dict[str, str]:
    """The engine's diff of inputs: maps key by key; an unknown always differs."""
    if not (isinstance(olds, Mapping) and isinstance(news, Mapping)):
        return {} if olds == news and news != UNKNOWN else {path: "update"}
    found: dict[str, str] = {}
    for key in {**olds, **news}:
        where = f"{path}.{key}" if path else key
        if key not in news:
            found[where] = "delete"
        elif key not in olds:
            found[where] = "add"
        else:
            found |= differences(olds[key], news[key], where)
    return found
