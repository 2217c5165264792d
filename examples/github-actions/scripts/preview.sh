#!/bin/sh
# Preview a stack: preview.sh STACK FOLDER writes FOLDER/events/STACK.jsonl and FOLDER/plans/STACK.json.
#
# PROJECT is the folder of Pulumi.yaml, POLICY_PACK (optional) one of a policy pack, both seen from where this starts.
set -eu
stack=$1
mkdir -p "$2/events" "$2/plans"
folder=$(cd "$2" && pwd)
log=$folder/events/$stack.jsonl plan=$folder/plans/$stack.json
rm -f "$log" "$plan" # what is there afterwards is of this preview

set -- --refresh --run-program --diff --event-log "$log" --save-plan "$plan"
if [ -n "${POLICY_PACK:-}" ]; then set -- "$@" --policy-pack "$(cd "$POLICY_PACK" && pwd)"; fi

export PULUMI_DEBUG_COMMANDS=true # for --event-log, which the Automation API uses too
cd "${PROJECT:-.}"
exec pulumi preview --non-interactive --stack "$stack" "$@"
