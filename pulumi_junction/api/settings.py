"""Where settings come from: a variable of the environment first, then the stack's configuration.

`pulumi refresh` and `pulumi destroy` hand the provider the configuration *stored in state*, so a key that was changed
since arrives only by variable, or with `--run-program`. That is why the variable wins.
"""

import ipaddress
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pulumi_junction.api.key import Key
from pulumi_junction.api.patience import AT_A_TIME, Patience
from pulumi_junction.errors import ConfigError

Config = Callable[[str], str | None]
"""Looks up a key such as `junction:managementKey` in the stack's configuration."""

MANAGEMENT_URL_DEFAULT = "https://api.management.junction.com"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting and the places it is looked for."""

    what: str
    variable: str
    key: str
    example: str
    secret: bool = False

    def find(self, config: Config) -> str | None:
        """Return the value; an empty one counts as none."""
        return self._from_variable() or (config(self.key) or "").strip() or None

    def source(self, config: Config) -> str | None:
        """Name the place where `find` finds it: the variable or the key."""
        if self._from_variable():
            return self.variable
        return self.key if self.find(config) else None

    def _from_variable(self) -> str:
        return (os.environ.get(self.variable) or "").strip()

    @property
    def remedy(self) -> str:
        """The command that sets it."""
        secret = "--secret " if self.secret else ""
        stored = " (refresh and destroy see it with --run-program)" if self.secret else ""
        command = (
            f"pulumi config set {secret}{self.key} {self.example}".rstrip()
        )  # a secret is asked for, not typed here
        return f"Set {self.variable}, or run `{command}`{stored}."


MANAGEMENT_KEY = Setting("management key", "JUNCTION_MANAGEMENT_KEY", "junction:managementKey", "", secret=True)
MANAGEMENT_URL = Setting("management URL", "JUNCTION_MANAGEMENT_URL", "junction:managementUrl", MANAGEMENT_URL_DEFAULT)
TEAM_API_KEY = Setting("team API key", "JUNCTION_TEAM_API_KEY", "junction:teamApiKey", "", secret=True)
TEAM_API_KEYS = Setting("team API keys", "JUNCTION_TEAM_API_KEYS", "junction:teamApiKeys", "", secret=True)
JUNCTION_URL = Setting("API URL", "JUNCTION_API_URL", "junction:apiUrl", "https://api.sandbox.us.junction.com")
ORG_ID = Setting("organisation", "JUNCTION_ORG_ID", "junction:orgId", "<uuid>")
ENV = Setting("environment", "JUNCTION_ENV", "junction:env", "sandbox")
REGION = Setting("region", "JUNCTION_REGION", "junction:region", "us")
LIVE_CHECKS = Setting("live checks", "JUNCTION_LIVE_CHECKS", "junction:liveChecks", "off")
REQUEST_BUDGET = Setting(
    "request budget", "JUNCTION_REQUEST_BUDGET_SECONDS", "junction:requestBudgetSeconds", f"{Patience().budget:g}"
)
PARALLEL_REQUESTS = Setting(
    "requests at a time", "JUNCTION_PARALLEL_REQUESTS", "junction:parallelRequests", str(AT_A_TIME)
)
MAX_CHANGES = Setting("largest change", "JUNCTION_MAX_CHANGES", "junction:maxChanges", "100")
MAX_RESETS = Setting("largest reset", "JUNCTION_MAX_RESETS", "junction:maxResets", "10")

SETTINGS = (
    MANAGEMENT_KEY,
    MANAGEMENT_URL,
    TEAM_API_KEY,
    TEAM_API_KEYS,
    JUNCTION_URL,
    ORG_ID,
    ENV,
    REGION,
    LIVE_CHECKS,
    REQUEST_BUDGET,
    PARALLEL_REQUESTS,
    MAX_CHANGES,
    MAX_RESETS,
)

LONGEST_BUDGET_SECONDS = 3600
MOST_AT_A_TIME = 16


def management_key(config: Config) -> Key:
    """Find the key, or raise a ConfigError that names every place. The key itself is in no message."""
    key = Key(MANAGEMENT_KEY.find(config) or "")
    if not key:
        raise ConfigError("no management key.", MANAGEMENT_KEY.remedy)
    if key.startswith(("pk_", "sk_")):
        raise ConfigError(
            "the management key is a team API key (pk_… or sk_…), which the management API does not accept.",
            f"Ask Junction for a management key. {MANAGEMENT_KEY.remedy}",
        )
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise ConfigError("the management key holds characters that no key has.", MANAGEMENT_KEY.remedy)
    return key


def management_url(config: Config) -> str:
    """Find the management API's base URL."""
    return _url(MANAGEMENT_URL, MANAGEMENT_URL_DEFAULT, config)


def junction_url(config: Config, env: str, region: str) -> str:
    """Find the Junction API's base URL; without a setting that of the environment and region.

    Source: the servers of its OpenAPI document.
    """
    return _url(JUNCTION_URL, f"https://api.{'sandbox.' if env == 'sandbox' else ''}{region}.junction.com", config)


def _url(setting: Setting, default: str, config: Config) -> str:
    """Https, or http to this machine only."""
    url = setting.find(config) or default
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or "@" in parts.netloc or parts.query or parts.fragment or " " in url or not url.isprintable():
        raise ConfigError(f"the {setting.what} is not a plain https:// URL.", setting.remedy)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        what = f"the {setting.what} must start with https:// (or http://, for this machine only)."
        raise ConfigError(what, setting.remedy)
    return url.rstrip("/")


def live_checks(config: Config) -> bool:
    """Tell whether previews ask the service for its limits: `on` (the default) or `off`."""
    value = (LIVE_CHECKS.find(config) or "on").lower()
    if value not in ("on", "off"):
        raise ConfigError("live checks must be on or off.", LIVE_CHECKS.remedy)
    return value == "on"


def patience(config: Config) -> Patience:
    """Tell how long one request may take with all its attempts; never for ever."""
    value = REQUEST_BUDGET.find(config)
    if value is None:
        return Patience(variable=REQUEST_BUDGET.variable)
    seconds = float(value) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value, re.ASCII) else 0.0
    if not 0 < seconds <= LONGEST_BUDGET_SECONDS:
        raise ConfigError(
            f"the request budget must be seconds, more than 0 and at most {LONGEST_BUDGET_SECONDS}.",
            REQUEST_BUDGET.remedy,
        )
    return Patience(seconds, variable=REQUEST_BUDGET.variable)


def at_a_time(config: Config) -> int:
    """Tell how many requests to the management API may go on side by side."""
    number = whole_number(PARALLEL_REQUESTS, config)
    if number is None:
        return AT_A_TIME
    if not 0 < number <= MOST_AT_A_TIME:
        what = f"requests at a time must be 1 to {MOST_AT_A_TIME}."
        raise ConfigError(what, PARALLEL_REQUESTS.remedy)
    return number


def whole_number(setting: Setting, config: Config) -> int | None:
    """Read a whole number, 0 included; None where it is not set."""
    value = setting.find(config)
    if value is None:
        return None
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise ConfigError(f"{setting.variable} must be a whole number.", setting.remedy)
    return int(value)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
