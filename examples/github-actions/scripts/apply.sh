#!/bin/sh
# Apply what was reviewed, or nothing: apply.sh STACK FOLDER, with what preview.sh wrote there for the review.
#
# The digest refuses what the reviewer would have seen otherwise: other changes, later drift, within the values that the
# plan changes too. The engine's plan refuses what no report shows: other inputs of what stays, a rotated key.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/refuse.sh"
stack=$1 log=$2/events/$1.jsonl plan=$2/plans/$1.json
again="To review it again, run the workflow apply by hand: it previews the stacks and asks before it applies."

[ -s "$log" ] && [ -s "$plan" ] || refuse "$stack: nothing was applied, as there is no reviewed plan of it. $again"
plan=$(cd "$(dirname "$plan")" && pwd)/$stack.json
digest=$(pulumi-junction report --stack "$stack=$log" --format json | sed -n 's/^  "digest": "\(sha256:[0-9a-f]*\)",$/\1/p')
[ -n "$digest" ] || refuse "$stack: nothing was applied, as its preview had failed when it was reviewed. $again"

now=$(mktemp -d)
trap 'rm -rf "$now"' EXIT
"$here/preview.sh" "$stack" "$now" || refuse "$stack: nothing was applied, as it can no longer be previewed; see above why."
pulumi-junction report --stack "$stack=$now/events/$stack.jsonl" --check-digest "$digest" ||
  refuse "$stack: nothing was applied, as this is not the plan that was reviewed; the report above is what it has become. $again"

cd "${PROJECT:-.}"
pulumi up --non-interactive --stack "$stack" --plan "$plan" --refresh --run-program --yes --skip-preview ||
  refuse "$stack: not applied as reviewed; see above why. What 'violates plan' was not sent, what came before it was. $again"
