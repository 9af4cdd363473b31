#!/usr/bin/env bash
# Writes the hash-locked requirements from pyproject.toml. No index host is named in them.
set -euo pipefail
cd "$(dirname "$0")/.."
# The oldest Python that runs the service resolves (Debian 12's): what only it needs has to be in the lock, and does not
# disturb the others. A test holds the lock whole for every 3.11.
python=${LOCK_PYTHON:-/usr/bin/python3.11}
"$python" -c 'import sys; sys.exit(sys.version_info[:3] > (3, 11, 2))' \
  || { echo "cektautan: the lock is made by Python 3.11.2 or older, $python is not (LOCK_PYTHON=)" >&2; exit 1; }
lock=var/lock-venv
"$python" -m venv --clear $lock
$lock/bin/python -m pip install --quiet pip-tools
compile() {
  $lock/bin/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras --no-annotate --no-header \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "$@"
}
compile -o requirements/build.txt requirements/build.in
compile -o requirements/run.txt pyproject.toml
compile --extra dev -o requirements/dev.txt pyproject.toml
for client in requirements/clients/*.in; do compile -o "${client%.in}.txt" "$client"; done
