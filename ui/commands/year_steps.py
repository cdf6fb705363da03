"""由申报表生成自评表、监控表, 生成下年申报表: which forms they are made of, and the dialog that asks the rest."""

from perfdesk.kinds import kind_of
from perfdesk.session.outcome import FormEntry
from ui.dialogs.year.carry_dialog import CarryDialog
from ui.window_context import WindowContext


def carry_to(context: WindowContext, target_id: str) -> None:
    """Ask how forms of a kind are to be made of the chosen forms, or of the one on show."""
    context.view.commit_editor()
    target = kind_of(target_id)
    chosen = [entry for entry in _chosen(context) if entry.kind in target.carried_from]
    if not chosen:
        # Nothing fitting is chosen: the newest year that can be taken on, as a whole.
        chosen = _newest(context, target_id)
    if not chosen:
        kinds = "、".join(kind_of(kind_id).name for kind_id in target.carried_from)
        context.notice(f"{target.name}由{kinds}生成；本文件还没有填了年度的{kinds}，请先导入或新建")
        return
    source = kind_of(chosen[0].kind)
    year = (chosen[0].year or 0) + (0 if target.follows(source) else 1)
    names = [e.project_name for e in chosen if (e.kind, e.year) == (source.id, chosen[0].year)]
    CarryDialog(context, source, target, year, names).open()


def _chosen(context: WindowContext) -> list[FormEntry]:
    """The chosen forms that name a year; the one on show when none is chosen in the tree."""
    selected = context.tree.selected()
    ids = selected if len(selected) > 1 else [context.controller.form_id]
    return [e for e in context.controller.file.forms() if e.id in ids and e.year is not None]


def _newest(context: WindowContext, target_id: str) -> list[FormEntry]:
    """All forms of the newest year of the nearest kind that the target can be made of."""
    forms = [entry for entry in context.controller.file.forms() if entry.year is not None]
    for kind_id in kind_of(target_id).carried_from:
        fitting = [entry for entry in forms if entry.kind == kind_id]
        newest = max((entry.year or 0 for entry in fitting), default=0)
        if fitting:
            return [entry for entry in fitting if entry.year == newest]
    return []
