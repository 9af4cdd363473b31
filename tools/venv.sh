#!/usr/bin/env bash
# Makes the virtual environment, or says in one line what this machine lacks for it.
set -euo pipefail
python=${1:-} venv=$2
fail() { echo "cektautan: $1" >&2; exit 1; }
[ -n "$python" ] || fail "Python 3.11 or later is needed and was not found (Debian: apt-get install python3 python3-venv)."
command -v "$python" > /dev/null || fail "there is no $python."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || fail "Python 3.11 or later is needed, $python is $("$python" -V 2>&1)."
"$python" -c 'import venv, ensurepip' 2>/dev/null \
  || fail "Python's venv and ensurepip are missing for $python (Debian: apt-get install python3-venv)."
# A half-made environment from an interrupted run is made anew.
"$python" -m venv --clear "$venv"
