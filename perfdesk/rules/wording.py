"""Chapter 1, texts: residue of templates and systems, markup, known mistypings."""

import re
from collections.abc import Iterator

from perfdesk.cellpath import CellPath
from perfdesk.findings import Edit, Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import ROW_TEXTS, TEXTS, FormSubject, TextCell
from perfdesk.rules.facts.texts import bare, just_before, shown
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.registry import rule

_BREAKS = re.compile(r"</?(?:p|br|div|li|tr|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITIES = {
    "&nbsp;": " ",
    "&amp;": "&",
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&hellip;": "…",
    "&middot;": "·",
    "&mdash;": "—",
}


@rule("S06", Scope.FORM, BOTH, reads=(*TEXTS, *ROW_TEXTS))
def residue(form: FormSubject) -> Iterator[Hit]:
    """S06 · CS: what a template or a system leaves behind in a text has to go; the same in many rows is told once."""
    seen: dict[str, dict[CellPath, tuple[TextCell, str]]] = {}
    for cell in form.marked_cells:
        for match in form.words.residue.finditer(cell.text):
            part = match.group(0).strip()
            if not _allowed(form, cell, match):
                # 指标1： and 指标2： are one residue; 实际完成情况 copied from the goal carries it along.
                kind = re.sub(r"\d+|\s", "", part)
                seen.setdefault(kind, {}).setdefault(cell.path, (cell, part))
    told: set[CellPath] = set()
    for found in seen.values():
        cells = [(cell, part) for path, (cell, part) in found.items() if path not in told]
        if not cells:
            continue
        told.update(cell.path for cell, _ in cells)
        (first, part), others = cells[0], [cell.path for cell, _ in cells[1:]]
        label = form.label(first.path.field, first.path.row)
        if set(part) == set(fixes.BLANK):
            # What a draft of ours leaves to a person: to be filled in, not to be deleted.
            yield hit(first.path, "blank", label=label, part=part, related=others)
            continue
        cure = Fix("删除残留文字", tuple(Edit(c.path, _without(form, c.text)) for c, _ in cells))
        more = f"（共{len(cells)}处）" if others else ""
        yield hit(
            first.path, label=label, part=shown(part, 40), more=more, fix=cure, related=others
        )


_LATEX = re.compile(r"\\[a-z]+\s*$")


def _allowed(form: FormSubject, cell: TextCell, match: re.Match[str]) -> bool:
    """Whether the form itself prints 指标1： before its names, or {…} belongs to LaTeX (\\text{小时})."""
    part = match.group(0).lstrip()
    if part.startswith("{"):
        return _LATEX.search(just_before(cell.text, match)) is not None
    if cell.path.field != "level3" or not part.startswith("指标"):
        return False
    # A form of an unknown region may print them itself: 指标1：, 指标2： before every name.
    return form.profile.numbered_indicators or (form.view.nearest and form.once(numbers_all_names))


_NUMBERED = re.compile(r"\s*指标\s?\d{1,2}\s?[:：]")


def numbers_all_names(form: FormSubject) -> bool:
    """Whether nearly every name of a form begins with 指标1：."""
    numbered = sum(_NUMBERED.match(row.text("level3")) is not None for row in form.rows)
    return len(form.rows) > 1 and numbered * 10 >= len(form.rows) * 8


def _without(form: FormSubject, text: str) -> str | None:
    left = form.words.residue.sub("", text).strip()
    return left or None


@rule("S06", Scope.FORM, BOTH, reads=(*TEXTS, *ROW_TEXTS))
def guide_text(form: FormSubject) -> Iterator[Hit]:
    """S06 · CS: the form's own instruction still stands in a cell."""
    for cell in form.text_cells:
        part = _guide(form, cell)
        if part:
            alone = len(bare(cell.text)) - len(bare(part)) < _HARDLY
            yield hit(
                cell.path,
                "guide",
                label=form.label(cell.path.field, cell.path.row),
                part=shown(part, 40),
                fix=fixes.set_text("清除填写说明", cell.path, None) if alone else None,
            )


