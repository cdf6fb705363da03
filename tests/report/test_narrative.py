"""The 自评报告: every figure equal to the data, blanks marked, the page of GB/T 9704."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from perfdesk.cellpath import CellPath
from perfdesk.cli import main
from perfdesk.errors import NoFormsOfYearError, ReportFormatError
from perfdesk.io.word_writer.document import Blank, Heading, TextTable, WrittenParagraph, plain_text
from perfdesk.session.report.narrative import OUTLINES
from perfdesk.session.workspace import Workspace
from perfdesk.targets import is_met
from perfdesk.values import read_amount, read_score
from tests.session.unit_files import unit_file

HEADINGS = {
    "project": ["基本情况", "自评工作组织情况", "综合评价结论", "绩效指标分析"],
    "transfer": [
        "绩效目标分解下达情况",
        "绩效目标完成情况分析",
        "偏离绩效目标的原因和下一步改进措施",
    ],
    "monitoring": ["项目支出基本情况", "监控工作开展情况", "存在的问题", "下一步措施"],
}
MONEY = (("initial", "年初预算"), ("adjusted", "全年预算"), ("executed", "全年执行"))


def text_of(unit: Workspace, outline: str = "project", year: int = 2024) -> str:
    return plain_text(unit.reports.narrative(year, outline).blocks)


def test_every_figure_is_that_of_the_forms(tmp_path: Path) -> None:
    with unit_file(tmp_path, "minhang-self-evaluation-2024", count=7) as unit:
        views = unit._core.views()
        text = text_of(unit)
        assert f"项目{len(views)}个" in text
        for field, label in MONEY:
            amounts = [read_amount(v.text(field, "F0")).value for v in views]
            found = re.search(rf"{label}([\d,.]+)万元", text)
            assert found is not None
            total = sum((amount or Decimal(0) for amount in amounts), Decimal(0))
            assert Decimal(found[1].replace(",", "")) == total
        scores = [read_score(v.text("total_score")).value for v in views]
        known = [score for score in scores if score is not None]
        found = re.search(r"(\d+)个项目有自评得分，平均([\d.]+)分", text)
        assert found is not None
        assert int(found[1]) == len(known)
        assert abs(Decimal(found[2]) - sum(known) / len(known)) <= Decimal("0.005")


def test_unmet_indicators_stand_with_their_reasons(tmp_path: Path) -> None:
    with unit_file(tmp_path, "minhang-self-evaluation-2024", count=7) as unit:
        rows = [(v, row) for v in unit._core.views() for row in v.indicators if row.name]
        unmet = [
            row
            for view, row in rows
            if row.text("actual") and is_met(row.target, row.actual, row.name, view.year) is False
        ]
        document = unit.reports.narrative(2024)
        assert f"全部指标共{len(rows)}个" in plain_text(document.blocks)
        tables = [block for block in document.blocks if isinstance(block, TextTable)]
        listed = tables[-1].rows if unmet else ()
        assert [line[1] for line in listed] == [row.name.strip() for row in unmet]
        for row, line in zip(unmet, listed, strict=True):
            assert line[4] == (row.deviation.strip() or "（表中未写原因，请补充）")


def test_an_edit_changes_the_figure(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "新.perfdesk") as unit:
        unit.editing.new_form("shanghai-self-evaluation-2024", 2024, "新项目")
        form = unit.form_ids()[0]
        unit.editing.set_text(CellPath(form, "F1", "initial"), "10.00")
        unit.editing.set_text(CellPath(form, "F1", "adjusted"), "12.50")
        text = text_of(unit)
        assert "年初预算10.00万元，全年预算12.50万元" in text
        assert "年中预算有调整的项目1个：调增1个，共2.50万元" in text
        unit.editing.set_text(CellPath(form, "F1", "initial"), "0")
        assert "其中年中新增1个：新项目。" in text_of(unit)


def test_nothing_is_said_that_no_form_carries(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "空.perfdesk") as unit:
        unit.editing.new_form("shanghai-self-evaluation-2024", 2024, "新项目")
        document = unit.reports.narrative(2024)
    sentences = [b for b in document.blocks if isinstance(b, WrittenParagraph)]
    text = re.sub("【[^】]*】", "", plain_text(sentences))
    for word in ("执行率", "平均", "达到年度指标值的", "评分等级：", "调整的项目"):
        assert word not in text
    assert "有1个项目没有总分" in plain_text(sentences)


@pytest.mark.parametrize("outline", list(OUTLINES))
def test_the_outlines(tmp_path: Path, outline: str) -> None:
    with unit_file(tmp_path) as unit:
        if outline == "monitoring":
            unit.editing.new_form("national-monitoring-2019", 2024, "监控的项目")
        document = unit.reports.narrative(2024, outline)
        heads = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
        for number, heading in enumerate(HEADINGS[outline]):
            assert heads[number] == f"{'一二三四'[number]}、{heading}"
        assert OUTLINES[outline] in document.title
        parts = [p for b in document.blocks if isinstance(b, WrittenParagraph) for p in b.parts]
        assert sum(isinstance(part, Blank) for part in parts) >= 3


def test_the_page_and_the_blanks_in_word(tmp_path: Path) -> None:
    path = tmp_path / "出" / "报告.docx"
    with unit_file(tmp_path) as unit:
        unit.reports.write_narrative(2024, path)
    word = Document(str(path))
    section = word.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(m.mm) for m in margins if m is not None] == [37, 35, 28, 26]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 210
    body = next(p for p in word.paragraphs if p.text.startswith("2024年度共有"))
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body.runs[0].font.size == Pt(16)
    assert body.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    marked = [run.text for p in word.paragraphs for run in p.runs if run.font.highlight_color]
    assert marked
    assert all(text.startswith("【") and text.endswith("】") for text in marked)


def test_years_and_file_names_that_cannot_be(tmp_path: Path) -> None:
    with unit_file(tmp_path) as unit:
        with pytest.raises(NoFormsOfYearError):
            unit.reports.narrative(1999)
        with pytest.raises(NoFormsOfYearError):
            unit.reports.narrative(2024, "monitoring")
        with pytest.raises(ReportFormatError, match=r"\.docx"):
            unit.reports.write_narrative(2024, tmp_path / "报告.doc")


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit_file(tmp_path).close()
    call = ["report", str(tmp_path / "单位.perfdesk"), "--year", "2024", "--to"]
    assert main([*call, str(tmp_path / "报告.docx"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["title"].endswith("2024年度项目支出绩效自评报告")
    assert data["to_fill"]
    assert main([*call, str(tmp_path / "报告.docx"), "--outline", "transfer"]) == 0
    assert "须由单位填写" in capsys.readouterr().out
