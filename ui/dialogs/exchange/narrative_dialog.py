"""自评报告: year and outline, what it will say, and where the Word document goes."""

from PySide6.QtWidgets import QComboBox, QFormLayout, QPlainTextEdit

from perfdesk.errors import PerfDeskError
from perfdesk.session.report.narrative import OUTLINES, words_of
from ui.dialog_frame import Frame
from ui.dialogs.result import ResultDialog
from ui.style import theme
from ui.window_context import WindowContext


class NarrativeDialog(Frame):
    """Shows the words before anything is written; 【】 marks what a person has to write."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window, "自评报告（Word）")
        self._context = context
        self._reports = context.controller.file.reports
        self.year, self.outline = QComboBox(), QComboBox()
        self.year.setAccessibleName("年度")
        self.outline.setAccessibleName("提纲")
        for year in self._reports.years():
            self.year.addItem(str(year), year)
        for name, title in OUTLINES.items():
            self.outline.addItem(title, name)
        form = QFormLayout()
        form.setSpacing(theme.M)
        form.addRow("年度", self.year)
        form.addRow("提纲", self.outline)
        self.body.addLayout(form)
        self.preview = QPlainTextEdit(readOnly=True)
        self.preview.setAccessibleName("报告内容")
        self.preview.setMinimumSize(400, 140)
        self.body.addWidget(self.preview, 1)
        self.add_note("数字都取自各表；【】里是须由单位填写的，在 Word 里黄底标出。")
        self.add_button("取消").clicked.connect(self.reject)
        self.go = self.add_button("生成…", primary=True)
        self.go.clicked.connect(self.accept)
        self.year.currentIndexChanged.connect(self.show_words)
        self.outline.currentIndexChanged.connect(self.show_words)
        self.resize(760, 460)
        self.show_words()

    def show_words(self) -> None:
        """The words of the report as chosen, or why there is none."""
        self.go.setEnabled(False)
        year = self.year.currentData()
        if year is None:
            self.preview.setPlainText("各表都没有填年度，不能生成报告。")
            return
        try:
            document = self._reports.narrative(int(year), self.outline.currentData())
        except PerfDeskError as error:
            self.preview.setPlainText(str(error))
            return
        self.preview.setPlainText(words_of(document))
        self.go.setEnabled(True)

    def accept(self) -> None:
        """Ask where it goes and write it."""
        year, outline = int(self.year.currentData()), self.outline.currentData()
        title = f"{year}年度{self.outline.currentText()}"
        suggested = self._context.preferences.start_folder() / f"{title}.docx"
        path = self._context.prompts.save_as(title, suggested, "Word (*.docx)")
        if path is None:
            return
        super().accept()
        reports = self._reports

        def done(written: object) -> None:
            ResultDialog(self._context.window, "已生成自评报告", [path.name], path.parent).open()

        self._context.run_job(
            title, lambda progress, cancelled: reports.write_narrative(year, path, outline), done
        )
