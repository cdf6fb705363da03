"""What the window remembers on this machine: recent files, looks, sizes. One JSON file."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from PySide6.QtCore import QStandardPaths

from perfdesk.atomic_file import write_private
from perfdesk.paths import settings_folder

_FILE = "window.json"
IMPORT, EXPORT, DATA = "import", "export", "data"
"""What files are chosen for: forms to read, what is written for others, data files and their copies."""
_MOST_RECENT = 8


@dataclass
class Preferences:
    """Kept in the settings folder; a file that cannot be read counts as missing."""

    dark: bool = field(default=False, metadata={"label": "深色界面（纸面仍为白色）"})
    open_last: bool = field(default=True, metadata={"label": "启动时打开上次的数据文件"})
    print_digest: bool = field(
        default=True, metadata={"label": "打印、PDF 和 Excel 的页脚带校验码"}
    )
    zoom: float = 0.0
    """Chosen zoom; 0: fitted to the width."""
    recent: list[str] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)
    """Which form was on show last, by data file."""
    folder: str = ""
    """Where files were last chosen."""
    folders: dict[str, str] = field(default_factory=dict)
    """The same by what was chosen there: exports go elsewhere than imports come from."""
    calm: list[str] = field(default_factory=list)
    """New forms whose blanks are counted only."""
    first_steps: bool = True
    """Whether the card of the first steps has not been put away."""
    geometry: str = ""
    geometries: dict[str, str] = field(default_factory=dict)
    """The same by the scale of the screen, as it was left there."""
    splitter: list[int] = field(default_factory=list)
    tree: bool = True
    findings: bool = True
    grouping: str = "none"
    """What the findings are put together by, a `Grouping`."""
    version_seen: str = ""

    @classmethod
    def load(cls) -> "Preferences":
        """The remembered preferences, or the defaults."""
        try:
            data = json.loads((settings_folder() / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(data, dict):
            return cls()
        defaults = asdict(cls())
        known = {f.name for f in fields(cls)}
        fitting = {k: v for k, v in data.items() if k in known and isinstance(v, type(defaults[k]))}
        return cls(**fitting)

    def save(self) -> None:
        """Write them; on a read-only machine they are forgotten, which harms nobody."""
        try:
            # Escaped, so that names of files that are no text in any code page can be kept.
            text = json.dumps(asdict(self), indent=1)
            write_private(settings_folder() / _FILE, text)
        except OSError:
            return

    def remember_file(self, path: Path) -> None:
        """Put a data file first among the recent ones."""
        name = str(path.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:_MOST_RECENT]
        self.save()

    def remember_form(self, path: Path, form_id: str) -> None:
        """Show this form first when the data file is opened again; written with the next `save`."""
        name = str(path.resolve())
        self.shown = {other: form for other, form in self.shown.items() if other in self.recent} | {
            name: form_id
        }

    def shown_form(self, path: Path) -> str:
        """The form of a data file that was on show last, "" when that is not known."""
        return self.shown.get(str(path.resolve()), "")

    def remember_folder(self, path: Path, purpose: str = "") -> None:
        """Begin there next time, when something is chosen for the same purpose (`IMPORT`, `EXPORT`)."""
        self.folder = str(path)
        if purpose:
            self.folders = {**self.folders, purpose: str(path)}
        self.save()

    def start_folder(self, purpose: str = "") -> Path:
        """Where a file chooser begins: where it was last for this purpose, then at all, else the documents."""
        for known in (self.folders.get(purpose, ""), self.folder):
            if known and Path(known).is_dir():
                return Path(known)

        documents = QStandardPaths.StandardLocation.DocumentsLocation
        found = Path(QStandardPaths.writableLocation(documents))
        return found if found.is_dir() else Path.home()

    def recent_files(self) -> list[Path]:
        """The recent data files that still exist, newest first."""
        return [path for path in map(Path, self.recent) if path.is_file()]
