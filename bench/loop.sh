#!/bin/sh
# What somebody would write without Pulumi: `loop.sh DAYS PER < teams` sends a POST for every PER teams.
set -eu
days=$1 per=$2
url=$JUNCTION_MANAGEMENT_URL/v1/org/$JUNCTION_ORG_ID/team_data_pull_preferences/$JUNCTION_ENV/$JUNCTION_REGION
providers=$(for slug in oura garmin strava withings wahoo; do
    [ "$slug" = oura ] && wanted=$days || wanted=120
    printf '"%s":{"default":{"historical_days_to_pull":%s},"resource_overrides":{}},' "$slug" "$wanted"
done)
xargs -n "$per" | while read -r teams; do
    ids=$(printf '"%s",' $teams)
    curl -sS --fail-with-body -o /dev/null -H "X-Management-Key: $JUNCTION_MANAGEMENT_KEY" \
        --json "{\"team_ids\":[${ids%,}],\"providers\":{${providers%,}}}" "$url" </dev/null
done
