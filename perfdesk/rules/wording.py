"""Chapter 1, texts: residue of templates and systems, markup, known mistypings."""

import re
from collections.abc import Iterator

from perfdesk.findings import Edit, Fix
from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import ROW_TEXTS, TEXTS, FormSubject, TextCell
from perfdesk.rules.facts.texts import shown
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
    """S06 · CS: what a template or a system leaves behind in a text has to go."""
    seen: dict[tuple[str, str], list[TextCell]] = {}
    for cell in form.marked_cells:
        for match in form.words.residue.finditer(cell.text):
            part = match.group(0).strip()
            if _allowed(form, cell, match):
                continue
            # 实际完成情况 copied from the goal carries the same residue along: one fault.
            kind = "goal" if "goal" in cell.path.field else f"{cell.path.row}.{cell.path.field}"
            seen.setdefault((part, kind), []).append(cell)
    told = set()
    for (part, _), cells in seen.items():
        if cells[0].path in told:
            continue
        told.add(cells[0].path)
        related = [c.path for c in dict.fromkeys(cells) if c.path != cells[0].path]
        label = form.label(cells[0].path.field, cells[0].path.row)
        if set(part) == set(fixes.BLANK):
            # What a draft of ours leaves to a person: to be filled in, not to be deleted.
            yield hit(cells[0].path, "blank", label=label, part=part, related=related)
            continue
        cure = Fix(
            "删除残留文字",
            tuple(Edit(c.path, _without(form, c.text)) for c in dict.fromkeys(cells)),
        )
        yield hit(cells[0].path, label=label, part=shown(part, 40), fix=cure, related=related)


_LATEX = re.compile(r"\\[a-z]+\s*$")


def _allowed(form: FormSubject, cell: TextCell, match: re.Match[str]) -> bool:
    """Whether the form itself prints 指标1： before its names, or {…} belongs to LaTeX (\\text{小时})."""
    part = match.group(0).lstrip()
    if part.startswith("{"):
        return _LATEX.search(cell.text[: match.start()]) is not None
    numbered = form.profile.numbered_indicators and cell.path.field == "level3"
    return numbered and part.startswith("指标")


def _without(form: FormSubject, text: str) -> str | None:
    left = form.words.residue.sub("", text).strip()
    return left or None


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
    """S06 · CS: markup of web pages (<p>, &nbsp;) is taken away."""
    for cell in form.marked_cells:
        match = form.words.markup.search(cell.text)
        if match is not None:
            cure = fixes.set_text("清除标记", cell.path, _unmarked(form, cell.text))
            yield hit(
                cell.path,
                "markup",
                label=form.label(cell.path.field, cell.path.row),
                part=match.group(0),
                fix=cure,
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
