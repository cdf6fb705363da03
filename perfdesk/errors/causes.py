"""What the system and SQLite say of a failure, in the words of the users."""

import errno
from typing import Final

_TOLD: Final = {
    "磁盘空间不足": ("ENOSPC", "EDQUOT"),
    "文件过大，这个磁盘放不下": ("EFBIG",),
    "没有读写权限": ("EACCES", "EPERM"),
    "所在磁盘或文件夹是只读的": ("EROFS",),
    "文件或文件夹不存在": ("ENOENT", "ENOTDIR"),
    "名称过长或含有不能使用的字符": ("ENAMETOOLONG", "EINVAL", "EILSEQ"),
    "这是文件夹，不是文件": ("EISDIR",),
    "同名的文件或文件夹已存在": ("EEXIST", "ENOTEMPTY"),
    "快捷方式互相指向，找不到文件": ("ELOOP",),
    "文件正被其他程序使用": ("EBUSY", "ETXTBSY", "EAGAIN", "EDEADLK", "ENOLCK"),
    "磁盘或U盘读写出错": ("EIO", "ENXIO", "ENODEV", "ENOMEDIUM", "EREMOTEIO"),
    "网络或共享文件夹已断开": (
        "ESTALE", "ENOTCONN", "ECONNRESET", "ECONNREFUSED", "ECONNABORTED", "ETIMEDOUT", "EHOSTDOWN",
        "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "EPIPE", "ESHUTDOWN",
    ),
    "内存不足": ("ENOMEM",),
    "打开的文件太多": ("EMFILE", "ENFILE"),
    "这个磁盘不支持此操作": ("ENOSYS", "EOPNOTSUPP", "ENOTSUP", "EXDEV"),
}  # fmt: skip
_BY_NUMBER: Final = {
    number: words
    for words, names in _TOLD.items()
    for name in names
    # Not every system knows every name.
    if (number := getattr(errno, name, None)) is not None
}
_BY_SQLITE: Final = {
    3: "没有读写权限", 4: "操作已中断", 5: "文件正被其他程序使用", 6: "文件正被其他程序使用", 7: "内存不足",
    8: "所在磁盘或文件夹是只读的", 9: "超出时限，已停止", 10: "磁盘或U盘读写出错", 13: "磁盘空间不足",
    14: "文件打不开", 15: "文件锁出错", 18: "内容过大", 22: "这个磁盘不支持此操作", 23: "没有读写权限",
}  # fmt: skip
"""Primary codes of SQLite, from its documentation (rescode.html)."""


def cause_of(error: OSError) -> str:
    """A few Chinese words for what the system said; its number where it is a rare one."""
    if error.errno in _BY_NUMBER:
        return _BY_NUMBER[error.errno]
    return "系统读写出错" if error.errno is None else f"系统读写出错，代码 {error.errno}"


def cause_of_code(code: int | None) -> str:
    """The same for a result code of SQLite."""
    if code is None:
        return "数据库出错"
    return _BY_SQLITE.get(code & 0xFF, f"数据库出错，代码 {code}")
