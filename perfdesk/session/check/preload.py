"""Loading the rulebook ahead, in a thread of its own, so that the first check holds nothing up.

Modules and patterns take a tenth of a second to load and to compile. A form of its own is checked here,
so that nothing which is open is touched; the patterns stay in the cache of `re`.
"""

from perfdesk.catalog import Catalog
from perfdesk.document import Form
from perfdesk.kinds import KINDS
from perfdesk.session.core import Core
from perfdesk.session.edit.new_form import new_form

_WORDS = {
    "goal_expected": "完成年度任务12项，保障正常运行。",
    "goal_actual": "已完成年度任务12项，正在建设中的1项将于次年完成。",
    "goal_total": "完成任务12项，保障正常运行。",
    "goal_annual": "完成任务12项，保障正常运行。",
    "department": "某局",
    "organisation": "某中心",
}
_ROWS: tuple[dict[str, str | None], ...] = (
    {"level3": "任务完成率", "target": "≥95%", "actual": "90%", "weight": "10", "score": "10"},
    {"level3": "任务完成及时性", "target": "及时", "actual": "基本达成目标", "weight": "10"},
    {"level3": "检查次数", "target": "=12次", "actual": "20", "weight": "10", "score": "9"},
    {"level3": "服务对象满意度", "target": "90%", "actual": "95%", "deviation": "有待提高"},
)


def warm_up() -> None:
    """Load the rules and make their patterns; nothing is kept but what modules keep."""
    from perfdesk.rules import Checker

    core = Core(Catalog())
    offered = [template for template in core.catalog.all() if template.offered]
    forms = []
    for kind in KINDS:
        template = next((each for each in offered if each.kind is kind), None)
        if template is None:
            continue
        for name in ("甲系统运维", "乙设备购置"):
            form = new_form(template, core.profile(template.id), 2024, name)
            form.header |= {k: v for k, v in _WORDS.items() if k in form.header}
            _fill(form)
            forms.append(form)
    Checker().load([core.make_view(form) for form in forms])


def _fill(form: Form) -> None:
    for row, texts in zip(form.indicators, _ROWS, strict=False):
        row.values |= texts
    for fund in form.funds[1:2]:
        fund.values |= {"initial": "10", "adjusted": "9.5", "executed": "8"}
