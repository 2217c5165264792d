#!/bin/sh
# Report several previews: report.sh FOLDER STACK... writes FOLDER/report.md, .json and .html; 1 where one has failed.
#
# COMMIT (optional) is what was previewed. The report is appended to GITHUB_STEP_SUMMARY, where there is one.
set -eu
folder=$1
shift
mkdir -p "$folder/events"

for stack in "$@"; do
  shift
  log=$folder/events/$stack.jsonl
  # A job can die before its preview writes a line. Left out of the report, nobody would miss the stack.
  if [ ! -s "$log" ]; then
    cat >"$log" <<'END'
{"diagnosticEvent": {"severity": "error", "message": "There is no preview of this stack: the log of its job says why."}}
{"summaryEvent": {"result": "failed"}}
END
  fi
  set -- "$@" --stack "$stack=$log"
done

pulumi-junction report "$@" --commit "${COMMIT:-}" --format json --output "$folder/report.json"
pulumi-junction report "$@" --commit "${COMMIT:-}" --format html --output "$folder/report.html"
pulumi-junction report "$@" --commit "${COMMIT:-}" --format markdown --output "$folder/report.md"
cat "$folder/report.md" >>"${GITHUB_STEP_SUMMARY:-/dev/stdout}"

if grep -q '"failed": true' "$folder/report.json"; then
  # shellcheck source=refuse.sh
  . "$(dirname "$0")/refuse.sh"
  refuse "a preview failed, so there is no plan to review; the report names the stack and what is wrong."
fi
