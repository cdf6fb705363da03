"""The icon on the task bar, Qt's own dialogs in Chinese, and every part's licence in the help."""

from PySide6.QtWidgets import QApplication

from ui.desktop.native import settle_in
from ui.dialogs.help.pages import pages


def test_qt_speaks_chinese_and_the_program_has_its_icon(dressed: QApplication) -> None:
    assert settle_in(dressed)
    assert dressed.translate("QPlatformTheme", "Cancel") == "取消"
    assert not dressed.windowIcon().pixmap(32).isNull()


def test_the_about_page_lists_every_bundled_part() -> None:
    (about,) = [page for page in pages() if page.id == "about"]
    for name in ("PySide6", "reportlab", "sqlite-utils", "Noto Serif SC"):
        assert name in about.text
