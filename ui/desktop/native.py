"""What the desktop shows of the program: its icon, and Qt's own dialogs in Chinese."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from perfdesk.paths import resource

ICON_SIZES = (16, 24, 32, 48, 64, 128, 256)
CHINESE = QLocale(QLocale.Language.Chinese, QLocale.Country.China)


def settle_in(app: QApplication) -> bool:
    """Set the icon and the language of Qt's own texts; answers whether Qt's Chinese was found."""
    icon = QIcon()
    for size in ICON_SIZES:
        icon.addFile(str(resource("icons", f"app-{size}.png")))
    app.setWindowIcon(icon)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = translator.load(CHINESE, "qtbase", "_", folder)
    return found and app.installTranslator(translator)
