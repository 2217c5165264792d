"""The words that an argument may be."""

OVERWRITE, REFUSE = ADOPT = ("overwrite", "refuse")
"""What becomes of a setting that a resource finds when it first declares a pair. The first is what is usual."""

RESET, RETAIN, RESTORE = ON_DELETE = ("reset", "retain", "restore")
"""What becomes of a pair that a resource declares no more. The first is what is usual."""
