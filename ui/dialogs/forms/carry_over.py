"""照上年同表新建: this year's form after last year's, or the 自评表 after its 申报表."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QSpinBox

from perfdesk.kinds import kind_of
from perfdesk.session.outcome import FormEntry, TemplateInfo
from ui.dialog_frame import Frame
from ui.dialogs.forms.new_form import in_words
from ui.style import theme
from ui.style.plain_text import PlainLabel
from ui.window_context import WindowContext


class CarryOverDialog(Frame):
    """Asks for year and template; what is taken over is said beforehand."""

    def __init__(self, context: WindowContext, form_ids: Sequence[str]) -> None:
        super().__init__(context.window, "照上年同表新建")
        self._context = context
        self._sources = [
            form for form in context.controller.file.forms() if form.id in set(form_ids)
        ]
        self.templates = QComboBox()
        self.templates.setAccessibleName("表样")
        self.year = QSpinBox(minimum=2015, maximum=2099)
        self.year.setAccessibleName("年度")
        form = QFormLayout()
        form.setSpacing(theme.M)
        form.addRow("照着", PlainLabel(_sources_in_words(self._sources), wordWrap=True))
        form.addRow("新建", self.templates)
        form.addRow("年度", self.year)
        self.body.addLayout(form)
        self.told = self.add_note("")
        self.templates.currentIndexChanged.connect(self._propose_year)
        self.year.valueChanged.connect(self._tell)
        self._list_templates(context.controller.file.templates())
        self.add_button("取消").clicked.connect(self.reject)
        self.add_button("新建", primary=True).clicked.connect(self.accept)
        self.setMinimumWidth(520)
        self.year.setFocus()

    def accept(self) -> None:
        """Make the forms as one step; the first is on show."""
        controller = self._context.controller
        ids = [form.id for form in self._sources]
        year, template = self.year.value(), str(self.templates.currentData())
        super().accept()
        made = controller.perform(lambda: controller.file.editing.carry_over(ids, year, template))
        if made is not None:
            for path in made.came:
                self._context.auditor.keep_calm(path.form)
            self._context.notice(
                f"已照建 {len(ids)} 张 {year} 年的表，请填资金和完成情况；名称、目标里若写着年份请核对"
            )
        self._context.view.setFocus()

    def _list_templates(self, infos: Sequence[TemplateInfo]) -> None:
        """The source's own template first, and of a 申报表 the 自评表 of its region before that."""
        first = self._sources[0] if self._sources else None
        own = next((info for info in infos if first and info.id == first.template_id), None)
        region = own.region if own else ""

        def rank(info: TemplateInfo) -> tuple[bool, ...]:
            follows = own is not None and kind_of(info.kind).follows(kind_of(own.kind))
            return (not (follows and info.region == region), info is not own, info.region != region)

        listed = [info for info in infos if info.offered or info is own]
        # Of several editions the newest stands first.
        listed.sort(key=lambda info: info.edition, reverse=True)
        for info in sorted(listed, key=rank):
            self.templates.addItem(in_words(info), info.id)

    def _propose_year(self) -> None:
        years = [form.year for form in self._sources if form.year]
        target = self._target()
        if not self._sources or target is None:
            return
        evaluates = self._evaluates(target)
        if years:
            self.year.setValue(max(years) + (0 if evaluates else 1))
        self._tell()

    def _target(self) -> TemplateInfo | None:
        infos = {info.id: info for info in self._context.controller.file.templates()}
        return infos.get(str(self.templates.currentData()))

    def _evaluates(self, target: TemplateInfo) -> bool:
        return kind_of(target.kind).follows(kind_of(self._sources[0].kind))

    def _tell(self) -> None:
        """What is taken over, and which projects have such a form already."""
        target = self._target()
        if not self._sources or target is None:
            return
        evaluates = self._evaluates(target)
        money = "申报的年度资金换算后作为年初预算数；" if evaluates else "资金留空；"
        kept = "项目名称、单位、目标、指标、指标值" + ("" if evaluates else "、分值")
        self.told.setText(
            f"照抄{kept}；{money}完成情况、得分、偏差原因留空待填。原表不变。"
            + self._there_already(target)
        )

    def _there_already(self, target: TemplateInfo) -> str:
        year = self.year.value()
        there = {
            form.project_name
            for form in self._context.controller.file.forms()
            if form.project_name and (form.year, form.kind) == (year, target.kind)
        }
        count = sum(source.project_name in there for source in self._sources)
        return f"\n注意：其中 {count} 个项目已有 {year} 年的这种表，会再建一张。" if count else ""


def _sources_in_words(forms: Sequence[FormEntry]) -> str:
    if not forms:
        return ""
    name = f"{forms[0].project_name or '（未填项目名称）'}"
    year = f"（{forms[0].year} 年）" if forms[0].year else ""
    return f"{name}{year}" + (f"等 {len(forms)} 张表" if len(forms) > 1 else "")
