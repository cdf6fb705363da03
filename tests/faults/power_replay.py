"""A disk as a trace of system calls leaves it when the power fails: names and content, sure or not.

Content is sure once its file was synced, a name once its folder was; what is not sure depends on
the model of the disk.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

SECTOR = 512
CALLS = (
    "openat,write,pwrite64,ftruncate,truncate,fsync,fdatasync,rename,renameat,renameat2,"
    "unlink,unlinkat,link,linkat,mkdir,mkdirat,rmdir,sendfile,copy_file_range,lseek,"
    "clone,clone3"
)
_LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+)(?:[ <].*)?$", re.S)
_BEGUN = re.compile(r"^(\d+) +(.*?) <unfinished \.\.\.>$", re.S)
_RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$", re.S)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class Model(Enum):
    """What a disk may make of what is not sure yet."""

    NAMES_IN_ORDER = "names are on the disk in order, unsynced content is not"
    NAMES_WHEN_SYNCED = "names come and go with a sync of their folder only"
    ANY_SECTORS = "names in order, any of the unsynced sectors"


@dataclass(slots=True)
class File:
    """What is sure of a file's content, and the writes and cuts that are not: (place, bytes or None)."""

    sure: bytearray = field(default_factory=bytearray)
    unsure: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Everything is sure now."""
        for place, data in self.unsure:
            _apply(self.sure, place, data)
        self.unsure.clear()

    def now(self) -> bytes:
        """The content as the program sees it."""
        content = bytearray(self.sure)
        for place, data in self.unsure:
            _apply(content, place, data)
        return bytes(content)

    def after_cut(self, model: Model, dice: random.Random) -> bytes:
        """The content as the disk holds it."""
        content = bytearray(self.sure)
        if model is Model.ANY_SECTORS:
            for place, data in self.unsure:
                for at, part in _sectors(place, data):
                    if dice.random() < 0.5:
                        _apply(content, at, part)
        return bytes(content)


def _folder_of(name: str) -> str:
    """The folder that a name stands in, "" for the root."""
    return str(Path(name).parent) if "/" in name else ""


def _apply(content: bytearray, place: int, data: bytes | None) -> None:
    if data is None:
        content[place:] = bytes(max(place - len(content), 0))
        return
    content.extend(bytes(max(place - len(content), 0)))
    content[place : place + len(data)] = data


def _sectors(place: int, data: bytes | None) -> Iterator[tuple[int, bytes | None]]:
    if data is None:
        yield place, None
        return
    at = 0
    while at < len(data):
        end = at + SECTOR - (place + at) % SECTOR
        yield place + at, data[at:end]
        at = end


class Disk:
    """The files under one folder, as calls change them; paths are relative to it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names: dict[str, File] = {}
        self.sure_names: dict[str, File] = {}
        self.folders: set[str] = set()
        self.sure_folders: set[str] = set()
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            if path.is_dir():
                self.folders.add(name)
            else:
                self.names[name] = File(bytearray(path.read_bytes()))
        self.sure_names.update(self.names)
        self.sure_folders.update(self.folders)
        self._open: dict[int, tuple[File | str | None, int]] = {}
        self.said = b""

    def name_of(self, path: str) -> str | None:
        """The path within the folder; None for one outside."""
        root = f"{self.root}/"
        return path[len(root) :] if path.startswith(root) else None

    def open(self, descriptor: int, path: str, flags: str, said: str) -> None:
        """A file was opened or made; folders are kept by their name."""
        if path == said:
            self._open[descriptor] = ("said", 0)
            return
        name = self.name_of(path) if path != str(self.root) else ""
        file: File | str | None = None
        if name is not None and "O_DIRECTORY" not in flags and name not in self.folders | {""}:
            if "O_CREAT" in flags and name not in self.names:
                self.names[name] = File()
            file = self.names.get(name)
            if isinstance(file, File) and "O_TRUNC" in flags:
                file.unsure.append((0, None))
        elif name is not None:
            file = f"folder {name}"
        self._open[descriptor] = (file, 0)

    def write(self, descriptor: int, data: bytes, place: int | None) -> bool:
        """Bytes were written, at a place or behind those before."""
        file, at = self._open.get(descriptor, (None, 0))
        if file == "said":
            self.said += data
            return False
        if not isinstance(file, File):
            return False
        file.unsure.append((at if place is None else place, data))
        if place is None:
            self._open[descriptor] = (file, at + len(data))
        return True

    def seek(self, descriptor: int, place: int) -> None:
        """The next write begins there."""
        self._open[descriptor] = (self._open.get(descriptor, (None, 0))[0], place)

    def read(self, descriptor: int, place: int, size: int) -> bytes | None:
        """What a call copied from one file to another; None from outside the folder."""
        file = self._open.get(descriptor, (None, 0))[0]
        return file.now()[place : place + size] if isinstance(file, File) else None

    def cut(self, descriptor: int, size: int) -> bool:
        """The file has this length now."""
        file = self._open.get(descriptor, (None, 0))[0]
        if isinstance(file, File):
            file.unsure.append((size, None))
        return isinstance(file, File)

    def sync(self, descriptor: int) -> bool:
        """A file's content, or the names in a folder, are sure."""
        file = self._open.get(descriptor, (None, 0))[0]
        if isinstance(file, File):
            file.sync()
        elif isinstance(file, str) and file.startswith("folder "):
            folder = file.removeprefix("folder ")
            inside = {n for n in self.names | self.sure_names if _folder_of(n) == folder}
            for name in inside:
                if name in self.names:
                    self.sure_names[name] = self.names[name]
                else:
                    self.sure_names.pop(name, None)
            for name in {n for n in self.folders | self.sure_folders if _folder_of(n) == folder}:
                (self.sure_folders.add if name in self.folders else self.sure_folders.discard)(name)
        else:
            return False
        return True

    def move(self, old: str, new: str) -> bool:
        """A name was given to another's file."""
        before, after = self.name_of(old), self.name_of(new)
        if before is None or after is None or before not in self.names:
            return False
        self.names[after] = self.names.pop(before)
        return True

    def link(self, old: str, new: str) -> bool:
        """A second name."""
        before, after = self.name_of(old), self.name_of(new)
        if before is None or after is None or before not in self.names:
            return False
        self.names[after] = self.names[before]
        return True

    def unlink(self, path: str) -> bool:
        """A name is gone."""
        name = self.name_of(path)
        return name is not None and self.names.pop(name, None) is not None

    def make_folder(self, path: str) -> bool:
        """A folder; its own name is sure when that above it was synced."""
        name = self.name_of(path)
        if name is not None:
            self.folders.add(name)
        return name is not None

    def remove_folder(self, path: str) -> bool:
        """An empty folder is gone."""
        name = self.name_of(path)
        if name is not None:
            self.folders.discard(name)
        return name is not None

    def rebuild(self, target: Path, model: Model, dice: random.Random) -> None:
        """Write what the disk holds after a cut here into another folder."""
        synced = model is Model.NAMES_WHEN_SYNCED
        names = self.sure_names if synced else self.names
        target.mkdir()
        for folder in sorted(self.sure_folders if synced else self.folders):
            if (target / folder).parent.is_dir():
                (target / folder).mkdir()
        for name, file in names.items():
            # A folder that is gone takes what lies in it along.
            if (target / name).parent.is_dir():
                (target / name).write_bytes(file.after_cut(model, dice))


