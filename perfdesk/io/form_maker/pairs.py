"""Labels and places that no template knows: 项目负责人, 联系电话, 评价结论."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from perfdesk.io.form_maker.draft import CellUse, DraftCell, DraftField, DraftRow, FormDraft
from perfdesk.io.match.labels.spelling import spell
from perfdesk.template.model import Field

_LONGEST_LABEL: Final = 16
_INLINE: Final = re.compile(r"([^:：\n]{2,16}[:：])([^:：]*)")
_WORDS: Final = re.compile(r"[\u3400-\u9fff][^\u3400-\u9fff]?[\u3400-\u9fff]")
_NO_LABEL: Final = re.compile(r"[0-9]{3,}|[。；;]")
_HEADS: Final = 3
"""Labels in a row that make it one of heads."""
_SENTENCES: Final = ("title", "indicators", "indicator_head", "list", "list_head")


def find_pairs(
    draft: FormDraft, is_label: Callable[[DraftCell], bool], known: Mapping[str, Field]
) -> None:
    """Make fields of what stands beside words that are no known label; all other words stay words."""
    finder = _Pairs(draft, is_label, known)
    for row in draft.rows:
        if row.block not in _SENTENCES:
            finder.row(row)


class _Pairs:
    def __init__(
        self, draft: FormDraft, is_label: Callable[[DraftCell], bool], known: Mapping[str, Field]
    ) -> None:
        self.draft = draft
        self.is_label = is_label
        self.known = known
        self.number = 0

    def row(self, row: DraftRow) -> None:
        """Pair the cells of a row from left to right."""
        cells = row.cells
        if sum(self.is_label(cell) for cell in cells) >= _HEADS and row.block == "funds":
            return
        place = 0
        while place < len(cells):
            cell = cells[place]
            following = cells[place + 1] if place + 1 < len(cells) else None
            if cell.field or cell.use is CellUse.EMPTY or not self._may_label(cell, row, following):
                if not cell.field and cell.use is CellUse.LABEL and row.block != "funds":
                    self._inside(cell)
                place += 1
                continue
            if following is not None:
                self._pair(cell, following)
            place += 2

    def _may_label(self, cell: DraftCell, row: DraftRow, following: DraftCell | None) -> bool:
        if (
            self.is_label(cell)
            or following is None
            or following.field
            or following.rows != cell.rows
        ):
            return False
        text = "".join(cell.text.split())
        if not 1 < len(text) <= _LONGEST_LABEL or _NO_LABEL.search(text):
            return False
        inline = _INLINE.fullmatch(text)
        if not _WORDS.search(text) or (inline is not None and inline[2]):
            # 填表人：李某 has its value inside, whatever stands beside it.
            return False
        if following.use is CellUse.EMPTY:
            return True
        return not self.is_label(following) and row.block != "funds"

    def _pair(self, label: DraftCell, value: DraftCell) -> None:
        words = "".join(label.text.split()).rstrip(":：")
        found = self.known.get(spell(words))
        taken = {name for section, name in self.draft.fields if section == "header"}
        if found is not None and found.name not in taken and not found.computed:
            name, kind, json = found.name, str(found.kind), found.json
            kind = "text" if kind == "choice" else kind
        else:
            self.number += 1
            name, kind, json = f"extra{self.number}", "text", words
        if any(
            f.json == json and section == "header" for (section, _), f in self.draft.fields.items()
        ):
            json = f"{json}{self.number}"
        long = len(value.text) > 40
        self.draft.fields["header", name] = DraftField(
            words, (), "long_text" if long else kind, json if json != name else "",
            align="left" if long else "center",
        )  # fmt: skip
        value.use, value.section, value.field = CellUse.VALUE, "header", name

    def _inside(self, cell: DraftCell) -> None:
        """填表人：周小二 in one cell: the name has its place behind the label."""
        found = _INLINE.fullmatch(cell.text.strip())
        if found is None or self.is_label(cell) or len(found[2]) > _LONGEST_LABEL:
            return
        self.number += 1
        name, words = f"extra{self.number}", "".join(found[1].split()).rstrip(":：")
        if words in ("单位", "附件", "注", "备注", "其中"):
            return
        self.draft.fields["header", name] = DraftField(words, (), "text", words)
        cell.use, cell.section, cell.field = CellUse.VALUE, "header", name
        cell.pattern = f"{found[1]}{{}}"
