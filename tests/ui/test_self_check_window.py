"""What the window offers for a finding: cures shown first, drafts, proposed scores, reasons, 全审, the report."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from perfdesk.cellpath import CellPath
from perfdesk.findings import Finding
from tests.ui.on_show import show
from ui.bench.prompts import with_ending
from ui.dialogs.cells.fix_dialog import FixDialog
from ui.dialogs.help.help_window import HelpWindow
from ui.dialogs.result import ResultDialog
from ui.dialogs.settings.settings_dialog import SettingsDialog
from ui.paper.cell_painter import computed_place
from ui.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(window: MainWindow, qtbot: QtBot) -> str:
    """A 自评表 on show, everything checked."""
    found = show(window)
    settle(window, qtbot)
    return found


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.context.auditor.settled, timeout=20_000)


def put(window: MainWindow, row: str, **texts: str) -> None:
    controller = window.context.controller
    entries = [(CellPath(controller.form_id, row, name), text) for name, text in texts.items()]
    controller.perform(lambda: controller.file.editing.set_many(entries))
    window.context.auditor.check_shown()


def value(window: MainWindow, row: str, field: str) -> str | None:
    cell = window.context.view.grid.find(row, field)
    assert cell is not None
    return cell.value


def choose(window: MainWindow, rule: str, row: str | None = None) -> Finding:
    """Put the cursor of the list on a finding."""
    panel = window.context.findings
    found = next(f for f in panel.model.findings() if f.rule == rule and row in (None, f.row))
    panel.list.choose(panel.model.place_of(found))
    return found


def rules_at(window: MainWindow, row: str) -> set[str]:
    found = window.context.auditor.findings(window.context.controller.form_id)
    return {f.rule for f in found if f.row == row and f.accepted is None}


@pytest.fixture
def two_cures(window: MainWindow, form: str, qtbot: QtBot) -> Finding:
    """T04 on 完成数 in per cent: another unit, or another name."""
    put(window, "r1", level3="宣传资料完成数", target="≥95%", actual="96")
    return choose(window, "T04", "r1")


def test_every_cure_has_a_button_and_says_before_what_it_does(
    window: MainWindow, two_cures: Finding, qtbot: QtBot
) -> None:
    detail = window.context.findings.detail
    assert [b.accessibleName() for b in detail.cures] == [
        "单位改为“个”",
        "名称改为“宣传资料完成率”",
    ]
    assert "≥95% → ≥95(个)" in detail.text.text()
    assert "宣传资料完成数 → 宣传资料完成率" in detail.text.text()
    assert value(window, "r1", "level3") == "宣传资料完成数"
    QTest.mouseClick(detail.cures[1], LEFT)
    window.context.auditor.check_shown()
    assert value(window, "r1", "level3") == "宣传资料完成率"
    assert value(window, "r1", "target") == "≥95%"
    assert "T04" not in rules_at(window, "r1")
    window.center.actions["undo"].trigger()
    assert value(window, "r1", "level3") == "宣传资料完成数"


def test_the_chosen_row_stays_in_sight_when_its_cures_take_room(
    window: MainWindow, two_cures: Finding
) -> None:
    panel = window.context.findings
    number = panel.model.findings().index(two_cures)
    for height in range(560, 760, 20):
        window.resize(1093, height)
        panel.list.setCurrentIndex(panel.model.at(0))
        QApplication.processEvents()
        panel.list.choose(panel.model.at(number))
        QApplication.processEvents()
        place = panel.list.visualRect(panel.list.currentIndex())
        assert place.top() >= 0, height
        assert place.bottom() <= panel.list.viewport().height(), height


def test_with_several_cures_the_key_asks_which(
    window: MainWindow, two_cures: Finding, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_Period, CONTROL)
    dialog = asked(window)
    assert cells(dialog) == [("宣传资料完成数·年度指标值", "≥95%", "≥95(个)")]
    QTest.mouseClick(dialog.choices[1], LEFT, pos=QPoint(8, dialog.choices[1].height() // 2))
    assert cells(dialog) == [("宣传资料完成数·三级指标", "宣传资料完成数", "宣传资料完成率")]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert value(window, "r1", "level3") == "宣传资料完成率"


def test_with_the_panel_hidden_the_key_shows_first_what_it_does(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    put(window, "r1", level3="检修次数", target="=10", actual="5", score="2", deviation="")
    window.center.actions["toggle_findings"].trigger()
    choose(window, "T09", "r1")
    QTest.keyClick(window, Qt.Key.Key_Period, CONTROL)
    QTest.keyClick(asked(window), Qt.Key.Key_Escape)
    assert not value(window, "r1", "deviation")


def test_a_cure_of_many_cells_is_listed_whole_and_undone_at_once(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    window.context.findings.scope[1].click()
    panel = window.context.findings
    many = next(f for f in panel.model.findings() if f.fix is not None and len(f.fix.edits) > 1)
    assert many.fix is not None
    panel.list.choose(panel.model.place_of(many))
    QTest.mouseClick(panel.detail.cures[0], LEFT)
    dialog = asked(window)
    assert len(cells(dialog)) == len(many.fix.edits)
    assert all(before != after for _, before, after in cells(dialog))
    before = [value_at(window, edit.path) for edit in many.fix.edits]
    QTest.mouseClick(dialog.go, LEFT)
    assert [value_at(window, edit.path) for edit in many.fix.edits] == [
        e.text for e in many.fix.edits
    ]
    window.center.actions["undo"].trigger()
    assert [value_at(window, edit.path) for edit in many.fix.edits] == before


def asked(window: MainWindow) -> FixDialog:
    shown = [d for d in window.findChildren(FixDialog) if d.isVisible()]
    assert len(shown) == 1
    return shown[0]


def cells(dialog: FixDialog) -> list[tuple[str, ...]]:
    model = dialog.model
    return [
        tuple(str(model.index(row, column).data()).replace(" ", "") for column in range(3))
        for row in range(model.rowCount())
    ]


def value_at(window: MainWindow, path: CellPath) -> str | None:
    cell = window.context.controller.grid(path.form).find(path.row, path.field)
    assert cell is not None
    return cell.value


def test_a_draft_stays_flagged_until_a_person_has_filled_it(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    put(window, "r1", level3="检修次数", target="=10次", actual="5次", score="2", deviation="")
    choose(window, "T09", "r1")
    assert "＿＿" in window.context.findings.detail.text.text()
    QTest.mouseClick(window.context.findings.detail.cures[0], LEFT)
    window.context.auditor.check_shown()
    draft = value(window, "r1", "deviation") or ""
    assert draft.count("＿＿") == 2
    assert "5次" in draft
    assert "S06" in rules_at(window, "r1")
    assert choose(window, "S06", "r1").fix is None
    current = window.context.view.current_cell()
    assert current is not None
    assert (current.row_id, current.field) == ("r1", "deviation")
    # The draft is open at its first blank: the next key fills it, and replaces nothing else.
    editor = window.context.view.cells.editor
    assert editor is not None
    assert set(editor.textCursor().selectedText()) == {"＿"}
    QTest.keyClicks(editor, "A")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    assert set(editor.textCursor().selectedText()) == {"＿"}
    QTest.keyClicks(editor, "B")
    assert "＿" not in editor.toPlainText()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    put(window, "r1", deviation=draft.replace("＿＿", "设备到货推迟", 1))
    assert "S06" in rules_at(window, "r1")
    put(window, "r1", deviation=draft.replace("＿＿", "设备到货推迟，已督促供应商"))
    assert not {"S06", "T09", "T10"} & rules_at(window, "r1")


@pytest.fixture
def proposed(window: MainWindow, form: str, qtbot: QtBot) -> str:
    """A row that should score 13.87 and has 12."""
    put(
        window, "r1",
        level3="签约人数", target="≥1628人", actual="1505人", weight="15", score="12",
    )  # fmt: skip
    return "r1"


def suggested(window: MainWindow, row: str) -> str:
    cell = window.context.view.grid.find(row, "score")
    assert cell is not None
    found = window.context.view.form.suggestion_of(cell)
    return found.shown if found is not None else ""


def test_a_proposed_score_stands_beside_and_is_taken_by_one_key(
    window: MainWindow, proposed: str, qtbot: QtBot
) -> None:
    assert suggested(window, proposed) == "13.87"
    index = window.context.view.form.find(proposed, "score")
    assert "1505 ÷ 1628 × 15 = 13.87" in str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "建议得分 13.87" in str(index.data(Qt.ItemDataRole.AccessibleDescriptionRole))
    assert value(window, proposed, "score") == "12"
    window.context.view.go_to_field(proposed, "actual")
    QTest.keyClick(window.context.view, Qt.Key.Key_Return, CONTROL)
    assert value(window, proposed, "score") == "13.87"
    window.context.auditor.check_shown()
    assert suggested(window, proposed) == ""


def test_a_click_on_the_small_words_takes_it(window: MainWindow, proposed: str) -> None:
    view = window.context.view
    cell = view.grid.find(proposed, "score")
    assert cell is not None
    small = computed_place(view.geometry_of.place(cell)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=small)
    assert value(window, proposed, "score") == "13.87"


def test_it_is_painted(window: MainWindow, proposed: str, qtbot: QtBot) -> None:
    view = window.context.view
    view.go_to_field("r2", "level3")
    cell = view.grid.find(proposed, "score")
    assert cell is not None
    place = view.geometry_of.place(cell)
    picture = view.viewport().grab(place).toImage()
    put(window, proposed, score="13.87")
    view.go_to_field("r2", "level3")
    assert view.viewport().grab(view.geometry_of.place(cell)).toImage() != picture


def test_a_band_is_shown_and_left_to_a_person(window: MainWindow, form: str, qtbot: QtBot) -> None:
    put(
        window, "r1",
        level3="运行状况", target="优", actual="部分达成年度指标并具有一定效果", weight="10", score="",
    )  # fmt: skip
    assert suggested(window, "r1") == "6～8"
    window.context.view.go_to_field("r1", "score")
    QTest.keyClick(window.context.view, Qt.Key.Key_Return, CONTROL)
    assert not value(window, "r1", "score")
    assert "6～8" in window.status.said.toolTip()


def test_a_reason_is_listed_in_the_report_and_falls_with_its_value(
    window: MainWindow, proposed: str, qtbot: QtBot, answers: Any
) -> None:
    choose(window, "T09", proposed)
    answers.typed = "已与主管部门商定"
    QTest.mouseClick(window.context.findings.detail.accept_button, LEFT)
    assert "T09" not in rules_at(window, proposed)
    report = window.context.controller.file.reports.check_report()
    assert [line.rule for s in report.sections for line in s.lines if line.reason] == ["T09"]
    QTest.mouseClick(window.context.findings.chips["accepted"], LEFT)
    assert choose(window, "T09", proposed).accepted == "已与主管部门商定"
    put(window, proposed, score="11")
    assert "T09" in rules_at(window, proposed)
    report = window.context.controller.file.reports.check_report()
    assert not [line for s in report.sections for line in s.lines if line.reason]


def test_a_reason_is_taken_back(window: MainWindow, proposed: str, answers: Any) -> None:
    choose(window, "T09", proposed)
    answers.typed = "说明"
    window.center.actions["accept_finding"].trigger()
    QTest.mouseClick(window.context.findings.chips["accepted"], LEFT)
    choose(window, "T09", proposed)
    QTest.mouseClick(window.context.findings.detail.revoke_button, LEFT)
    assert "T09" in rules_at(window, proposed)


def test_without_a_reason_nothing_is_accepted(
    window: MainWindow, proposed: str, answers: Any
) -> None:
    for typed in (None, "  "):
        choose(window, "T09", proposed)
        answers.typed = typed
        window.center.actions["accept_finding"].trigger()
        assert "T09" in rules_at(window, proposed)


def test_a_reason_for_what_stands_in_another_form(
    window: MainWindow, form: str, qtbot: QtBot, answers: Any
) -> None:
    panel = window.context.findings
    panel.scope[1].click()
    other = next(f for f in panel.model.findings() if f.form not in (None, form))
    panel.list.choose(panel.model.place_of(other))
    answers.typed = "说明"
    window.center.actions["accept_finding"].trigger()
    assert other not in panel.model.findings()
    assert window.context.auditor.verdict(None).accepted == 1


def test_a_cancelled_full_check_leaves_all_as_it_was(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    auditor = window.context.auditor
    before = auditor.all_findings()
    assert before
    window.center.actions["check_all"].trigger()
    (job,) = window.context.running
    job.dialog.button.click()
    qtbot.waitUntil(lambda: not window.context.running, timeout=20_000)
    assert auditor.all_findings() == before
    assert "取消" in window.status.said.toolTip()


def test_a_full_check_shows_all_and_counts(window: MainWindow, form: str, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not window.context.running, timeout=20_000)
    panel = window.context.findings
    assert panel.wants_all()
    assert panel.verdict.text() == window.context.auditor.verdict(None).text
    assert panel.model.findings()


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_report_is_written_as_workbook_and_as_pdf(
    window: MainWindow, form: str, qtbot: QtBot, answers: Any, tmp_path: Path, kind: str
) -> None:
    path = answers.path = tmp_path / f"自检报告.{kind}"
    window.center.actions["check_report"].trigger()
    qtbot.waitUntil(lambda: window.findChild(ResultDialog) is not None, timeout=20_000)
    names = [f.project_name for f in window.context.controller.file.forms() if f.project_name]
    text = "".join(told(path)).replace("\n", "")
    assert all(name[:6] in text for name in names[:3])
    window.findChild(QDialog).close()


def told(path: Path) -> Iterator[str]:
    if path.suffix == ".pdf":
        yield from (page.extract_text() for page in PdfReader(path).pages)
    else:
        for row in load_workbook(path).active.iter_rows(values_only=True):
            yield from (str(cell) for cell in row if cell)


@pytest.mark.parametrize(
    ("name", "chosen", "wanted"),
    [
        ("自检报告.xlsx", "PDF (*.pdf)", "自检报告.pdf"),
        ("自检报告", "PDF (*.pdf)", "自检报告.pdf"),
        ("自检报告.PDF", "PDF (*.pdf)", "自检报告.PDF"),
        ("2024.12汇总", "Excel (*.xlsx)", "2024.12汇总.xlsx"),
        ("自检报告.xlsx", "", "自检报告.xlsx"),
    ],
)
def test_a_file_has_the_ending_of_the_kind_that_was_chosen(
    name: str, chosen: str, wanted: str
) -> None:
    assert with_ending(Path(name), chosen, "Excel (*.xlsx);;PDF (*.pdf)") == Path(wanted)


def test_the_places_of_a_folded_finding_are_shown_one_after_another(
    window: MainWindow, form: str
) -> None:
    panel = window.context.findings
    panel.scope[1].click()
    folded = next(
        f for f in panel.model.findings() if any(p.form not in (None, f.form) for p in f.related)
    )
    panel.list.choose(panel.model.place_of(folded))
    button = panel.detail.places_button
    others = [p for p in folded.related if p.form != folded.form]
    assert not button.isHidden()
    seen = []
    for _ in range(len(others)):
        QTest.mouseClick(button, LEFT)
        seen.append(window.context.controller.form_id)
        assert panel.current() == folded
    assert set(seen) >= {path.form for path in others}


def test_a_rule_switched_off_in_the_settings_says_nothing_more(
    window: MainWindow, form: str, qtbot: QtBot
) -> None:
    rule = window.context.auditor.all_findings()[0].rule
    dialog = SettingsDialog(window.context)
    rules: Any = dialog.widgets["disabled_rules"]
    listed = [rules.item(row).text()[:3] for row in range(rules.count())]
    assert listed[0] == "S01"
    assert [name[0] for name in dict.fromkeys(listed)] == sorted(
        (name[0] for name in listed), key="SFWTIGUXMDP".index
    )
    rules.item(listed.index(rule)).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    settle(window, qtbot)
    assert window.context.auditor.all_findings()
    assert rule not in {f.rule for f in window.context.auditor.all_findings()}


def test_the_page_of_a_rule_opens_from_its_finding(window: MainWindow, form: str) -> None:
    panel = window.context.findings
    finding = next(iter(panel.model.findings()))
    panel.select(finding)
    panel.list.choose(panel.model.place_of(finding))
    assert panel.detail.explain_button.isVisibleTo(panel.detail)
    panel.detail.explain_button.click()
    opened = window.findChild(HelpWindow)
    assert opened is not None
    assert opened.text.toPlainText().startswith(finding.rule)
    opened.close()
