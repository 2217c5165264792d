"""The key of one team's Junction API: the only one there is, or one of several by its label."""

import json

from pulumi_junction.api.key import Key
from pulumi_junction.api.settings import TEAM_API_KEY, TEAM_API_KEYS, Config
from pulumi_junction.core.identity import TEAM_API_KEYS_BEGIN
from pulumi_junction.errors import ConfigError

_SEVERAL = 'They are a JSON object: {"acme": "sk_…"}.'


def team_api_key(config: Config, team: str | None = None) -> Key:
    """Find the key, with *team* the one of that label; a ConfigError names every place, and no key."""
    if team is None:
        return _usable(_only(config), TEAM_API_KEY.remedy)
    if team.startswith(TEAM_API_KEYS_BEGIN):
        raise ConfigError("the team is named by a key (sk_… or pk_…).", "Name it by its label.")
    keys = _labelled(config)
    if team not in keys:
        known = f"Known are {', '.join(sorted(keys))}. " if keys else ""
        raise ConfigError(f"there is no team API key for team {team!r}.", f"{known}{TEAM_API_KEYS.remedy} {_SEVERAL}")
    return _usable(keys[team], f"{TEAM_API_KEYS.remedy} {_SEVERAL}")


def labels(config: Config) -> list[str | None]:
    """Tell which teams there are keys for, by label; None stands for the key without one."""
    labelled = sorted(_labelled(config))
    return [*([None] if TEAM_API_KEY.find(config) is not None else []), *labelled]


def _only(config: Config) -> Key:
    key = Key(TEAM_API_KEY.find(config) or "")
    if key:
        return key
    if TEAM_API_KEYS.find(config) is None:
        raise ConfigError("no team API key.", f"{TEAM_API_KEY.remedy} Several teams: {TEAM_API_KEYS.variable}.")
    known = ", ".join(sorted(_labelled(config)))
    what = "team API keys have labels, and nothing says which."
    raise ConfigError(what, f"Name the team; known are {known}.")


def _labelled(config: Config) -> dict[str, Key]:
    keys = _read(Key(TEAM_API_KEYS.find(config) or "{}"))
    if keys is None:
        raise ConfigError("the team API keys cannot be read.", f"{_SEVERAL} {TEAM_API_KEYS.remedy}")
    return keys


def _read(text: Key) -> dict[str, Key] | None:
    """Return None for anything else than labels and keys. Nothing is raised where something holds them in the clear."""
    try:
        keys = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(keys, dict) or any(label.startswith(TEAM_API_KEYS_BEGIN) for label in keys):
        return None
    return {label: Key(key) for label, key in keys.items()} if all(_is_text(key) for key in keys.values()) else None


def _is_text(key: object) -> bool:
    return isinstance(key, str) and bool(key)


def _usable(key: Key, remedy: str) -> Key:
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise ConfigError("the team API key holds characters that no key has.", remedy)
    return key
