#!/usr/bin/env bash
# Writes the hash-locked requirements from pyproject.toml. No index host is named in them.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=var/lock-venv
[ -x $lock/bin/pip-compile ] || { .venv/bin/python -m venv $lock; $lock/bin/python -m pip install --quiet pip-tools; }
compile() {
  $lock/bin/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras --no-annotate --no-header \
    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links "$@"
}
compile -o requirements/build.txt requirements/build.in
compile -o requirements/run.txt pyproject.toml
compile --extra dev -o requirements/dev.txt pyproject.toml
