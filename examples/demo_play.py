"""What every demo does around its steps: says them, and ends well however it ends."""

import signal
import sys
from collections.abc import Callable
from typing import NoReturn

from demo_stage import INTERRUPTS, Failure, Stage, Step, ignore_interrupts, staged
from rich.console import Console


def perform(step: Step, stage: Stage) -> None:
    """Say a step, then do it."""
    say = stage.console
    say.print(f"$ {step.typed(stage)}", style="bold", soft_wrap=True)
    say.print(f"{step.look}\n", style="cyan", soft_wrap=True)
    step.run(stage)
    say.print()


def interrupt(*_: object) -> NoReturn:
    """End the demo; from here on it cleans up."""
    ignore_interrupts()
    raise KeyboardInterrupt


def main(play: Callable[[Stage], None], users: int = 0, time_scale: float = 1) -> int:
    """Set the stage, play, and clear it away; returns the exit status."""
    for number in INTERRUPTS:
        signal.signal(number, interrupt)
    try:
        with staged(Console(highlight=False, markup=False, emoji=False), users, time_scale) as stage:
            play(stage)
    except KeyboardInterrupt:
        print("demo: interrupted; nothing is left behind", file=sys.stderr)
        return 130
    except Failure as problem:
        print(f"demo: {problem}", file=sys.stderr)
        return 1
    return 0
