#!/bin/sh
# Replace the program in a portable folder by the one in this pack: sh update.sh FOLDER
# Only `perfdesk` and `_internal` are replaced. Exit 0: done. Exit 2: nothing was changed.
new=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/program
target=${1-}

stop() {
    printf '%s\n' "$1" >&2
    rm -rf "$target/.update"
    exit 2
}

if [ -z "$target" ] || [ ! -x "$target/perfdesk" ] || [ ! -d "$target/_internal" ]; then
    target=/nonexistent
    stop '请写明便携版所在的文件夹，例如：sh update.sh /home/用户/PerfDesk；没有做任何改动。'
fi
target=$(CDPATH= cd -- "$target" && pwd)
[ -w "$target" ] || stop "$target 不能写入；没有做任何改动。用安装包装的程序，请直接安装新的 .deb。"
for running in /proc/[0-9]*/exe; do
    if [ "$(readlink "$running" 2>/dev/null)" = "$target/perfdesk" ]; then
        stop '绩效填报台正在运行，请先关闭；没有做任何改动。'
    fi
done

"$new/perfdesk" --selftest >/dev/null || stop '新程序在这台电脑上试运行没有通过，旧程序没有改动。'

# Copied in full first: a disk that runs full leaves the old program as it was.
rm -rf "$target/.update"
mkdir "$target/.update" && cp -R -P "$new/." "$target/.update/" || stop '复制没有完成（磁盘可能已满），旧程序没有改动。'

rm -rf "$target/_internal.old" "$target/perfdesk.old"
mv "$target/_internal" "$target/_internal.old" || stop '旧程序移不开，没有做任何改动。'
if mv "$target/perfdesk" "$target/perfdesk.old" \
    && mv "$target/.update/_internal" "$target/_internal" \
    && mv "$target/.update/perfdesk" "$target/perfdesk" \
    && version=$("$target/perfdesk" --version); then
    rm -rf "$target/_internal.old" "$target/perfdesk.old" "$target/.update"
    printf '更新完成：%s。设置、备份和数据文件都没有动。\n' "$version"
    exit 0
fi
[ ! -d "$target/_internal.old" ] || { rm -rf "$target/_internal"; mv "$target/_internal.old" "$target/_internal"; }
[ ! -f "$target/perfdesk.old" ] || mv -f "$target/perfdesk.old" "$target/perfdesk"
stop '替换没有完成，已恢复成旧程序。'
