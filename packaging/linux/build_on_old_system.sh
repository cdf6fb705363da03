#!/bin/sh
# Build on the oldest system that shall run the program (统信 UOS 20, 麒麟 V10): its own glibc is the
# floor of what is built there. Neither has Python 3.11, so it is compiled first, into build/.
#
#   sh packaging/linux/build_on_old_system.sh Python-3.11.x.tgz [FOLDER-OF-WHEELS]
#
# Needs: gcc, make, binutils, and the headers of zlib, bzip2, xz, libffi, uuid, sqlite3 (README.md
# beside packaging/ names the packages). With a folder of wheels nothing is fetched from a network.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
source=${1:?name the source archive of Python 3.11}
wheels=${2-}
work=$here/build/old-system
python=$work/python/bin/python3.11

if [ ! -x "$python" ]; then
    mkdir -p "$work/source"
    tar -xf "$source" -C "$work/source" --strip-components=1
    # Shared, so that the program carries one libpython; found beside bin/ by this build's own tools.
    (
        cd "$work/source"
        ./configure --quiet --prefix="$work/python" --enable-shared --with-ensurepip=install \
            LDFLAGS="-Wl,-rpath,'\$\$ORIGIN/../lib'" >"$work/configure.log" 2>&1
        make -j"$(nproc)" >"$work/make.log" 2>&1
        make install >"$work/install.log" 2>&1
    )
fi

"$python" -m venv "$work/venv"
set -- -q -c "$here/packaging/constraints.txt"
[ -z "$wheels" ] || set -- "$@" --no-index --find-links "$wheels"
# The pins of pyproject.toml, the right ones for this machine among them, and PyInstaller.
"$work/venv/bin/python" - "$here/pyproject.toml" >"$work/pins.txt" <<'END'
import sys, tomllib
project = tomllib.load(open(sys.argv[1], "rb"))["project"]
print(*project["dependencies"], *project["optional-dependencies"]["build"], sep="\n")
END
"$work/venv/bin/python" -m pip install "$@" -r "$work/pins.txt"
exec "$work/venv/bin/python" "$here/packaging/build.py" deb portable update
