"""`read` on the published workbooks and on samples laid out anew: every field exact."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from perfdesk.compute import compute, keep_printed
from perfdesk.document import Form, FormView, Row
from perfdesk.document.form_json import to_json
from perfdesk.io.excel_writer import write_workbook
from perfdesk.io.read_forms import FileReading, matched
from perfdesk.io.readers.by_kind import read_snapshot
from perfdesk.io.readers.sniff import sniff
from perfdesk.kinds import SELF_EVALUATION, TARGET_DECLARATION
from perfdesk.layout import build_grid
from tests.io_read import relay, relay_files
from tests.io_read.comparing import STEMS, TEMPLATES, field_count, sample_forms, wrong_fields
from tests.io_read.tables import CATALOG

WORKBOOKS = sorted(
    path.name for path in (Path(__file__).parents[1] / "samples" / "workbooks").glob("*.xlsx")
)
FEW = {"jiading-declaration-2023": 2, "minhang-self-evaluation-2024": 2, "putuo-self-evaluation": 2}
"""Forms of a sample taken in the default run; all of the others."""


def read_here(path: Path) -> FileReading:
    """Read a file in this process: what the reading process does is tested apart."""
    return matched(path, read_snapshot(path, sniff(path)), CATALOG)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_published_workbook_is_read_whole(name: str, samples: Path) -> None:
    stem = name.removesuffix(".xlsx").rpartition("-")[0]
    wanted = sample_forms(samples, stem)
    reading = read_here(samples / "workbooks" / name)
    wrong = [
        wrong_fields(form, found.form) for form, found in zip(wanted, reading.forms, strict=True)
    ]
    print(f"{name}: {sum(map(field_count, wanted))} fields, {sum(map(len, wrong))} wrong")
    assert wrong == [{}] * len(wanted)
    assert {(found.template_id, found.match) for found in reading.forms} == {
        (TEMPLATES[stem], "exact")
    }
    assert not reading.problems
    assert not any(found.leftovers for found in reading.forms)


def test_every_mapped_cell_keeps_its_address(samples: Path) -> None:
    reading = read_here(samples / "workbooks" / "minhang-self-evaluation-2024-stacked.xlsx")
    second = reading.forms[1]
    assert second.sources["r1", "target"].startswith("汇总!E")
    assert second.sources["F0", "rate"].startswith("汇总!H")
    assert second.at[1].startswith("A")


def merged_grid(rows: Sequence[Sequence[str]]) -> list[relay.Spot]:
    """Each text widened over the empty cells to its right, label columns also downwards."""
    spots = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if not text:
                continue
            width = 1
            while c + width < len(row) and not row[c + width] and (r < 9 or c + width > 3):
                width += 1
            spots.append(relay.Spot(r, c, text, width))
    return spots


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize("origin", [(0, 0), (4, 3)])
def test_declaration_of_2026(
    merged: bool, origin: tuple[int, int], samples: Path, tmp_path: Path
) -> None:
    rows = json.loads((samples / "grids" / "declaration-2026.json").read_text(encoding="utf-8"))[
        "rows"
    ]
    style = relay.Style("grid", merged=merged)
    spots = [
        relay.Spot(spot.row + origin[0], spot.column + origin[1], spot.text, spot.columns)
        for spot in merged_grid(rows)
    ]
    relay_files.write_xlsx(tmp_path / "a.xlsx", {"2026": spots}, style)
    found = read_here(tmp_path / "a.xlsx").forms[0]
    form = found.form
    assert (form.template_id, found.match) == ("shanghai-declaration-2026", "exact")
    assert {name: text and text.replace("\n", "") for name, text in form.header.items()} == {
        "title": "财政项目支出绩效目标申报表", "year": "2026", "project_name": "兰溪路-真南路下立交工程",
        "nature": "阶段性项目", "category": "特定目标类", "department": "上海市普陀区建设和管理委员会",
        "organisation": "上海市普陀区市政工程建设中心", "start_date": "2026/1/1", "end_date": "2027/12/31",
        "money_unit": "元", "fund_total": "771,325,800.00", "fund_fiscal": "771,325,800.00", "fund_other": "0",
        "year_total": "226,145,100.00", "year_fiscal": "226,145,100.00", "year_carryover": "0", "year_other": "0",
        "period": None, "goal_total": rows[10][1].replace("\n", ""), "goal_annual": rows[10][5].replace("\n", ""),
    }  # fmt: skip
    names = ("level1", "level2", "level3", "target")
    read = [[(row.get(name) or "").replace("\n", "") for name in names] for row in form.indicators]
    assert read == filled_down([[row[1], row[2], row[3], row[6]] for row in rows[12:]])
    assert found.problems[0].cell == found.sources["r1", "level1"]
    assert found.problems[0].severity == "warning"


def filled_down(rows: list[list[str]]) -> list[list[str]]:
    """The rows with the level labels carried on; the lost first one is 成本指标."""
    level1, level2, filled = "成本指标", "", []
    for row in rows:
        level1, level2 = row[0] or level1, row[1] or level2
        filled.append([text.replace("\n", "") for text in (level1, level2, *row[2:])])
    return filled


Writer = Callable[[Path, list[relay.Spot], relay.Style], None]
WRITERS: dict[str, Writer] = {
    "xlsx": lambda path, spots, style: relay_files.write_xlsx(
        path, {"表": spots}, style, formulas=True
    ),
    "xls": lambda path, spots, style: relay_files.write_xls(path, {"表": spots}, style),
    "docx": lambda path, spots, style: relay_files.write_docx(path, {"表": spots}, style),
    "csv": lambda path, spots, style: relay_files.write_csv(path, spots, "gb18030"),
    "html": lambda path, spots, style: (
        path.write_text(relay_files.html(spots, style), encoding="utf-8") and None
    ),
}
STYLE_NAMES = [style.name for style in relay.STYLES]


def relaid_wrong(
    samples: Path, folder: Path, style: relay.Style, kind: str, most: int | None
) -> dict[str, Any]:
    """Form → fields read wrong, over the sample forms laid out in a style."""
    wrong: dict[str, Any] = {}
    for stem in STEMS:
        forms = sample_forms(samples, stem)
        for form in forms if most is None else forms[: FEW.get(stem, most)]:
            if style.year_in_title and form["year"] is None:
                continue
            path = folder / f"a.{kind}"
            WRITERS[kind](path, relay.paper(form, style), style)
            found = read_here(path).forms
            bad = (
                wrong_fields(relay.expected(form, style), found[0].form)
                if len(found) == 1
                else len(found)
            )
            if bad:
                wrong[f"{stem}/{form['project_name']}"] = bad
    return wrong


@pytest.mark.parametrize("style", relay.STYLES, ids=STYLE_NAMES)
def test_relaid_forms_are_read_whole(style: relay.Style, samples: Path, tmp_path: Path) -> None:
    assert relaid_wrong(samples, tmp_path, style, "xlsx", 1) == {}


@pytest.mark.parametrize("kind", ["xls", "docx", "csv", "html"])
@pytest.mark.parametrize("name", ["plain", "unmerged", "spaced", "side-label", "numbers"])
def test_relaid_forms_in_other_kinds(name: str, kind: str, samples: Path, tmp_path: Path) -> None:
    style = relay.STYLES[STYLE_NAMES.index(name)]
    assert relaid_wrong(samples, tmp_path, style, kind, 1) == {}


@pytest.mark.long
@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("style", relay.STYLES, ids=STYLE_NAMES)
def test_all_relaid_forms(style: relay.Style, kind: str, samples: Path, tmp_path: Path) -> None:
    assert relaid_wrong(samples, tmp_path, style, kind, None) == {}


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_several_forms_in_one_file(kind: str, samples: Path, tmp_path: Path) -> None:
    style = relay.Style("several", origin=(1, 1))
    wanted = sample_forms(samples, "putuo-self-evaluation")[:3]
    wanted += sample_forms(samples, "jiading-declaration-2023")[:2]
    sheets = {f"表{number}": relay.paper(form, style) for number, form in enumerate(wanted)}
    path = tmp_path / f"a.{kind}"
    (relay_files.write_xlsx if kind == "xlsx" else relay_files.write_docx)(path, sheets, style)
    found = read_here(path).forms
    assert [wrong_fields(form, one.form) for form, one in zip(wanted, found, strict=True)] == [
        {}
    ] * 5


LABEL_LIKE = (
    "总分",
    "三级指标",
    "项目名称",
    "其他资金",
    "评分等级",
    "注：说明",
    "产出指标",
    "（2024年度）",
    "=1",
    "-",
)


@pytest.mark.parametrize(
    "template",
    [
        t.id
        for t in CATALOG.all()
        if not t.terms and t.kind in (SELF_EVALUATION, TARGET_DECLARATION)
    ],
)
def test_own_workbooks_come_back_even_where_values_read_like_labels(
    template: str, tmp_path: Path
) -> None:
    known = CATALOG.get(template)
    form = Form("f", known.id, known.kind.id)
    for number, field in enumerate(known.header_fields):
        if not field.computed:
            form.header[field.name] = LABEL_LIKE[number % len(LABEL_LIKE)]
    form.header |= {"title": known.title, "money_unit": known.money_unit}
    form.header["year"] = "2024" if known.year_printed else None
    form.header |= {"period": None} if "period" in form.header else {}
    form.funds = [
        Row(fund.id, {field.name: "1.00" for field in known.fund_fields})
        for fund in known.fund_rows
    ]
    for number, words in enumerate((LABEL_LIKE[:6], LABEL_LIKE[4:], LABEL_LIKE[2:8])):
        values = dict(
            zip(("level3", "target", "actual", "weight", "score", "deviation"), words, strict=False)
        )
        names = {field.name for field in known.indicator_fields}
        row = {name: text for name, text in values.items() if name in names}
        form.indicators.append(
            Row(f"r{number + 1}", row | {"level1": "产出指标", "level2": "数量指标"})
        )
    keep_printed(form, known, known.profile)
    grid = build_grid(FormView(form, known, known.profile, {}))
    for row in form.funds:
        # A reason for the whole block stands in one cell of its first row.
        row.values = {name: text for name, text in row.values.items() if grid.find(row.id, name)}
    view = FormView(form, known, known.profile, compute(form, known, known.profile))
    write_workbook(tmp_path / "a.xlsx", [view])
    found = read_here(tmp_path / "a.xlsx").forms[0]
    assert found.template_id == template
    assert wrong_fields(to_json(view), found.form) == {}
