"""Bad input: one Chinese sentence per path, exit 2, no traceback, nothing changed."""

import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run

WORKBOOK = SAMPLES / "workbooks" / "municipal-self-evaluation-2023-official.xlsx"


def an_encrypted_workbook(path: Path) -> None:
    """An OLE container, as Excel writes one for a workbook with a password."""
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 504
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 512
    )


def a_workbook_without_a_form(path: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.active["A1"] = "会议通知"
    workbook.save(path)


def a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")


BAD = {
    "not a workbook": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64),
    "empty": lambda path: path.touch(),
    "without a form": a_workbook_without_a_form,
    "encrypted": an_encrypted_workbook,
    "a zip of something else": a_zip,
    "cut off": lambda path: path.write_bytes(WORKBOOK.read_bytes()[:3000]),
    "a folder": lambda path: path.mkdir(),
}


def one_chinese_line(text: str) -> bool:
    return len(text.splitlines()) == 1 and any("一" <= character <= "鿿" for character in text)


@pytest.mark.parametrize("kind", [kind for kind in BAD if kind != "a folder"])
def test_read_says_what_is_wrong(kind: str, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    BAD[kind](path)
    answer = run("read", path)
    assert (answer.code, one_chinese_line(answer.err)) == (2, True)
    assert str(path) in answer.err


@pytest.mark.parametrize("kind", sorted(BAD))
@pytest.mark.parametrize("command", ["check", "export", "verify", "import"])
def test_a_broken_data_file_is_never_taken_for_an_empty_one(
    kind: str, command: str, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "单位.perfdesk"
    BAD[kind](path)
    before = path.read_bytes() if path.is_file() else None
    call = {
        "check": ("check", path),
        "export": ("export", path, "--to", tmp_path / "out"),
        "verify": ("verify", path),
        "import": ("import", WORKBOOK, "--into", path),
    }[command]
    answer = run(*call)
    assert (answer.code, one_chinese_line(answer.err)) == (2, True)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_database_of_another_program_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "别的.perfdesk"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    answer = run("export", path, "--to", tmp_path / "out")
    assert (answer.code, one_chinese_line(answer.err)) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/proc/sys").exists(), reason="root writes anywhere"
)
def test_a_folder_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    into = tmp_path / "u.perfdesk"
    run("import", WORKBOOK, "--into", into)
    occupied = tmp_path / "occupied"
    occupied.write_text("a file where a folder is wanted")
    for folder in (occupied, Path("/proc/sys/nowhere")):
        answer = run("export", into, "--to", folder)
        assert (answer.code, one_chinese_line(answer.err)) == (2, True)


@pytest.mark.parametrize("command", [("read",), ("check",), ("import", "--into", "u.perfdesk")])
def test_a_folder_without_files_is_said(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "空"
    folder.mkdir()
    (folder / "说明.bak").write_text("x")
    name, *rest = command
    answer = run(name, folder, *(tmp_path / r if r.endswith(".perfdesk") else r for r in rest))
    assert (answer.code, one_chinese_line(answer.err)) == (2, True)
    assert str(folder) in answer.err


def test_a_name_too_long_is_told_and_the_rest_is_done(run: Run, tmp_path: Path) -> None:
    long = tmp_path / f"{'长' * 90}.xlsx"
    for command in (("read",), ("check",), ("import", "--into", tmp_path / "unit.perfdesk")):
        answer = run(command[0], long, WORKBOOK, *command[1:], "--json")
        files = {Path(file["path"]).name: file for file in answer.data["files"]}
        assert answer.code == 2
        assert files[WORKBOOK.name]["error"] is None
        assert files[long.name]["error"]
        assert "File name too long" not in answer.err


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX")
def test_a_template_of_a_file_whose_name_is_no_text(run: Run, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode("自评".encode("gbk") + b".xlsx")
    odd.write_bytes(WORKBOOK.read_bytes())
    assert run("template", odd, "--to", tmp_path / "own.toml").code != 1
    assert (tmp_path / "own.toml").exists()
