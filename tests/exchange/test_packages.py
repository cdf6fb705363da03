"""上报包: out, verified, in; what was changed or is dangerous is refused by name; the board."""

import hashlib
import json
import random
import stat
import zipfile
from pathlib import Path

import pytest

from perfdesk.cellpath import CellPath
from perfdesk.cli import main
from perfdesk.document import Form
from perfdesk.document.form_json import to_json
from perfdesk.errors import (
    NamePatternError,
    NotAPackageError,
    NothingToPackError,
    PackageError,
    PackageFileChangedError,
    PackageFileMissingError,
    UnexpectedPackageFileError,
)
from perfdesk.exchange.package_file import PackageFile
from perfdesk.session.bring_in.known_forms import KnownForms
from perfdesk.session.exchange.packages import PackPlan
from perfdesk.session.exchange.received import places_in_json
from perfdesk.session.report.summary import SummaryChoice
from perfdesk.session.workspace import Workspace
from perfdesk.values import without_space
from tests.session.unit_files import unit_file


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    with unit_file(folder, "minhang-self-evaluation-2024", "fengtai-self-evaluation-2024") as unit:
        form = unit.form_ids()[0]
        unit.checking.accept(unit.checking.findings(form)[0], "系统导出如此")
        made = unit.sharing.packages.pack(PackPlan(2024), folder / "上报.zip")
    assert made is not None
    return made.path


