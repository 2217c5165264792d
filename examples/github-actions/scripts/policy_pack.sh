#!/bin/sh
# Make the virtual environment that a policy pack runs in, where there is none: policy_pack.sh FOLDER.
#
# Pulumi runs a pack in the one that PulumiPolicy.yaml names, or in `venv` beside it, and nowhere else. What goes into it
# stands in the pack's requirements.txt, or else in the program's; pulumi-junction[policy] has to be there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/refuse.sh"
[ -f "$1/PulumiPolicy.yaml" ] || refuse "POLICY_PACK: there is no PulumiPolicy.yaml in '$1'; name the folder of a policy pack."
pack=$(cd "$1" && pwd)

venv=$(sed -n 's/^ *virtualenv: *\([^ #]*\).*/\1/p' "$pack/PulumiPolicy.yaml" | tr -d "\"'")
case $venv in
  "") venv=$pack/venv ;;
  /*) ;;
  *) venv=$pack/$venv ;;
esac
if [ -x "$venv/bin/python" ]; then exit 0; fi

packages=$pack/requirements.txt
if [ ! -f "$packages" ]; then packages=$(cd "${PROJECT:-.}" && pwd)/requirements.txt; fi
[ -f "$packages" ] || refuse "POLICY_PACK: there is no requirements.txt in '$1'; it has to name pulumi-junction with the extra policy."
python3 -m venv "$venv"
cd "$(dirname "$packages")" # what it names by a relative path is seen from there
"$venv/bin/python" -m pip install --disable-pip-version-check --requirement "$packages"
