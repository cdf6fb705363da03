"""由申报表生成自评表、监控表, 生成下年申报表: one step for all chosen projects, and what became of each is said."""

from perfdesk.kinds import kind_of
from perfdesk.session.outcome import FormEntry, Outcome
from perfdesk.session.year.carry import CarryReport
from ui.window_context import WindowContext


def carry_to(context: WindowContext, target_id: str) -> None:
    """Make forms of a kind of the chosen forms, or of the one on show."""
    context.view.commit_editor()
    chosen = _sources(context)
    reports = []
    for kind_id, year in dict.fromkeys((entry.kind, entry.year) for entry in chosen):
        names = [e.project_name for e in chosen if (e.kind, e.year) == (kind_id, year)]
        report = _carried(context, kind_id, target_id, year, names)
        if report is not None:
            reports.append(report)
            for entry in report.added:
                context.auditor.keep_calm(entry.form)
    # What was refused has been said by the controller.
    if reports:
        context.notice(_said(reports, target_id))


def _sources(context: WindowContext) -> list[FormEntry]:
    """The chosen forms that name a year; the one on show when none is chosen in the tree."""
    selected = context.tree.selected()
    ids = selected if len(selected) > 1 else [context.controller.form_id]
    return [e for e in context.controller.file.forms() if e.id in ids and e.year is not None]


def _carried(
    context: WindowContext, kind_id: str, target_id: str, year: int | None, names: list[str]
) -> CarryReport | None:
    carrying = context.controller.file.year.carrying
    target = kind_of(target_id)
    wanted = (year or 0) + (0 if target.follows(kind_of(kind_id)) else 1)
    made: list[CarryReport] = []

    def make() -> Outcome:
        made.append(carrying.carry(kind_id, target_id, wanted, names))
        return made[0].outcome

    context.controller.perform(make)
    return made[0] if made else None


def _said(reports: list[CarryReport], target_id: str) -> str:
    """已生成 3 张自评表；另有 1 个项目已有. What is left to fill in is said too."""
    added = sum(len(report.added) for report in reports)
    there = sum(len(report.made) for report in reports) - added
    name = kind_of(target_id).name
    said = (
        f"已生成 {added} 张{name}，名称、目标、指标已照抄，其余待填"
        if added
        else f"没有生成新的{name}"
    )
    return said + (f"；{there} 个项目已有{name}，未重复生成" if there else "")