def changed(path: Path, target: Path, name: str, data: bytes | None) -> Path:
    """A copy of a package with one file replaced, or left out (None)."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        if data is not None:
            new.writestr(name, data)
    return target


def test_a_package_is_read_without_the_program(packed: Path) -> None:
    with zipfile.ZipFile(packed) as package:
        names = package.namelist()
        manifest = json.loads(package.read("manifest.json"))
        for file in manifest["files"]:
            data = package.read(file["path"])
            assert hashlib.sha256(data).hexdigest() == file["sha256"]
        read_me = package.read("说明.txt").decode("utf-8-sig")
    assert {name.rpartition(".")[2] for name in names} == {"pdf", "xlsx", "json", "txt"}
    assert {"汇总表.xlsx", "自检报告.pdf", "数据/自检结果.json"} <= set(names)
    assert len(manifest["forms"]) == 6
    first = manifest["forms"][0]
    assert first["holds"]["年初预算数"]
    assert first["project"] in read_me
    assert first["findings"]["explained"] == 1


def test_forms_and_reasons_come_in_whole_and_the_sums_are_equal(
    packed: Path, tmp_path: Path
) -> None:
    with Workspace.open(packed.with_name("单位.perfdesk"), read_only=True) as unit:
        sent = [to_json(view) for view in unit._core.views()]
        summary = unit.reports.summary(2024)
    with Workspace.create(tmp_path / "局.perfdesk") as bureau:
        received = bureau.sharing.packages.received
        report = received.take([received.read(packed)])
        assert report.count("added") == 6
        got = [to_json(view) for view in bureau._core.views()]
        assert without_space(json.dumps(got)) == without_space(json.dumps(sent))
        assert bureau.reports.summary(2024).total.cells == summary.total.cells
        first = bureau.checking.findings(bureau.form_ids()[0])
        assert [f.accepted for f in first if f.accepted] == ["系统导出如此"]
        lines = received.board(2024)
        assert sum(sum(line.forms.values()) for line in lines) == 6
        again = received.take([received.read(packed)])
        assert again.count("skipped") == 6


def test_any_changed_byte_of_a_file_is_refused_by_its_name(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as package:
        names = [name for name in package.namelist() if name != "manifest.json"]
        contents = {name: package.read(name) for name in names}
    dice = random.Random(5)
    for name in names[:3] + names[-4:]:
        data = bytearray(contents[name])
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        bad = changed(packed, tmp_path / "改过.zip", name, bytes(data))
        with pytest.raises(PackageFileChangedError) as error, PackageFile(bad) as package:
            package.verify()
        assert error.value.file == name
        assert name in str(error.value)


def test_raw_bytes_changed_in_the_zip_are_never_taken(packed: Path, tmp_path: Path) -> None:
    whole = packed.read_bytes()
    with zipfile.ZipFile(packed) as package:
        spans = [
            (e.filename, e.header_offset + 200, e.compress_size - 250) for e in package.infolist()
        ]
    dice = random.Random(7)
    bad = tmp_path / "改过.zip"
    for name, start, length in spans:
        if length > 10:
            data = bytearray(whole)
            data[start + dice.randrange(length)] ^= 0x10
            bad.write_bytes(data)
            with pytest.raises(PackageError) as error, PackageFile(bad) as package:
                package.verify()
            assert name in str(error.value)


def test_a_changed_manifest_is_noticed(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as package:
        text = package.read("manifest.json").decode()
    for wrong in (text.replace('"year": 2024', '"year": 2023', 1), text[:-40], "{}", "[1]", "x"):
        bad = changed(packed, tmp_path / "改过.zip", "manifest.json", wrong.encode())
        with pytest.raises(PackageError, match=r"manifest\.json"):
            PackageFile(bad)


def test_missing_and_unexpected_files(packed: Path, tmp_path: Path) -> None:
    with pytest.raises(PackageFileMissingError, match="汇总表"):
        PackageFile(changed(packed, tmp_path / "少.zip", "汇总表.xlsx", None))
    with pytest.raises(UnexpectedPackageFileError, match="多出来"):
        PackageFile(changed(packed, tmp_path / "多.zip", "多出来.exe", b"MZ"))
    with pytest.raises(NotAPackageError):
        PackageFile(changed(packed, tmp_path / "无.zip", "manifest.json", None))
    (tmp_path / "断.zip").write_bytes(packed.read_bytes()[:3000])
    with pytest.raises(PackageError, match="已损坏"):
        PackageFile(tmp_path / "断.zip")


@pytest.mark.parametrize("name", ["../逃出.json", "/etc/x", "C:/x", "a/../../x", "a\\..\\x", "./x"])
def test_paths_that_lead_out_are_refused(packed: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match="不安全"):
        PackageFile(changed(packed, tmp_path / "滑.zip", name, b"x"))
    assert not (tmp_path.parent / "逃出.json").exists()


def test_links_doubles_and_bombs_are_refused(packed: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("链接")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    for name, put in (
        ("链.zip", lambda z: z.writestr(link, "/etc/passwd")),
        ("双.zip", lambda z: z.writestr("说明.TXT", b"x")),
        ("弹.zip", lambda z: [z.writestr(f"{n}", b"0" * 70_000_000) for n in range(10)]),
    ):
        target = tmp_path / name
        target.write_bytes(packed.read_bytes())
        with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
            put(package)
        with pytest.raises(PackageError):
            PackageFile(target)


def test_names_by_a_pattern(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        packages = unit.sharing.packages
        names = packages.names(PackPlan(2024, names="{序号}-{年度}{表名}"))
        assert [name for _, name, _ in names] == [f"0{n}-2024项目支出绩效自评表" for n in (1, 2, 3)]
        assert names[0][2] == len("01-2024项目支出绩效自评表.xlsx".encode("gbk"))
        for wrong in ("{年度}", "{没有}{项目}"):
            with pytest.raises(NamePatternError):
                packages.names(PackPlan(2024, names=wrong))
        with pytest.raises(NothingToPackError):
            packages.pack(PackPlan(1999), tmp_path / "空.zip")
        assert not (tmp_path / "空.zip").exists()


def test_the_board_tells_who_is_missing(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        received = unit.sharing.packages.received
        own = unit._core.document.form(unit.form_ids()[0]).header["organisation"]
        received.expect([own or "", "某某中心", "", "某某中心"])
        lines = received.board(2024)
        assert [line.unit for line in lines if line.missing] == ["某某中心"]
        here = next(line for line in lines if line.unit == own)
        assert here.expected
        assert here.errors == sum(
            f.severity.value == "error" and f.accepted is None
            for form in unit.form_ids()
            if unit._core.document.form(form).header["organisation"] == own
            for f in unit.checking.findings(form)
        )


def test_every_cell_has_its_place_in_json(tmp_path: Path) -> None:
    with unit_file(tmp_path, "jiading-declaration-2023", "putuo-self-evaluation", count=1) as unit:
        for view in unit._core.views():
            places = places_in_json(view.form, view.template)
            row = view.form.indicators[-1].id
            index = len(view.form.indicators) - 1
            assert places[f"indicators[{index}].target"] == (row, "target")
            assert places["goal_total" if "goal_total" in places else "goal_actual"][0] == ""


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit_file(tmp_path).close()
    package, bureau = tmp_path / "出" / "包.zip", tmp_path / "局.perfdesk"
    assert (
        main(
            [
                "pack",
                str(tmp_path / "单位.perfdesk"),
                "--year",
                "2024",
                "--to",
                str(package),
                "--json",
            ]
        )
        == 0
    )
    told = capsys.readouterr()
    data = json.loads(told.out)
    assert len(data["forms"]) == 3
    assert "50 字节" in told.err
    bad = tmp_path / "坏.zip"
    bad.write_bytes(b"PK")
    assert main(["unpack", str(bad), str(package), "--into", str(bureau), "--json"]) == 2
    told = capsys.readouterr()
    files = json.loads(told.out)["files"]
    assert [form["result"] for form in files[0]["forms"]] == ["added"] * 3
    assert "坏.zip" in told.err
    assert main(["unpack", str(package), "--into", str(bureau)]) == 0
    assert "跳过" in capsys.readouterr().out


def test_projects_of_one_name_in_two_units_are_two_forms(tmp_path: Path) -> None:
    packages = []
    for name in ("第一小学", "第二小学"):
        (tmp_path / name).mkdir()
        with unit_file(tmp_path / name, count=1) as unit:
            unit.editing.set_text(CellPath(unit.form_ids()[0], "", "organisation"), name)
            made = unit.sharing.packages.pack(PackPlan(2024), tmp_path / f"{name}.zip")
            assert made is not None
            packages.append(made.path)
    with Workspace.create(tmp_path / "局.perfdesk") as bureau:
        received = bureau.sharing.packages.received
        for path in packages:
            assert received.take([received.read(path)]).count("added") == 1
        assert received.take([received.read(packages[1])]).count("skipped") == 1
        assert [line.unit for line in received.board(2024)] == ["第一小学", "第二小学"]
        table = bureau.reports.chosen_summary(SummaryChoice(2024, "self_evaluation", by_unit=True))
        assert [table.cell(row, "organisation").text for row in table.rows] == [
            "第一小学",
            "第二小学",
        ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("某区卫生信息中心", "149020-某区卫生信息中心", True),
        ("上海市某区卫生信息中心", "某区卫生信息中心", True),
        ("某区卫生信息中心", "", True),
        ("第一小学", "第二小学", False),
    ],
)
def test_when_two_names_may_be_one_unit(one: str, other: str, *, same: bool) -> None:
    forms = [
        Form(
            unit,
            "x",
            "self_evaluation",
            {"project_name": "培训", "year": "2024", "organisation": unit},
        )
        for unit in (one, other)
    ]
    assert (KnownForms([forms[0]]).find(forms[1]) is not None) == same


def test_whole_unit_forms_are_known_by_their_unit() -> None:
    def form(unit: str) -> Form:
        return Form(unit, "x", "unit_declaration", {"year": "2024", "organisation": unit})

    known = KnownForms([form("某区文化局")])
    assert known.find(form("某区文化局")) == "某区文化局"
    assert known.find(form("某区教育局")) is None
    assert KnownForms([form("")]).find(form("")) is None
