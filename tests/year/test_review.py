"""Remarks of reviewers: read from their tables, put at the cells they speak of, kept in the file."""

from pathlib import Path

import openpyxl
import pytest

from perfdesk.cellpath import CellPath
from perfdesk.errors import NoReviewTableError
from tests.session.unit_files import unit_file


def write(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_review_table_finds_its_cells(tmp_path: Path) -> None:
    with unit_file(tmp_path, "minhang-self-evaluation-2024") as workspace:
        view = workspace._core.views()[0]
        first, second = view.indicators[:2]
        path = write(
            tmp_path / "复核.xlsx",
            [
                ["绩效自评复核意见表"],
                [f"项目名称：{view.project_name}"],
                ["序号", "三级指标", "自评得分", "复核得分", "复核意见"],
                ["1", first.name, "10", "8", "佐证材料不足"],
                ["2", f"{second.name} ", "10", "10", "同意"],
                ["3", "从来没有的指标甲乙丙", "10", "0", "请说明"],
                ["4", second.name, "10", "", ""],
            ],
        )
        review = workspace.year.review
        found = review.read(path)
        assert [remark.path for remark in found] == [
            first.path("score"),
            second.path("score"),
            None,
        ]
        assert review.take(found, "市财政局") == 2
        kept = review.of(view.id)
        assert [(remark.path, remark.text, remark.who) for remark in kept] == [
            (first.path("score"), "复核得分 8。佐证材料不足", "市财政局"),
            (second.path("score"), "复核得分 10。同意", "市财政局"),
        ]
        review.remove(kept[0].id)
        assert len(review.of(view.id)) == 1


def test_projects_in_a_column_and_opinions_on_whole_forms(tmp_path: Path) -> None:
    with unit_file(tmp_path, "minhang-self-evaluation-2024") as workspace:
        views = workspace._core.views()
        path = write(
            tmp_path / "意见.xlsx",
            [["项目名称", "审核意见"], [views[1].project_name, "目标过于笼统"], ["别的项目", "无"]],
        )
        found = workspace.year.review.read(path)
        assert [remark.path for remark in found] == [CellPath(views[1].id, "", ""), None]


def test_a_file_without_opinions_is_told(tmp_path: Path) -> None:
    with unit_file(tmp_path) as workspace, pytest.raises(NoReviewTableError, match="复核意见表"):
        workspace.year.review.read(write(tmp_path / "a.xlsx", [["三级指标", "得分"], ["甲", "1"]]))
