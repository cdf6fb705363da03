#!/bin/sh
# One command on a fresh machine: set up, then run all tests. Arguments go to pytest.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
sh "$here/packaging/setup.sh" --test || exit 2
cd "$here" || exit 2
# Tests start the program many times; without cached bytecode each start compiles it all again.
unset PYTHONDONTWRITEBYTECODE
exec .venv/bin/python -m pytest -n 2 --dist worksteal "$@"
