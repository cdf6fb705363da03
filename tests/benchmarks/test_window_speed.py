"""The window's reaction times on large data, each beside the same act in a bare Qt table of 75×9 cells."""

import statistics
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from own_clock import CPU, now
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from running_window import open_window

from perfdesk.cellpath import CellPath
from perfdesk.session.send_out.transfer import ExportPlan
from perfdesk.session.workspace import Workspace
from ui.window.main_window import MainWindow

ROWS, FORMS = 60, 200
KEY_BOUND, COMMIT_BOUND, OPEN_BOUND, SWITCH_BOUND = 2.0, 4.0, 3.0, 3.0
"""Ratios to the bare table, which shows plain texts and computes, checks and saves nothing."""
LONGEST_STRETCH_MS = 50.0
"""For so long the window may answer nothing while long work goes on."""
BEAT_MS = 5


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data file of 200 forms, the first with 60 indicators."""
    path = tmp_path_factory.mktemp("large") / "large.perfdesk"
    with Workspace.create(path) as workspace:
        editing = workspace.editing
        form = editing.new_form("shanghai-self-evaluation-2024", 2024, "大项目").forms[0]
        rows = indicator_rows(workspace, form)
        editing.insert_row(form, rows[-1], ROWS - len(rows))
        texts = {
            "level3": "完成情况良好的指标",
            "target": "≥95%",
            "actual": "96%",
            "weight": "1.5",
            "score": "1.5",
        }
        editing.set_many(
            [
                (CellPath(form, row, name), f"{text}{row}" if name == "level3" else text)
                for row in indicator_rows(workspace, form)
                for name, text in texts.items()
            ]
        )
        for number in range(FORMS - 1):
            editing.new_form("shanghai-self-evaluation-2024", 2024, f"项目{number}")
    return path


def indicator_rows(workspace: Workspace, form: str) -> list[str]:
    return [row_id for row in workspace.grid(form).rows for row_id in row.row_ids]


@pytest.fixture
def window(qapp: QApplication, large: Path, settings_home: Path) -> Iterator[MainWindow]:
    yield from open_window(qapp, large)


@pytest.fixture
def bare(qapp: QApplication) -> Iterator[QTableView]:
    table = QTableView()
    table.setModel(bare_model())
    table.resize(900, 640)
    table.show()
    qapp.processEvents()
    yield table
    table.close()


def bare_model() -> QStandardItemModel:
    model = QStandardItemModel(75, 9)
    for row in range(75):
        for column in range(9):
            model.setItem(row, column, QStandardItem(f"完成情况{row}.{column}"))
    return model


def timed(act: Callable[[], object]) -> float:
    begun = now()
    act()
    return now() - begun


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def test_keystroke_to_painted_text(
    window: MainWindow, bare: QTableView, figure: Callable[..., Any]
) -> None:
    view = window.context.view
    ours, reference = [], []
    for row in indicator_rows(window.context.controller.file, view.grid.form_id)[:20]:
        view.go_to_field(row, "deviation")
        QTest.keyClick(view, "1")
        editor = view.cells.editor
        assert editor is not None
        for key in "23456":
            ours.append(timed(lambda e=editor, k=key: (QTest.keyClick(e, k), e.repaint())))
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        for column in range(5):
            item = bare.model().index(3, column)
            reference.append(
                timed(lambda i=item: (bare.model().setData(i, "12345"), bare.viewport().repaint()))
            )
    measured = figure(
        "keystroke to painted text, 95th percentile",
        measured=p95(ours) * 1000,
        reference=p95(reference) * 1000,
        unit="ms",
        bound=KEY_BOUND,
    )
    assert measured.ratio <= KEY_BOUND


def test_commit_to_painted_cell(
    window: MainWindow, bare: QTableView, figure: Callable[..., Any]
) -> None:
    view, controller = window.context.view, window.context.controller
    ours, reference = [], []

    def commit(row: str) -> None:
        cell = view.grid.find(row, "score")
        assert cell is not None
        controller.type_text(cell, "1.25")
        view.viewport().repaint(view.geometry_of.place(cell))

    for row in indicator_rows(controller.file, view.grid.form_id):
        ours.append(timed(lambda row=row: commit(row)))
        index = bare.model().index(len(ours) % 75, 4)
        reference.append(
            timed(lambda i=index: (bare.model().setData(i, "1.25"), bare.viewport().repaint()))
        )
    measured = figure(
        "commit, compute, queue and paint a cell of 60 indicators, 95th percentile",
        measured=p95(ours) * 1000,
        reference=p95(reference) * 1000,
        unit="ms",
        bound=COMMIT_BOUND,
    )
    assert measured.ratio <= COMMIT_BOUND


def test_switching_among_forms(
    window: MainWindow, bare: QTableView, figure: Callable[..., Any]
) -> None:
    controller, view = window.context.controller, window.context.view
    forms = [form.id for form in controller.file.forms()]
    first, again, reference = [], [], []

    def show(form: str) -> None:
        controller.show_form(form)
        view.viewport().repaint()

    for form in forms[1:60]:
        first.append(timed(lambda form=form: show(form)))
    for form in forms[1:60]:
        again.append(timed(lambda form=form: show(form)))
        model = bare_model()
        reference.append(
            timed(lambda model=model: (bare.setModel(model), bare.viewport().repaint()))
        )
    for name, times, bound, of in (
        ("opening a form among 200, median", first, OPEN_BOUND, statistics.median),
        ("opening a form among 200, 95th percentile", first, OPEN_BOUND, p95),
        ("switching to a form among 200, median", again, SWITCH_BOUND, statistics.median),
    ):
        measured = figure(
            name,
            measured=of(times) * 1000,
            reference=of(reference) * 1000,
            unit="ms",
            bound=bound,
        )
        assert measured.ratio <= bound


def test_the_window_breathes_while_all_forms_are_checked(
    window: MainWindow, qapp: QApplication, figure: Callable[..., Any]
) -> None:
    window.greet()
    beat("first check of 200 forms", qapp, lambda: not window.context.auditor.settled(), figure)


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_window_breathes_while_forms_are_exported(
    kind: str, window: MainWindow, qapp: QApplication, figure: Callable[..., Any], tmp_path: Path
) -> None:
    window.greet()
    while not window.context.auditor.settled():
        qapp.processEvents()
    transfer, ids = (
        window.context.controller.file.transfer,
        window.context.controller.file.form_ids(),
    )
    plan = ExportPlan(tmp_path, (kind,), False, True)
    window.context.run_job(
        "导出",
        lambda progress, cancelled: transfer.export(plan, ids, progress, cancelled),
        lambda result: None,
    )
    # As a user does who looks on: the paper is painted again and again.
    repaint = QTimer(window, interval=40)
    repaint.timeout.connect(window.context.view.viewport().update)
    repaint.start()
    beat(f"export of 200 forms to {kind}", qapp, lambda: bool(window.context.running), figure)


def test_the_window_breathes_while_files_are_read_and_all_is_checked(
    window: MainWindow, qapp: QApplication, figure: Callable[..., Any], samples: Path
) -> None:
    window.greet()
    while not window.context.auditor.settled():
        qapp.processEvents()
    file = window.context.controller.file
    books = sorted((samples / "workbooks").glob("*.xlsx")) * 4
    works: dict[str, Callable[..., object]] = {
        f"reading of {len(books)} workbooks": lambda *job: file.transfer.read(books, *job),
        "全审 of 200 forms": lambda *job: file.checking.all_findings(*job, on_paper=True),
    }
    for name, work in works.items():
        window.context.run_job("处理", work, lambda result: None)
        beat(name, qapp, lambda: bool(window.context.running), figure)


def beat(
    work: str, qapp: QApplication, going_on: Callable[[], bool], figure: Callable[..., Any]
) -> None:
    """The longest time between two beats of the main thread during a piece of work, less the beat."""
    beats = [now()]
    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: beats.append(now()))
    timer.start()
    while going_on():
        qapp.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    timer.stop()
    # Waiting for the beat is no work: on the thread's own clock it takes no time.
    waited = 0.0 if CPU else BEAT_MS / 1000
    gaps = [after - before - waited for before, after in pairwise(beats)]
    measured = figure(
        f"longest main-thread stretch during the {work}",
        measured=max(gaps) * 1000,
        reference=LONGEST_STRETCH_MS,
        unit="ms",
        bound=1.0,
    )
    assert measured.ratio <= 1.0
