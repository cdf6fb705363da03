"""The kinds of forms, one module each. All others ask a `Kind` and never branch on which one it is."""

from typing import Final

from perfdesk.kinds.kind import Carried, Kind, SummaryColumn
from perfdesk.kinds.monitoring import MONITORING
from perfdesk.kinds.self_evaluation import SELF_EVALUATION
from perfdesk.kinds.target_declaration import TARGET_DECLARATION
from perfdesk.kinds.unit_declaration import UNIT_DECLARATION
from perfdesk.kinds.unit_self_evaluation import UNIT_SELF_EVALUATION

KINDS: Final = (
    SELF_EVALUATION,
    TARGET_DECLARATION,
    MONITORING,
    UNIT_DECLARATION,
    UNIT_SELF_EVALUATION,
)
"""All kinds in the order of lists on screen: what is handed in most comes first."""

STAGES: Final = tuple(sorted((kind for kind in KINDS if kind.stage), key=lambda kind: kind.stage))
"""The kinds of a project's year, in its order."""

_BY_ID: Final = {kind.id: kind for kind in KINDS}


def kind_of(kind_id: str) -> Kind:
    """The kind of this id; KeyError when there is none."""
    return _BY_ID[kind_id]


def kind_telling(*, results: bool, about_unit: bool = False, during_year: bool = False) -> Kind:
    """The kind that tells results or not, of a project or the whole unit, after or during the year."""
    return next(
        kind
        for kind in KINDS
        if (kind.has_results, kind.about_unit, kind.during_year)
        == (results, about_unit, during_year)
    )


def kind_of_title(title: str) -> Kind | None:
    """The kind that a title names, None when it names none.

    Of several words that are met the longest decides, of equal ones the last in the title: 整体支出
    forms hold the words of project forms, and a project's own name may stand before the form's.
    """
    found = [
        (len(word), title.rfind(word), kind)
        for kind in KINDS
        for word in kind.title_words
        if word in title
    ]
    return max(found, key=lambda entry: entry[:2])[2] if found else None


__all__ = [
    "KINDS",
    "MONITORING",
    "SELF_EVALUATION",
    "STAGES",
    "TARGET_DECLARATION",
    "UNIT_DECLARATION",
    "UNIT_SELF_EVALUATION",
    "Carried",
    "Kind",
    "SummaryColumn",
    "kind_of",
    "kind_of_title",
    "kind_telling",
]
