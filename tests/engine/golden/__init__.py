"""State as earlier versions have written it: what is in people's backends, and has to work with every later version.

`<version>/<situation>.json` holds a `deployment` as `pulumi stack export` prints it, and the `service`: what Junction
had for each team then, with the options of the emulator. `situations.py` has the programs, by the same names.

A new version gets a folder of its own before it is released: `python -m tests.engine.golden.write`. It writes the
folder of the version in `pulumi_junction/version.py`, and only once; `--again` until that version is released. A folder
of a released version is never written again and never edited: should a test fail on it, the new code is wrong. A
situation that no older version knows is added to `situations.py`; one that a file exists for stays there as it is.
"""

from pathlib import Path

FOLDER = Path(__file__).parent
PASSPHRASE = "a passphrase"
"""What the secrets in the files are encrypted with; the same as in every test on the engine."""
