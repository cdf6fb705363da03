"""Chapter 7, before publishing: what should not leave the unit."""

import re
from collections.abc import Iterator

from perfdesk.rules.facts.subject import ROW_TEXTS, TEXTS, FormSubject
from perfdesk.rules.model import SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule

_DENIED = re.compile("[非不未无]$")


def _told(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The first match that is not denied: 非涉密 is no secret."""
    return next((m for m in pattern.finditer(text) if not _DENIED.search(text[: m.start()])), None)


@rule("P01", Scope.FORM, SELF, reads=(*TEXTS, *ROW_TEXTS))
def sensitive_texts(form: FormSubject) -> Iterator[Hit]:
    """P01 · 保密/公开要求: phone and ID numbers, persons, words that are not for publication."""
    for cell in form.marked_cells:
        found = [
            (kind.name, match.group(0))
            for kind in form.words.sensitive
            if (match := _told(kind.pattern, cell.text))
        ]
        if found:
            yield hit(
                cell.path,
                label=form.label(cell.path.field, cell.path.row),
                kind=found[0][0],
                parts="、".join(f"“{part}”" for _, part in found),
            )
