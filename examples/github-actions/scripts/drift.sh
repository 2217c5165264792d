#!/bin/sh
# Look whether a stack is as it was last applied: drift.sh STACK FOLDER. Fails where nobody can tell.
#
# FOLDER/status/STACK holds 0 (in sync) or 7 (drift) afterwards, and FOLDER/events/STACK.jsonl what report.sh reads.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
stack=$1
mkdir -p "$2/events" "$2/status"
folder=$(cd "$2" && pwd)
log=$folder/events/$stack.jsonl status=$folder/status/$stack
rm -f "$log" "$status"

code=0
(
  cd "${PROJECT:-.}"
  export PULUMI_DEBUG_COMMANDS=true # for --event-log
  exec pulumi refresh --non-interactive --stack "$stack" --preview-only --run-program --expect-no-changes --diff \
    --event-log "$log"
) || code=$?

applied() { # in a stack that never was, the engine counts the stack itself as a change
  (cd "${PROJECT:-.}" && pulumi stack export --non-interactive --stack "$stack") | grep -q '"urn"'
}

case $code in
  0) ;;
  7) if applied; then
    "$here/preview.sh" "$stack" "$folder" || : # what an apply would do about it; where that fails, the report says so
  else
    code=0
  fi ;;
  *) exit "$code" ;;
esac
echo "$code" >"$status"
