#!/bin/sh
# One command on a fresh machine: set up, then open the window on a data file made from real forms.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
sh "$here/packaging/setup.sh" || exit 2
exec "$here/.venv/bin/python" "$here/packaging/open_sample.py"
