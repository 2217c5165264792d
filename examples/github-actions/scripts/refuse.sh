# shellcheck shell=sh
# Sourced: ends the script with one line that says what, where and what to do. GitHub shows it on the run's page as well.

refuse() {
  if [ -n "${GITHUB_ACTIONS:-}" ]; then printf '::error::%s\n' "$1"; else printf 'error: %s\n' "$1" >&2; fi
  exit 1
}