_HARDLY = 6
_TOLD_HOW = re.compile(
    r"(?:请|应)?(?:对照|结合|根据|按照?|围绕|概括|简要|逐[项条])[^，。；]{0,14}(?:目标|自评|指标|情况|内容|实际)，?[^，。；]{0,8}"
    r"(?:说明|描述|填写|填报|概述|阐述|列出|写明|反映|分析)[^。；]{0,30}|"
    r"(?:需|须|应|请)(?:要)?(?:说明|填写|注明|写明|分析|简述|概述|列明|详细说明)(?:原因|情况|理由|改进措施|具体|完成)[^，。；]{0,14}|"
    r"(?:简要|概括|具体)(?:描述|说明|概述|填写|阐述)(?:项目|年度|本|目标|实施|完成|主要|资金)[^，。；]{0,20}|"
    r"(?:填写|填报)(?:说明|要求|内容)[:：]?|此(?:处|栏|列)(?:由|应|须|需|填|不)[^，。；]{0,14}"
)
_LIMIT = re.compile(
    r"[（(](?:[^（）()\d]{0,40}[，,、\s])?(?:不超过|限|控制在)?\s?\d{2,4}\s?(?:个)?(?:字|汉字)(?:符)?(?:以内|之内|内|左右)?[）)]"
)
_ASIDE = re.compile(r"[（(【\[]([^（）()【】\[\]]{4,60})[）)】\]]")
_HOW_LONG = 60


def _guide(form: FormSubject, cell: TextCell) -> str:
    """The instruction that a cell holds: the template's own, or one that forms of any region print."""
    text = cell.text.strip()
    known = form.view.meant(cell.path.field, cell.path.row)
    own = bare(known.help) if known is not None else ""
    if len(own) >= _HARDLY and own in bare(text):
        return known.help if known is not None else ""
    limit = _LIMIT.search(text)
    if limit is not None:
        return limit.group(0)
    for aside in _ASIDE.finditer(text):
        if _TOLD_HOW.search(aside.group(1)) and not re.search(r"\d|已|了", aside.group(1)):
            return aside.group(0)
    # A long text that says so somewhere tells of the work; an instruction is short and says nothing done.
    if len(text) > _HOW_LONG or re.search(r"\d|已|了", text):
        return ""
    found = _TOLD_HOW.search(text)
    return found.group(0) if found else ""


@rule("S06", Scope.FORM, BOTH, reads=(*TEXTS, *ROW_TEXTS))
def both_cases_kept(form: FormSubject) -> Iterator[Hit]:
    """S06 · CS: of two cases that a template offers, one has to go; a copy of the goal is told with it."""
    first: dict[str, list[TextCell]] = {}
    for cell in form.marked_cells:
        match = form.words.alternatives.search(cell.text)
        if match is not None:
            first.setdefault(match.group(0), []).append(cell)
    for part, cells in first.items():
        yield hit(
            cells[0].path,
            "both",
            label=form.label(cells[0].path.field, cells[0].path.row),
            part=shown(part, 40),
            related=[cell.path for cell in cells[1:]],
        )


@rule("S06", Scope.FORM, BOTH, reads=(*TEXTS, *ROW_TEXTS))
def markup(form: FormSubject) -> Iterator[Hit]:
    """S06 · CS: markup of web pages (<p>, &nbsp;) is taken away; one hint a form."""
    found = [
        (cell, match.group(0))
        for cell in form.marked_cells
        if (match := form.words.markup.search(cell.text))
    ]
    if found:
        cell, part = found[0]
        cure = fixes.set_texts("清除标记", ((c.path, _unmarked(form, c.text)) for c, _ in found))
        yield hit(
            cell.path,
            "markup",
            label=form.label(cell.path.field, cell.path.row),
            part=part,
            more=f"（共{len(found)}处）" if len(found) > 1 else "",
            fix=cure,
            related=[c.path for c, _ in found[1:]],
        )


def _unmarked(form: FormSubject, text: str) -> str | None:
    text = _BREAKS.sub("\n", text)
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    text = form.words.markup.sub("", text)
    return re.sub(r"\n{2,}", "\n", text).strip() or None


@rule("S07", Scope.FORM, BOTH, reads=(*TEXTS, *ROW_TEXTS))
def mistyped(form: FormSubject) -> Iterator[Hit]:
    """S07 · CS: known mistypings from a list of pairs; no general spell check."""
    for cell in form.marked_cells:
        wrong = list(dict.fromkeys(form.words.typo_pattern.findall(cell.text)))
        if not wrong:
            continue
        text = cell.text
        for found in wrong:
            text = text.replace(found, form.words.typos[found].right)
        yield hit(
            cell.path,
            label=form.label(cell.path.field, cell.path.row),
            wrong="、".join(wrong),
            right="、".join(form.words.typos[w].right for w in wrong),
            fix=fixes.set_text("改正错字", cell.path, text),
        )
