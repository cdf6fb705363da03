#!/bin/sh
# Find a fitting Python and let packaging/prepare.py do the rest. Arguments are passed on.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || exit 2
for python in python3 python3.11 python3.12 python3.13 python; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        exec "$python" "$here/prepare.py" "$@"
    fi
done
echo '[准备] 没有找到 Python 3.11、3.12 或 3.13，请先安装（Debian：apt-get install python3）。' >&2
exit 2
