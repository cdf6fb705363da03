"""字体: which installed fonts forms are printed and exported in, each with an example line."""

from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from perfdesk.session.send_out.typefaces import (
    FontChoice,
    InstalledFont,
    choose_fonts,
    font_choice,
    font_problem,
    installed_fonts,
)
from ui.style import fonts, theme
from ui.style.plain_text import PlainLabel

EXAMPLE = "绩效自评表　年度指标值 ≥95%　1,628.00 万元"
_PIXELS = 20
_OWN = {"body": "自带宋体（思源宋体）", "title": "自带黑体（思源黑体 粗）"}
_LABELS = {"body": "正文和表格", "title": "标题和表头"}


class FontPage(QWidget):
    """Two choices. The installed fonts are looked for when the page is seen first."""

    def __init__(self) -> None:
        super().__init__()
        self.choices = {style: QComboBox() for style in _LABELS}
        self.examples = {style: PlainLabel(EXAMPLE) for style in _LABELS}
        self._fonts: tuple[InstalledFont, ...] | None = None
        form = QFormLayout()
        form.setVerticalSpacing(theme.M)
        for style, label in _LABELS.items():
            self.choices[style].setAccessibleName(f"{label}的字体")
            self.examples[style].setFixedHeight(40)
            form.addRow(label, self.choices[style])
            form.addRow("例", self.examples[style])
        note = PlainLabel(
            "用于打印、PDF 和 Excel，只影响这台电脑。列出的是本机已装、允许嵌入的宋体、仿宋、小标宋等；"
            "所选字体缺少的字用自带字体补上，都没有的字在全审和打印、导出 PDF 前逐格指出。",
            wordWrap=True,
        )
        note.setProperty("muted", True)
        self.problem = PlainLabel("", wordWrap=True)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(self.problem)
        column.addStretch(1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._fonts is None:
            self.fill()

    def fill(self) -> None:
        """List the fonts, with the remembered ones chosen."""
        self._fonts = installed_fonts()
        for (style, combo), chosen in zip(self.choices.items(), font_choice(), strict=True):
            combo.addItem(_OWN[style], None)
            for font in self._fonts:
                combo.addItem(f"{font.label}（{font.family}）", font.choice)
            rows = [combo.itemData(row) for row in range(combo.count())]
            combo.setCurrentIndex(rows.index(chosen) if chosen in rows else 0)
            combo.currentIndexChanged.connect(lambda _, style=style: self._show_example(style))
            self._show_example(style)
        told = font_problem()
        if not told and len(self._fonts) == 0:
            told = "本机没有找到宋体、仿宋、小标宋等字体，用自带字体打印。"
        self.problem.setText(told)

    def keep(self) -> None:
        """Remember the choice; FontFileError when a font is unfit, nothing has changed then."""
        if self._fonts is None:
            return
        body, title = (_data(combo) for combo in self.choices.values())
        if (body, title) != font_choice():
            choose_fonts(body, title)

    def _show_example(self, style: str) -> None:
        choice = _data(self.choices[style])
        font = fonts.paper_font(_PIXELS, title=style == "title")
        found = next((f for f in self._fonts or () if f.choice == choice), None)
        if found is not None:
            fonts.load_file(found.path)
            font.setFamilies([found.family, *font.families()])
            font.setWeight(QFont.Weight.Normal)
        # The application's style sheet would win over a plain setFont.
        self.examples[style].setStyleSheet(_css(font))


def _data(combo: QComboBox) -> FontChoice | None:
    data = combo.currentData()
    return (data[0], data[1]) if data is not None else None


def _css(font: QFont) -> str:
    families = ", ".join(f'"{family}"' for family in font.families())
    return f"font-family: {families}; font-size: {font.pixelSize()}px; font-weight: {font.weight().value};"
