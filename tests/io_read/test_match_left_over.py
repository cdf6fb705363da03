"""Every cell accounted for: value, label, known remark, or left over with its address."""

import json
from pathlib import Path

import pytest

from perfdesk.cli.main import main
from perfdesk.io.match import match
from perfdesk.io.read_forms import matched, read_path
from perfdesk.io.readers.snapshot import Snapshot
from tests.io_read.scoring import SAMPLES, golds
from tests.io_read.tables import CATALOG, FUNDS, GOALS, HEAD, INDICATORS, WHOLE, form, join, sheet


def left(*parts: str) -> list[tuple[str, str]]:
    """Addresses and texts that are left over of a form of these parts."""
    return [(cell.address, cell.text) for cell in form(join(*parts)).leftovers]


@pytest.mark.parametrize(
    "remark",
    [
        "| 注：1.其他资金包括社会投入资金、银行贷款。2.一级指标分值统一设置为产出指标50分，效益指标30分。 |",
        "| 填报人：     联系电话：        单位负责人：       |",
        "| 填报日期：    年   月   日 |",
        "| 附件2 |",
        "| 第1页 共2页 |",
        "| （盖章） |",
    ],
)
def test_remarks_are_not_left_over(remark: str) -> None:
    assert left(WHOLE, remark) == []


@pytest.mark.parametrize(
    "signed", ["填报人：张三", "负责人：李四    联系电话：", "填报日期：2024年3月1日"]
)
def test_what_is_typed_beside_a_signature_is_left_over(signed: str) -> None:
    assert [text for _, text in left(WHOLE, f"| {signed} |")] == [signed]


def test_a_column_that_the_template_does_not_have() -> None:
    table = """
    | 序号 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 评分标准 | 分值 | 得分 |
    | 1 | 产出指标 | 数量指标 | 维修校舍 | ≥3栋 | 3栋 | 每少一栋扣5分 | 60 | 60 |
    | 2 | 满意度指标 | 服务对象满意度指标 | 师生满意度 | ≥90% | 88% | | 30 | 29 |
    | | 总分 | | | | | | 100 | 97 |
    """
    cells = left(HEAD, FUNDS, GOALS, table)
    assert [text for _, text in cells] == ["评分标准", "每少一栋扣5分"]
    assert all(address.startswith("表1!") for address, _ in cells)


def test_the_points_of_a_subtotal() -> None:
    head, first, *rest = INDICATORS.strip("\n").splitlines()
    cells = left(HEAD, FUNDS, GOALS, head, first, "| 产出指标小计 | | | | | 49 | 48 | |", *rest)
    assert [text for _, text in cells] == ["49", "48"]


def test_what_stands_outside_all_forms() -> None:
    cover = sheet("| 目录 |\n| 一 | 校舍维修 | 3 |", "封面")
    reading = matched(Path("x"), Snapshot("xlsx", (cover, sheet(WHOLE, "自评"))), CATALOG)
    assert [cell.address for cell in reading.left_over] == [
        "封面!A1",
        "封面!A2",
        "封面!B2",
        "封面!C2",
    ]
    assert reading.forms[0].leftovers == ()


def test_every_cell_of_the_published_forms_is_somewhere() -> None:
    for path in golds(SAMPLES / "regions"):
        reading = read_path(path, CATALOG)
        assert reading.snapshot is not None
        for found in match(reading.snapshot, CATALOG):
            told = {cell.address for cell in (*found.leftovers, *reading.left_over)}
            told |= set(found.sources.values()) | set(found.labels.values())
            texts = "".join(t for r in found.form.all_rows() for t in r.values.values() if t)
            texts += "".join(t for t in found.form.header.values() if t)
            for part in reading.snapshot.sheets:
                for cell in part.cells:
                    digits = any(sign.isdigit() for sign in cell.text)
                    if digits and part.address(cell) not in told and cell.text not in texts:
                        # Whatever holds a figure and is no value: a label with points, a note.
                        assert (
                            "指标" in cell.text
                            or "注" in cell.text
                            or "分" in cell.text
                            or "年度" in cell.text
                            or "编号" in cell.text
                        )


def test_keys_that_no_field_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form_data = json.loads((SAMPLES / "forms" / "putuo-self-evaluation.json").read_text("utf-8"))[0]
    form_data |= {"负责人": "张三", "nature": None}
    form_data["indicators"][1]["评分标准"] = "每少一栋扣5分"
    form_data["funds"].append({"row": "单位资金", "initial": "5"})
    path = tmp_path / "form.json"
    path.write_text(json.dumps(form_data, ensure_ascii=False), "utf-8")
    assert main(["read", str(path), "--json"]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["left_over"] == []
    assert {cell["cell"]: cell["text"] for cell in file["forms"][0]["left_over"]} == {
        "负责人": "张三", "indicators[1].评分标准": "每少一栋扣5分",
        "funds[4].row": "单位资金", "funds[4].initial": "5",
    }  # fmt: skip


@pytest.mark.parametrize("command", ["read", "check", "import"])
def test_the_commands_tell_it(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = SAMPLES / "faults" / "c7-label-as-value.xlsx"
    into = ["--into", str(tmp_path / "u.perfdesk")] if command == "import" else []
    main([command, str(source), *into])
    said = capsys.readouterr().out
    assert "还有 5 格没有放进表里" in said
    assert "Sheet1!B5 渠道防渗" in said
    main([command, str(source), *into, "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    cells = file["left_over"] or file["forms"][0]["left_over"]
    assert {"cell": "Sheet1!B5", "text": "渠道防渗"} in cells


def test_a_long_note_is_a_remark_whatever_its_length() -> None:
    assert left(WHOLE, "| 注：" + "长" * 300 + " |") == []
