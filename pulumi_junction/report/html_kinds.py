"""What becomes of a number of days, as a sign and words: colour is never the only one to say it."""

from collections.abc import Mapping

from pulumi_junction.report import model
from pulumi_junction.report.model import Change

NEW = "new"
SAME = "same"  # newly declared, as it is set already
RAISED = "raised"
SET = "set"  # to what, is known; from what, is not
LOWERED = "lowered"
RESET = "reset"
RESTORED = "restored"
DRIFT = "drift"

SIGNS: Mapping[str, str] = {
    NEW: "+",
    SAME: "=",
    RAISED: "\N{UPWARDS ARROW}",
    SET: "~",
    LOWERED: "\N{DOWNWARDS ARROW}",
    RESET: "\N{ANTICLOCKWISE OPEN CIRCLE ARROW}",
    RESTORED: "\N{LEFTWARDS ARROW}",
    DRIFT: "\N{NOT EQUAL TO}",
}

LOSSES = (RESET, LOWERED)


def kind(one: Change) -> str:
    """Say which of them it is; that less is pulled outweighs that it is new."""
    if one.op == model.RESET:
        return RESET
    if one.lowered:
        return LOWERED
    if one.op == model.RESTORE:
        return RESTORED
    if one.op == model.CREATE:
        return SAME if one.now == one.after else NEW
    return SET if one.now is None else RAISED
