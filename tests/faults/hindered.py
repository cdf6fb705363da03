"""Works on a data file under a hindrance and reports as JSON: python hindered.py TASK FILE."""

import contextlib
import ctypes
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1] / "store"), str(HERE.parents[2])]

from store_forms import Desk, a_form, plain  # noqa: E402

from perfdesk.errors import PerfDeskError  # noqa: E402
from perfdesk.store import Failed, Saved, Store, verify  # noqa: E402

NOBODY = 65534
ROOM = 40_000
TMPFS = 1 << 20


def drop_root(path: Path) -> None:
    """Go on as nobody, where we are root."""
    warm_up()
    os.environ["PERFDESK_HOME"] = str(path.parent / "home")
    (path.parent / "home").mkdir(exist_ok=True)
    (path.parent / "home").chmod(0o777)
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def warm_up() -> None:
    """Load every module while Python's own files can be read, which may be for root alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERFDESK_HOME"] = folder
        path = Path(folder) / "w.perfdesk"
        with Store.create(path) as store:
            Desk(store).add(a_form())
        verify(path)
        Store.open(path).close()


def plain_write_fails(path: Path) -> bool:
    """The proof that the hindrance hinders."""
    try:
        with path.open("ab"):
            return False
    except OSError:
        return True


def attempt(report: dict[str, Any], job: Any) -> None:
    """Note the class of the error that a job raises."""
    try:
        job()
    except PerfDeskError as error:
        report["errors"].append(type(error).__name__)


def listen(store: Store, report: dict[str, Any]) -> None:
    report["acknowledged"] = []

    def hear(event: Saved | Failed) -> None:
        if isinstance(event, Saved):
            report["acknowledged"].append(event.seq)
        elif (name := type(event.error).__name__) not in report["errors"]:
            report["errors"].append(name)

    store.subscribe(hear)


def fill_up(path: Path, report: dict[str, Any], make_room: Any) -> None:
    """Type until the disk refuses, make room, try again."""
    store = Store.open(path)
    listen(store, report)
    desk = Desk(store)
    while not report["errors"]:
        desk.type(f"{desk.seq}" * 2000)
        with contextlib.suppress(PerfDeskError):
            store.flush()
    desk.type("再一次")
    with contextlib.suppress(PerfDeskError):
        store.flush()
    report["pending_when_full"] = store.pending
    make_room()
    store.retry()
    store.flush()
    report["last"] = desk.seq
    store.close()
    with Store.open(path) as again:
        report["same_after_reopening"] = plain(again.load().document) == plain(desk.document)
    report["verified"] = verify(path).ok


def full(path: Path, report: dict[str, Any]) -> None:
    """A limit on the size of files stands for a full disk."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    report["expected"] = "DiskFailureError"
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + ROOM, resource.RLIM_INFINITY))
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    fill_up(path, report, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, unlimited))


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A tmpfs of one MiB, where mounting is allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    folder.mkdir()
    options = f"size={TMPFS}".encode()
    mounted = libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, options) == 0
    try:
        yield mounted
    finally:
        if mounted:
            libc.umount2(str(folder).encode(), 2)


def full_tmpfs(path: Path, report: dict[str, Any]) -> None:
    """A really full disk."""
    with small_disk(path.parent / "disk") as mounted:
        if not mounted:
            report["skip"] = "mounting a tmpfs is not allowed here"
            return
        small = path.parent / "disk" / path.name
        small.write_bytes(path.read_bytes())
        ballast = small.with_name("ballast")
        with ballast.open("wb") as file:
            file.write(bytes(TMPFS - small.stat().st_size - 160_000))
        report["expected"] = "DiskFullError"
        fill_up(small, report, ballast.unlink)


def read_only(path: Path, report: dict[str, Any]) -> None:
    """The folder becomes read-only while the file is open; the edits go elsewhere."""
    elsewhere = path.parent.parent / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o777)
    pid = os.fork()
    if pid:
        os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    if os.geteuid() == 0:
        os.chown(path.parent, NOBODY, NOBODY)
    drop_root(path)
    store = Store.open(path)
    listen(store, report)
    desk = Desk(store)
    report["before"] = plain(desk.document)
    path.parent.chmod(0o555)
    report["plain_write_fails"] = plain_write_fails(path.parent / "x")
    desk.type("改")
    with contextlib.suppress(PerfDeskError):
        store.flush()
    target = store.save_as(elsewhere / "另存.perfdesk", desk.document)
    store.abandon()
    with Store.open(target) as saved:
        loaded = saved.load()
        report["elsewhere"] = (
            plain(loaded.document) == plain(desk.document) and len(loaded.entries) == 2
        )
    path.parent.chmod(0o777)


