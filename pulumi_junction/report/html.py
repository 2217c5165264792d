"""The report as one page that needs nothing else: no network, no script; what is long opens on demand."""

import base64
import functools
import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pulumi_junction.report import html_tables, wording
from pulumi_junction.report.document import when
from pulumi_junction.report.html_matrix import matrix
from pulumi_junction.report.model import Report
from pulumi_junction.report.preview import name_of

_LONGEST = 20_000  # characters of one text, such as an error


def html(report: Report) -> str:
    """Write the report."""
    style = _file("report.css")
    quiet = all(stack.quiet for stack in report.stacks)
    return (
        _environment()
        .get_template("report.html")
        .render(
            report=report,
            quiet=quiet,
            heading=wording.nothing(report) if quiet else wording.heading(report),
            style=Markup(style),  # noqa: S704 - our own file
            style_hash=_source_hash(style),
            losses=wording.losses(report),
            lost=list(html_tables.lost(report)),
            production=list(html_tables.production(report)),
            pulls_in_production=any(stack.production for stack in report.stacks),
            failed=[stack for stack in report.stacks if stack.failed],
            stacks=html_tables.stacks(report),
            matrix=matrix(report),
            sections=list(html_tables.sections(report)),
            commands="\n".join(wording.commands(report)),
            wording=wording,
            name_of=name_of,
            read_at=when(report.read_at),
        )
    )


def shown(text: str, longest: int = _LONGEST) -> str:
    """Keep what can be seen; what turns the direction of writing, or hides, becomes a space."""
    cut = text if len(text) <= longest else text[: longest - 3] + "..."
    return "".join(one if one.isprintable() or one == "\n" else " " for one in cut)


def _source_hash(style: str) -> str:
    """Make the one source of styles that the page's own policy admits."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


@functools.cache
def _environment() -> Environment:
    """Whatever a template writes is escaped: by default, not by remembering it."""
    made = Environment(
        autoescape=True,
        loader=FunctionLoader(_file),
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., Any]] = made.filters
    filters["label"] = html_tables.label
    return made


def _printable(value: object) -> object:
    return value if isinstance(value, Markup) else shown(str(value))


def _file(name: str) -> str:
    return files("pulumi_junction.report").joinpath(name).read_text(encoding="utf-8")
