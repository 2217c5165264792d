"""Is everything set, usable, and meant: the settings as `doctor` sees them."""

import difflib
import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from pulumi_junction.api import settings
from pulumi_junction.api.settings import Config, Setting
from pulumi_junction.api.team_keys import labels, team_api_key
from pulumi_junction.cli.doctor.finding import Finding, broken, note, ok, repair
from pulumi_junction.cli.settings import CommandSettings, Found
from pulumi_junction.core.identity import wrong_place
from pulumi_junction.errors import ConfigError, JunctionError

ANY_PLACE = ("sandbox", "us")
"""Whatever the place, what somebody has set is judged the same."""

_READ: dict[Setting, Callable[[Config], object]] = {
    settings.MANAGEMENT_URL: settings.management_url,
    settings.TEAM_API_KEY: lambda config: settings.TEAM_API_KEY.find(config) and team_api_key(config),
    settings.TEAM_API_KEYS: lambda config: [team_api_key(config, label) for label in labels(config) if label],
    settings.JUNCTION_URL: lambda config: settings.junction_url(config, *ANY_PLACE),
    settings.LIVE_CHECKS: settings.live_checks,
    settings.REQUEST_BUDGET: settings.patience,
    settings.PARALLEL_REQUESTS: settings.at_a_time,
    settings.MAX_CHANGES: partial(settings.whole_number, settings.MAX_CHANGES),
    settings.MAX_RESETS: partial(settings.whole_number, settings.MAX_RESETS),
}


class Seen(NamedTuple):
    """A setting, where it is from, and its value where that may be seen."""

    setting: Setting
    source: str | None
    value: str | None

    def plain(self) -> dict[str, Any]:
        """Shape a setting for `--json`."""
        return {
            "setting": self.setting.what,
            "variable": self.setting.variable,
            "key": self.setting.key,
            "set": self.source is not None,
            "source": self.source,
            "value": self.value,
        }


def seen(given: CommandSettings) -> Iterator[tuple[Seen, list[Finding]]]:
    """Look at each setting. What is secret, or unusable and so perhaps a key in the wrong place, is never shown."""
    for setting in settings.SETTINGS:
        problems: list[Finding] = []
        found = None
        try:
            found = given.find(setting)
            if setting is settings.MANAGEMENT_KEY:
                given.management_key()
            elif setting in _READ:
                _READ[setting](given.config)
            elif found:
                given.checked(setting, found)
            else:
                raise ConfigError(f"no {setting.what}.", given.remedy(setting))
        except JunctionError as problem:
            problems += broken(setting.what, problem)
        hidden = setting.secret or problems or (given.stack and given.stack.is_secret(setting.key))
        yield Seen(setting, found.source if found else None, None if hidden else _value(setting, found)), problems


def _value(setting: Setting, found: Found | None) -> str | None:
    """Show what is used: of what is not set, only the URL is worth it."""
    if found is None:
        return settings.MANAGEMENT_URL_DEFAULT if setting is settings.MANAGEMENT_URL else None
    return found.value


def of_the_whole(given: CommandSettings) -> Iterator[Finding]:
    """Find what no single setting tells."""
    yield from _contradiction(given)
    for setting in settings.SETTINGS:
        if given.stack and setting.secret and given.stack.in_the_clear(setting.key):
            todo = f"Run `pulumi config set --secret {setting.key}`, and let Junction replace the key."
            yield repair(setting.what, f"the files of the stack {given.stack.name} hold it in the clear.", todo)
    known = {setting.variable for setting in settings.SETTINGS}
    for name in sorted(os.environ):
        if name.startswith("JUNCTION_") and name not in known:
            near = difflib.get_close_matches(name, known, 1)
            yield note("variables", f"{name[:60]} is no setting.", f"Did you mean {near[0]}?" if near else "")


def _contradiction(given: CommandSettings) -> Iterator[Finding]:
    """A stack named for one place, and settings that say another: programs refuse it."""
    if given.stack is None:
        yield note("stack", "none named; its configuration and name were not looked at.", "Pass --stack NAME.")
        return
    try:
        scope = given.scope()
    except JunctionError:
        return  # said already
    if wrong_place(given.stack.name, scope.env, scope.region):
        found = {setting: given.find(setting) for setting in (settings.ENV, settings.REGION)}
        sources = " and ".join(sorted({one.source for one in found.values() if one}))
        what = f"it is named {given.stack.name}, but {sources} say {scope}: its programs are refused."
        yield repair("stack", what, f"Unset them, or use a stack named {scope}.")
    else:
        yield ok("stack", f"{given.stack.name}, for {scope}")
