"""From template files to one merged mapping: TOML, `extends`, `drop`, and where each key came from."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from perfdesk.errors import TemplateError
from perfdesk.errors.causes import cause_of
from perfdesk.template.parsed import find_parsed

Data = dict[str, Any]

SUFFIX: Final = ".toml"
WHOLE_FILE: Final = "整个文件"
"""Key of an error that concerns no single setting."""


class Merged:
    """The settings of a template with those of the files that it extends."""

    def __init__(self, file: str, data: Data, origins: Mapping[str, str]) -> None:
        self.file = file
        self.data = data
        self._origins = origins

    @property
    def origins(self) -> Mapping[str, str]:
        """Key → the file in which it was written."""
        return self._origins

    def error(self, key: str, problem: str) -> TemplateError:
        """An error that names the file in which the key was written, be it a parent's."""
        path = key
        while path and path not in self._origins:
            path = path.rpartition("[" if path.endswith("]") else ".")[0]
        return TemplateError(self._origins.get(path, self.file), key, problem)


def read_merged(path: Path) -> Merged:
    """Read a template file and all that it extends; TemplateError when one of them is unusable.

    Tables are merged key by key, everything else is replaced; `drop` takes inherited keys away.
    """
    data: Data = {}
    origins: dict[str, str] = {}
    for file, own in reversed(_chain(path)):
        own.pop("extends", None)
        for key in _dropped(file, own):
            _drop(file, data, key)
        _merge(data, own, file.name, origins, "")
    return Merged(path.name, data, origins)


def merged_with(folder: Path, name: str, own: Data) -> Merged:
    """The settings of a file from elsewhere with those of the template of ours that it extends."""
    data: Data = {}
    origins: dict[str, str] = {}
    parent = own.pop("extends", None)
    if parent is not None:
        path = folder / f"{parent}{SUFFIX}"
        if not isinstance(parent, str) or path.parent != folder or not path.is_file():
            raise TemplateError(name, "extends", f"找不到模板文件“{parent}”")
        base = read_merged(path)
        data, origins = base.data, dict(base.origins)
    for key in _dropped(Path(name), own):
        _drop(Path(name), data, key)
    _merge(data, own, name, origins, "")
    return Merged(name, data, origins)


def _chain(path: Path) -> list[tuple[Path, Data]]:
    """The file, its parent, its parent's parent…, each with its own settings."""
    chain = [(path, _read(path))]
    while True:
        file, own = chain[-1][0].name, chain[-1][1]
        name = own.get("extends")
        if name is None:
            return chain
        if not isinstance(name, str) or not name:
            raise TemplateError(file, "extends", "应写另一个模板文件的名称（不带 .toml）")
        parent = path.parent / f"{name}{SUFFIX}"
        if parent.name != f"{name}{SUFFIX}" or not parent.is_file():
            raise TemplateError(file, "extends", f"找不到模板文件“{name}”")
        if any(parent == known for known, _ in chain):
            raise TemplateError(file, "extends", f"与“{name}”互相引用，成了循环")
        chain.append((parent, _read(parent)))


def _read(path: Path) -> Data:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TemplateError(path.name, WHOLE_FILE, f"读不出来（{cause_of(error)}）") from None
    known = find_parsed(path, content)
    return _parse(path, content) if known is None else known


def _parse(path: Path, content: bytes) -> Data:
    import tomllib

    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
        return tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError:
        raise TemplateError(path.name, WHOLE_FILE, "不是 UTF-8 编码") from None
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(path.name, WHOLE_FILE, f"不合 TOML 语法（{error}）") from None


def _dropped(file: Path, own: Data) -> list[str]:
    keys = own.pop("drop", [])
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise TemplateError(file.name, "drop", "应为一组设置项名称")
    return keys


def _drop(file: Path, data: Data, key: str) -> None:
    *parents, last = key.split(".")
    table: Any = data
    for name in parents:
        table = table.get(name) if isinstance(table, dict) else None
    if not isinstance(table, dict) or last not in table:
        raise TemplateError(file.name, "drop", f"上级模板里没有“{key}”")
    del table[last]


def _merge(into: Data, own: Data, file: str, origins: dict[str, str], path: str) -> None:
    for name, value in own.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            # A table keeps the name of the file that first wrote it; its keys tell more.
            origins.setdefault(key, file)
            table = into.get(name)
            if not isinstance(table, dict):
                table = into[name] = {}
            _merge(table, value, file, origins, key)
        else:
            origins[key] = file
            into[name] = value
