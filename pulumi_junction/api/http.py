"""HTTPX without its command line, for which it would load click, rich and pygments where these are installed."""

import sys

_COMMAND_LINE = "httpx._main"

if "httpx" in sys.modules:
    import httpx as httpx
else:
    sys.modules[_COMMAND_LINE] = None  # type: ignore[assignment] # what makes an import of it fail, as HTTPX expects
    try:
        import httpx as httpx
    finally:
        del sys.modules[_COMMAND_LINE]
