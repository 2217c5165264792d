"""How a value and its place are told. Text is described, never repeated: the engine hands over secrets in the clear."""

import json
import re
from collections.abc import Mapping


def at(path: str, key: object) -> str:
    """Extend a path as Pulumi spells it: `providers.oura`, `team_ids["Acme Care"]`, `team_ids[2]`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    text = str(key)
    if not re.fullmatch(r"\w{1,60}", text):
        return (
            f"{path}[{json.dumps(text if len(text) <= 60 else text[:57] + '...', ensure_ascii=not text.isprintable())}]"
        )
    return f"{path}.{text}" if path else text


def described(value: object) -> str:
    """Say what stands there without repeating text, which could be a secret."""
    if isinstance(value, str):
        number = type(value) is str and re.fullmatch(r"-?\d{1,4}", value)
        return f"the string {value!r}" if number else f"a string of {len(value)} characters"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping | list | tuple):
        return ("a map" if isinstance(value, Mapping) else "a list") + ("" if value else " with nothing in it")
    return "something else"


def _number(value: float) -> str:
    """Show every digit that matters: 120.0000001 is not 120. Python refuses to print integers of 4301 digits."""
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if abs(value) < 10**18 else "a number far too large"
