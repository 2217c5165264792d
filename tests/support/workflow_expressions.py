"""The expressions of GitHub's workflows, as far as ours use them. What is not known here is an error, never empty."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Context = Mapping[str, Any]
"""`github`, `matrix`, `needs`, `steps`, `secrets`, `vars`, `env`, and the status functions by name."""

STATUS = re.compile(r"\b(always|cancelled|failure|success)\(\)")
_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|(==|!=|&&|\|\||[!()]))")
_OPEN_ENDED = ("secrets", "vars")
"""Whatever is not set there is empty."""


def condition(text: str | None, context: Context) -> bool:
    """Whether a job or a step with this `if:` runs; without a status function only after success."""
    if text is None:
        return bool(context["success"]())
    plain = text.strip().removeprefix("${{").removesuffix("}}")
    return bool(evaluate(plain, context)) and (STATUS.search(plain) is not None or bool(context["success"]()))


def fill(text: Any, context: Context) -> str:
    """Replace each `${{ ... }}`."""
    if not isinstance(text, str):
        return _written(text)
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: _written(evaluate(found[1], context)), text)


def evaluate(text: str, context: Context) -> Any:
    """The value of an expression."""
    parser = _Parser(text, context)
    value = parser.either()
    if parser.rest:
        raise ValueError(f"{text!r}: {parser.rest!r} is not understood")
    return value


def _written(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


class _Parser:
    def __init__(self, text: str, context: Context) -> None:
        self.rest, self._context = text.strip(), context

    def either(self) -> Any:
        return self._row("||", self._both, lambda left, right: left or right)

    def _both(self) -> Any:
        return self._row("&&", self._compared, lambda left, right: left and right)

    def _row(self, operator: str, part: Callable[[], Any], join: Callable[[Any, Any], Any]) -> Any:
        value = part()
        while self._next(operator):
            value = join(value, part())  # the right side is always read, or its words would stay
        return value

    def _compared(self) -> Any:
        left = self._one()
        for operator, same in (("==", True), ("!=", False)):
            if self._next(operator):
                return (left == self._one()) is same
        return left

    def _one(self) -> Any:
        if self._next("!"):
            return not self._one()
        if self._next("("):
            value = self.either()
            self._expect(")")
            return value
        token = _TOKEN.match(self.rest)
        if token is None or token[3]:
            raise ValueError(f"{self.rest!r} is not understood")
        self.rest = self.rest[token.end() :].lstrip()
        if token[1]:
            return token[1][1:-1].replace("''", "'")
        if self._next("("):
            self._expect(")")
            return self._context[token[2]]()
        return self._looked_up(token[2])

    def _looked_up(self, name: str) -> Any:
        value: Any = self._context
        first = name.partition(".")[0]
        for part in name.split("."):
            if part not in value and first in _OPEN_ENDED:
                return ""
            value = value[part]
        return value

    def _next(self, operator: str) -> bool:
        if operator == "!" and self.rest.startswith("!="):
            return False
        if not self.rest.startswith(operator):
            return False
        self.rest = self.rest[len(operator) :].lstrip()
        return True

    def _expect(self, operator: str) -> None:
        if not self._next(operator):
            raise ValueError(f"{operator!r} is missing before {self.rest!r}")
