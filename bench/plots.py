"""Plots for the documents: small SVG files that are the same for the same figures, readable on white and on black."""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from typing import Any

from bench.harness import ROOT

FOLDER = ROOT / "docs" / "images"

_GREY = "#7d8590"
_COLOURS = ("#2f81f7", "#db6d28", "#2da44e", "#a371f7")
_MARKS = "osD^"
_WIDTH, _HEIGHT = 9, 6.2

_STYLE = {
    "svg.fonttype": "none",  # text stays text: smaller, and it can be found and read aloud
    "svg.hashsalt": "bench",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": _GREY,
    "axes.labelcolor": _GREY,
    "axes.edgecolor": _GREY,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}


def require() -> None:
    """Say so before minutes of measuring, where nothing could be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise SystemExit("the plots need Matplotlib, which is in the development environment: make setup")


def log_log(file: str, what: str, counts: Sequence[int], panels: Mapping[str, Mapping[str, Sequence[float]]]) -> None:
    """Draw a panel for each quantity, with a line for each of its parts; a dotted line grows as the counts do."""
    # Only who draws needs Matplotlib, and its types are for newer Pythons than ours.
    matplotlib: Any = importlib.import_module("matplotlib")
    matplotlib.use("svg")
    pyplot: Any = importlib.import_module("matplotlib.pyplot")
    with matplotlib.rc_context(_STYLE):
        figure, grid = pyplot.subplots(2, 2, figsize=(_WIDTH, _HEIGHT), layout="constrained")
        for axes, (quantity, lines) in zip(grid.flat, panels.items(), strict=True):
            _panel(axes, quantity, what, counts, lines)
        FOLDER.mkdir(exist_ok=True)
        figure.savefig(FOLDER / file, transparent=True, metadata={"Date": None, "Creator": None})
        pyplot.close(figure)


def _panel(axes: Any, quantity: str, what: str, counts: Sequence[int], lines: Mapping[str, Sequence[float]]) -> None:
    for number, (name, values) in enumerate(lines.items()):
        axes.plot(counts, values, color=_COLOURS[number], marker=_MARKS[number], markersize=4, label=name)
    highest = max(values[-1] for values in lines.values())
    linear = [highest * count / counts[-1] for count in counts]
    axes.set(xscale="log", yscale="log", title=quantity, xlabel=what)
    bottom, top = axes.get_ylim()
    axes.plot(counts, linear, color=_GREY, linestyle=":", linewidth=1, label="linear")
    axes.set_ylim(bottom, top)
    axes.set_xticks(counts, [f"{count:,}" for count in counts], minor=False)
    ticker: Any = importlib.import_module("matplotlib.ticker")
    axes.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(ticker.FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.minorticks_off()
    axes.grid(color=_GREY, alpha=0.25, linewidth=0.5)
    axes.legend(fontsize=8)
