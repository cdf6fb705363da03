"""Templates made from real files of other regions: they load, read their own file, and print its words."""

import re
import time
from pathlib import Path

import openpyxl
import pytest

from perfdesk.catalog import Catalog
from perfdesk.errors import CannotProposeError, NoFormError, TemplateError, TemplatePackError
from perfdesk.io.form_maker.make import MadeTemplate, make_template
from perfdesk.io.read_forms import read_path
from perfdesk.io.readers.guard import guarded
from perfdesk.layout import build_grid
from perfdesk.paths import resource
from perfdesk.session.bring_in.read_files import ReadForm, settle
from perfdesk.session.core import Core
from perfdesk.template.pack import load_pack

FILES = Path(__file__).parent.parent / "fill" / "files"
NAMES = (
    "03-anhui-tianchang-2022.xlsx",
    "13-shandong-licheng-2019.xlsx",
    "21-sichuan-zhongjiang-2022.xlsx",
    "25-anhui-chizhou-2022.docx",
)


def made(path: Path) -> MadeTemplate:
    """The template of a file."""
    return make_template(path, Catalog(), "own-form")


def read_with(path: Path, template: MadeTemplate) -> ReadForm:
    """The file read with the shipped templates and the made one."""
    packs = {"own-form": template.text.encode()}
    core = Core(Catalog(packs=lambda: packs))
    return settle(core, path, read_path(path, core.catalog)).forms[0]


def bare(text: str) -> str:
    """A text without blanks."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_a_made_template_has_the_rows_and_fields_of_its_file(name: str) -> None:
    template = made(FILES / name).template
    assert template.kind.id == "self_evaluation"
    assert template.money_unit == "万元"
    assert [row.means for row in template.fund_rows][:2] == ["total", "fiscal"]
    assert {"level1", "level2", "level3", "target", "actual", "weight", "score"} <= {
        field.meaning for field in template.indicator_fields
    }
    assert [group.level1 for group in template.vocabulary] == ["产出指标", "效益指标", "满意度指标"]


@pytest.mark.parametrize("name", NAMES)
def test_the_words_of_the_file_stand_on_the_page(name: str) -> None:
    path = FILES / name
    template = made(path)
    printed = {bare(cell.label) for row in template.template.rows for cell in row.cells}
    sheet = guarded().read(path).sheets[0]  # type: ignore[union-attr]
    labels = [bare(c.text) for c in sheet.cells if c.row < 6 and 1 < len(bare(c.text)) < 8]
    known = [label for label in labels if label in printed]
    assert len(known) >= 3


def test_a_file_is_read_with_the_template_made_of_it() -> None:
    path = FILES / "21-sichuan-zhongjiang-2022.xlsx"
    form = read_with(path, made(path))
    assert form.view.form.template_id == "own-form"
    assert form.match == "exact"
    said = {f.json: form.view.text(f.name) for f in form.view.template.header_fields}
    assert said["项目负责人及电话"] == "陈小军13900000000（办公）"
    assert sum(1 for row in form.view.form.indicators if row.get("level3")) == 9
    printed = "".join(bare(cell.text) for cell in build_grid(form.view).cells)
    sheet = guarded().read(path).sheets[0]  # type: ignore[union-attr]
    texts = [bare(cell.text) for cell in sheet.cells if bare(cell.text)]
    assert sum(text in printed for text in texts) >= 0.97 * len(texts)


def test_a_field_that_no_template_knows_keeps_its_own_name() -> None:
    template = made(FILES / "13-shandong-licheng-2019.xlsx").template
    labels = {field.name: field.label for field in template.header_fields}
    assert "联系电话" in labels.values()
    json = {field.json for field in template.header_fields}
    assert {"project_head", "联系电话"} <= json


def test_widths_come_from_the_file_and_fill_the_paper() -> None:
    template = made(FILES / "03-anhui-tianchang-2022.xlsx").template
    page = template.page
    usable = page.width_mm - page.margins_mm[1] - page.margins_mm[3]
    assert sum(template.columns_mm) == pytest.approx(usable, abs=0.05)
    assert len(template.columns_mm) == 10


def test_a_blank_form_gives_a_template_too(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(FILES / "03-anhui-tianchang-2022.xlsx")
    sheet = book["Sheet1"]
    for address in ("C3", "G4", "B11", "F11", "D6", "E6", "F6", "D7", "E7", "F7", "G40", "H40"):
        sheet[address].value = None
    for row in range(13, 40):
        sheet[f"D{row}"].value = "指标1：" if sheet[f"D{row}"].value else None
        for column in "EFGH":
            sheet[f"{column}{row}"].value = None
    path = tmp_path / "blank.xlsx"
    book.save(path)
    template = made(path).template
    names = {field.name for field in template.header_fields}
    assert {"project_name", "department", "goal_expected", "goal_actual", "total_score"} <= names
    assert len(template.fund_rows) == 4
    assert {field.name for field in template.indicator_fields} >= {"target", "actual", "weight"}


def test_of_several_forms_the_first_is_taken_and_that_is_said() -> None:
    path = FILES.parent.parent / "samples" / "workbooks" / "putuo-self-evaluation-official.xlsx"
    made_of = made(path)
    assert [problem.message[:5] for problem in made_of.draft.problems] == ["文件中有 "]
    second = make_template(path, Catalog(), "own-form", 1)
    assert "由第 2 张" in second.draft.problems[0].message


def test_a_file_without_a_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(NoFormError):
        made(path)
    with pytest.raises(CannotProposeError):
        make_template(FILES / NAMES[0], Catalog(), "own-form", 5)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"\xff\xfe\x00", "不是文字文件"),
        (b"a = [", "不是完整的 TOML"),
        (b"title = 'x'", "没有格式号"),
        (b"format = true", "没有格式号"),
        (b"format = 2", "比本程序认识的新"),
        (b"format = 0", "不认识"),
        (b"#" * (1024 * 1024 + 1), "超过 1 MB"),
    ],
)
def test_a_pack_that_is_not_ours_gets_one_sentence(content: bytes, word: str) -> None:
    with pytest.raises(TemplatePackError, match=word) as caught:
        load_pack(content, "别人的.toml", resource("templates"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('extends = "_self-evaluation"', 'extends = "../../etc/passwd"'),
        ('extends = "_self-evaluation"', 'extends = "own-form"'),
        ('kind = "self_evaluation"', 'kind = "other"'),
        ('at = "A"', 'at = "A:C"'),
        ("columns_mm = [", "columns_mm = [300, "),
    ],
)
def test_a_pack_with_a_fault_names_the_key(before: str, after: str) -> None:
    text = made(FILES / "03-anhui-tianchang-2022.xlsx").text
    assert before in text
    with pytest.raises(TemplateError):
        load_pack(text.replace(before, after, 1).encode(), "x.toml", resource("templates"))


def test_a_pack_may_not_take_the_name_of_a_shipped_template() -> None:
    text = made(FILES / "03-anhui-tianchang-2022.xlsx").text
    taken = text.replace('id = "own-form"', 'id = "national-self-evaluation-2020"')
    with pytest.raises(TemplatePackError, match="自带表样"):
        load_pack(taken.encode(), "x.toml", resource("templates"))


def test_a_template_is_made_quickly() -> None:
    path = FILES / "03-anhui-tianchang-2022.xlsx"
    made(path)
    begun = time.process_time()
    made(path)
    assert time.process_time() - begun < 2
