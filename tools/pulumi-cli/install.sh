#!/bin/sh
# Puts a real Pulumi CLI into ./bin, from the first of these that works: the executable named by $PULUMI; a new enough
# `pulumi` on PATH; what an earlier run left in ./bin; a build from the pinned Go modules beside this file; the SDK's
# own installer.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
bin=$here/bin
python=${PYTHON:-python3}
oldest=3.187.0 # the version of the language host that is tested; nothing older is
engine=v3.259.0
host=v3.187.0

say() { printf '%s\n' "setup: $*"; }

new_enough() { # EXECUTABLE
    version=$("$1" version 2>/dev/null) || return 1
    [ "$(printf '%s\n%s\n' "v$oldest" "$version" | sort -V | head -n 1)" = "v$oldest" ]
}

folder_of() { # EXECUTABLE: where it lies, links in the path to it followed
    (CDPATH='' cd -- "$(dirname -- "$1")" && pwd -P)
}

usable() { # EXECUTABLE: new enough, not our own, and with the language host beside it
    [ "$(folder_of "$1")" != "$bin" ] && [ -x "$(folder_of "$1")/pulumi-language-python" ] && new_enough "$1"
}

link_from() { # EXECUTABLE: it and what lies beside it
    rm -rf "$bin.new"
    mkdir -p "$bin.new"
    for file in "$(folder_of "$1")"/pulumi "$(folder_of "$1")"/pulumi-*; do
        [ -x "$file" ] && ln -s "$file" "$bin.new/"
    done
    rm -rf "$bin"
    mv "$bin.new" "$bin"
    say "using $1 ($("$1" version))"
}

build() {
    say "building the Pulumi CLI $engine from its Go modules; about 5 minutes the first time"
    flags='-trimpath -tags osusergo,grpcnotrace' # Pulumi's own release flags
    stamp=github.com/pulumi/pulumi/sdk/v3/go/common/version.Version
    rm -rf "$bin.new"
    mkdir -p "$bin.new"
    # shellcheck disable=SC2086
    (cd "$here/cli" && go build $flags -ldflags "-w -s -X $stamp=$engine" -o "$bin.new/pulumi" \
        github.com/pulumi/pulumi/pkg/v3/cmd/pulumi) || return 1
    # shellcheck disable=SC2086
    (cd "$here/python-host" && go build $flags -ldflags "-w -s -X $stamp=$host" -o "$bin.new/pulumi-language-python" \
        github.com/pulumi/pulumi/sdk/python/cmd/pulumi-language-python/v3) || return 1
    sdk=$(cd "$here/cli" && go mod download -json "github.com/pulumi/pulumi/sdk/v3@$engine" |
        "$python" -c 'import json, sys; print(json.load(sys.stdin)["Dir"])') || return 1
    install -m 755 "$sdk/python/cmd/pulumi-language-python-exec" "$sdk/python/dist/pulumi-resource-pulumi-python" \
        "$bin.new/" || return 1
    rm -rf "$bin"
    mv "$bin.new" "$bin"
}

download() {
    "$python" -c '
import sys
from semver import VersionInfo
from pulumi.automation import PulumiCommand
try:
    PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
except Exception as reason:
    sys.exit(f"setup: the download failed ({type(reason).__name__})")' "$here" "${engine#v}"
}

if [ -n "${PULUMI:-}" ]; then
    found=$(command -v "$PULUMI") && usable "$found" || {
        say "PULUMI=$PULUMI is not a Pulumi CLI of $oldest or newer with pulumi-language-python beside it" >&2
        exit 1
    }
    link_from "$found"
elif found=$(command -v pulumi) && usable "$found"; then
    link_from "$found"
elif [ -x "$bin/pulumi-language-python" ] && new_enough "$bin/pulumi"; then
    say "the Pulumi CLI is there ($("$bin/pulumi" version))"
elif command -v go >/dev/null && build; then
    say "built $("$bin/pulumi" version) in tools/pulumi-cli/bin"
elif say "no build; asking the Pulumi SDK to download the CLI" && download; then
    say "downloaded $("$bin/pulumi" version)"
else
    say "no Pulumi CLI: install Go 1.25.11 or newer, or Pulumi $oldest or newer, and run 'make setup' again" \
        "(or 'make setup PULUMI=/path/to/pulumi')" >&2
    exit 1
fi
