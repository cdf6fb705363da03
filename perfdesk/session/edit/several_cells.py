"""One answer that stands in several cells: a target in columns, and ticks of which one stands."""

from perfdesk.cellpath import CellPath
from perfdesk.changes import Change, SetValue
from perfdesk.session.core import Core
from perfdesk.template.model import LIST_MARK, Field
from perfdesk.values import same_text
from perfdesk.values.target_parts import split_target


def parts_of_target(core: Core, path: CellPath, field: Field, text: str | None) -> list[Change]:
    """A target that stands in several columns, given as one text: each column gets its part."""
    if same_text(text, core.view(path.form).text(path.field, path.row)):
        return []
    parts = split_target(text or "", len(field.inputs))
    form = core.document.form(path.form)
    return [
        SetValue(path._replace(field=name), part or None)
        for name, part in zip(field.inputs, parts, strict=True)
        if (part or None) != form.get(path.row, name)
    ]


def cleared_ticks(core: Core, path: CellPath, field: Field, text: str | None) -> list[Change]:
    """Of ticks that share one answer (确定能, 有可能…) the others are cleared when one is set."""
    if not field.ticks or not text or field.json.endswith(LIST_MARK):
        return []
    form = core.document.form(path.form)
    fields = core.catalog.get(form.template_id).sections[path.row[:1]]
    return [
        SetValue(path._replace(field=other.name), None)
        for other in fields
        if other.json == field.json and other.name != field.name and form.get(path.row, other.name)
    ]