def look_read_only(path: Path, report: dict[str, Any], barred: Path) -> None:
    drop_root(path)
    report["plain_write_fails"] = plain_write_fails(barred)
    with Store.open(path) as store:
        report["read_only"] = store.read_only
        report["notice"] = type(store.notice).__name__
        report["forms"] = len(store.load().document.forms)
    attempt(report, lambda: Store.create(path.with_name("new.perfdesk")).close())
    report["create"] = report["errors"][0] if report["errors"] else ""


def read_only_folder(path: Path, report: dict[str, Any]) -> None:
    (path.parent / "home").mkdir(exist_ok=True, mode=0o777)
    path.parent.chmod(0o555)
    look_read_only(path, report, path.with_name("x"))


def read_only_file(path: Path, report: dict[str, Any]) -> None:
    path.parent.chmod(0o777)
    path.chmod(0o444)
    look_read_only(path, report, path)


def unreadable(path: Path, report: dict[str, Any]) -> None:
    path.chmod(0)
    drop_root(path)
    report["plain_write_fails"] = plain_write_fails(path)
    attempt(report, lambda: Store.open(path))


def second(path: Path, report: dict[str, Any]) -> None:
    """Another process has the file open."""
    attempt(report, lambda: Store.open(path))
    with Store.open(path, read_only=True) as store:
        report["names"] = [form.header["project_name"] for form in store.load().document]


def full_before(path: Path, report: dict[str, Any]) -> None:
    """The disk is full before the file is opened, and once more with a commit to be taken back."""
    with small_disk(path.parent / "disk") as mounted:
        if not mounted:
            report["skip"] = "mounting a tmpfs is not allowed here"
            return
        small = path.parent / "disk" / path.name
        small.write_bytes(path.read_bytes())
        log = small.with_name(small.name + "-journal")
        log.write_bytes(path.with_name(log.name).read_bytes())
        ballast = os.open(small.with_name("ballast"), os.O_WRONLY | os.O_CREAT)
        with contextlib.suppress(OSError):
            while True:
                os.write(ballast, bytes(4096))
        os.close(ballast)
        report["plain_write_fails"] = not _grows(small.with_name("ballast"))
        with Store.open(small) as store:
            report["read_only"] = store.read_only
            report["notice"] = type(store.notice).__name__
            report["names"] = [form.header["project_name"] for form in store.load().document]
        report["left"] = sorted(file.name for file in small.parent.iterdir())


def _grows(path: Path) -> bool:
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND)
    try:
        os.write(descriptor, bytes(1 << 16))
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def as_somebody(path: Path, report: dict[str, Any]) -> None:
    """Open as a user who may write the data file, but not all that another one left beside it."""
    drop_root(path)
    with contextlib.suppress(PerfDeskError):
        attempt(report, lambda: Store.open(path).abandon())
    if report["errors"]:
        return
    with Store.open(path) as store:
        report["read_only"] = store.read_only
        report["notice"] = type(store.notice).__name__
        report["left_over"] = store.left_over is not None
        report["names"] = [form.header["project_name"] for form in store.load().document]


def count(path: Path, report: dict[str, Any]) -> None:
    """Read as somebody who may not write beside the file."""
    os.environ["PERFDESK_HOME"] = str(path.parent.parent)
    if os.geteuid() == 0:
        warm_up()
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    with Store.open(path) as store:
        report["forms"] = len(store.load().document.forms)


TASKS = (
    *(count, full, full_tmpfs, full_before, read_only, read_only_folder, read_only_file),
    *(unreadable, second, as_somebody),
)

if __name__ == "__main__":
    found: dict[str, Any] = {"errors": []}
    {task.__name__: task for task in TASKS}[sys.argv[1]](Path(sys.argv[2]), found)
    sys.stdout.write(json.dumps(found))
