"""Breaking a function inside a provider process: `saboteur/sitecustomize.py` does what the variable SABOTAGE says."""

from pathlib import Path

SABOTEUR = Path(__file__).parent / "saboteur"
"""The folder to put on the process's path."""