def calls(log: Path) -> list[tuple[str, str, int]]:
    """The calls of the session's own threads in the order they returned: name, arguments, answer.

    Processes that it starts have descriptors of their own, and write nothing of ours.
    """
    begun: dict[str, str] = {}
    found: list[tuple[str, str, str, int]] = []
    for text in log.read_text("latin-1").splitlines():
        line = text
        if matched := _BEGUN.match(line):
            begun[matched[1]] = matched[2]
            continue
        if matched := _RESUMED.match(line):
            line = f"{matched[1]} {begun.pop(matched[1])}{matched[2]}"
        if (whole := _LINE.match(line)) and int(whole[4]) >= 0:
            found.append((whole[1], whole[2], whole[3], int(whole[4])))
    threads = {found[0][0]}
    for _, name, arguments, answer in found:
        if name.startswith("clone") and "CLONE_THREAD" in arguments:
            threads.add(str(answer))
    return [(name, arguments, answer) for pid, name, arguments, answer in found if pid in threads]


def texts(arguments: str) -> list[bytes]:
    """The quoted strings among the arguments."""
    return [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]


def play(disk: Disk, said: Path, call: tuple[str, str, int]) -> bool:
    """Do a call to the disk; whether something on it is another afterwards."""
    name, arguments, answer = call
    paths = (
        [text.decode("utf-8", "surrogateescape") for text in texts(arguments)]
        if (not name.startswith(("write", "pwrite")))
        else []
    )
    numbers = [int(n) for n in re.findall(r"(?:^|, )(\d+)(?=<|,|$)", arguments)]
    match name:
        case "openat":
            disk.open(answer, paths[0], arguments, str(said))
            return "O_CREAT" in arguments or "O_TRUNC" in arguments
        case "write":
            return disk.write(numbers[0], texts(arguments)[0][:answer], None)
        case "pwrite64":
            return disk.write(numbers[0], texts(arguments)[0][:answer], numbers[-1])
        case "sendfile" | "copy_file_range":
            return _copy(disk, arguments, numbers, answer)
        case "lseek":
            disk.seek(numbers[0], answer)
        case "ftruncate":
            return disk.cut(numbers[0], numbers[-1])
        case "fsync" | "fdatasync":
            return disk.sync(numbers[0])
        case "rename" | "renameat" | "renameat2":
            return disk.move(*paths)
        case "link" | "linkat":
            return disk.link(*paths)
        case "unlinkat" if "AT_REMOVEDIR" in arguments:
            return disk.remove_folder(paths[0])
        case "rmdir":
            return disk.remove_folder(paths[0])
        case "unlink" | "unlinkat":
            return disk.unlink(paths[0])
        case "mkdir" | "mkdirat":
            return disk.make_folder(paths[0])
    return False


def _copy(disk: Disk, arguments: str, numbers: list[int], size: int) -> bool:
    into, source = [int(n) for n in re.findall(r"(\d+)<", arguments)]
    place = int(found[1]) if (found := re.search(r"\[(\d+)\]", arguments)) else 0
    data = disk.read(source, place, size)
    assert data is not None or size == 0, "copied from outside"
    return disk.write(into, data or b"", None)
