"""Monitoring and whole-unit forms of regions that no template is of, written from own knowledge, with their gold.

They stand in `forms_of_a_year.txt`, which says how it is written.
"""

from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True)
class RegionForm:
    """A form as its region prints it."""

    name: str
    kind: str
    rows: str

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Text and path (or "") of every cell."""
        return [
            [_parted(cell.strip()) for cell in line.split("|")]
            for line in self.rows.strip().splitlines()
        ]

    @property
    def gold(self) -> dict[str, str]:
        """Value by path."""
        return {path: text for row in self.cells for text, path in row if path}

    @property
    def figures(self) -> dict[str, str]:
        """The values that hold a digit and are no names or dates."""
        head = ("project_name", "department", "unit", "year", "month", "goal", "title")
        return {
            path: text
            for path, text in self.gold.items()
            if any(letter.isdigit() for letter in text) and not path.startswith(head)
        }

    def write(self, folder: Path) -> Path:
        """The form as a workbook of its own."""
        book = openpyxl.Workbook()
        assert isinstance(book.active, Worksheet)
        _fill(book.active, self.cells)
        path = folder / f"{self.name}.xlsx"
        book.save(path)
        return path


def _parted(cell: str) -> tuple[str, str]:
    text, _, path = cell.partition("@")
    return text.strip().replace("\\n", "\n"), path.strip()


def _fill(sheet: Worksheet, rows: list[list[tuple[str, str]]]) -> None:
    """Texts and merged cells; figures are numbers where a number can say the same."""
    width = max(len(row) for row in rows)
    texts = [[text for text, _ in row] + [""] * (width - len(row)) for row in rows]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = c
            while right + 1 < width and row[right + 1] == "<":
                right += 1
            down = r
            while down + 1 < len(texts) and texts[down + 1][c] == "^":
                down += 1
            cell = sheet.cell(r + 1, c + 1)
            if text:
                cell.value = text
                if text.startswith("="):
                    cell.data_type = "s"
            if right > c or down > r:
                sheet.merge_cells(
                    start_row=r + 1, start_column=c + 1, end_row=down + 1, end_column=right + 1
                )


def region_forms() -> list[RegionForm]:
    """All forms of the file."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    found = []
    for part in text.split("\n== ")[1:]:
        title, _, rows = part.partition("\n")
        name, kind, _ = (word.strip() for word in title.split("|", 2))
        found.append(RegionForm(name, kind, rows))
    return found


ALL = region_forms()
