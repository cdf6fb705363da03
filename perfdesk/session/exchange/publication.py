"""公开版: copies for publication, without persons, telephones, notes and signature lines.

YEAR.md 6: before publishing telephone and persons go, P01 is gone through first. The forms of the
data file stay as they are; words inside long texts are never cut by the program, P01 names them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from perfdesk.atomic_file import make_folder, no_wider_than
from perfdesk.cellpath import HEADER
from perfdesk.compute import compute
from perfdesk.document import Form, FormView, from_state, state
from perfdesk.findings import Finding
from perfdesk.session.core import Core
from perfdesk.session.labels import Labels
from perfdesk.session.progress import Cancelled, Progress, never, silent
from perfdesk.session.send_out.file_names import distinct, form_name
from perfdesk.session.send_out.transfer import write_excel, write_pdf_file
from perfdesk.store import Store

RULE: Final = "P01"
_PERSONAL: Final = re.compile(
    r"电话|手机|传真|联系方式|联系人|邮箱|身份证|填[报表]人|经办人|审核人|复核人|负责人|签字|签名|签章"
)
"""Labels of fields that hold persons or how to reach them."""


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A text that P01 asks to look at before publishing, without a reason given for leaving it."""

    form_id: str
    project: str
    place: str
    message: str
    finding: Finding


class Publication:
    """Copies for publication; nothing here changes a form."""

    def __init__(self, core: Core, store: Store) -> None:
        self._core = core
        self._store = store

    def open_points(self, form_ids: Sequence[str]) -> list[OpenPoint]:
        """What P01 finds in these forms, whether the unit has the rule switched on or not."""
        from perfdesk.rules import check_all

        given = {
            (a.form, a.row, a.field, a.arguments)
            for a in self._store.acceptances.all()
            if a.rule == RULE
        }
        found = []
        for form_id in form_ids:
            view = self._core.view(form_id)
            labels = Labels(view)
            strict = FormView(
                view.form,
                view.template,
                replace(view.profile, disabled_rules=frozenset()),
                view.computed,
            )
            for finding in check_all([strict]):
                key = (finding.form, finding.row, finding.field, finding.arguments)
                if finding.rule == RULE and key not in given:
                    place = labels.brief(finding.row, finding.field)
                    message = finding.message
                    found.append(OpenPoint(form_id, view.project_name, place, message, finding))
        return found

    def write(
        self,
        folder: Path,
        form_ids: Sequence[str],
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> list[Path]:
        """Write the copies as PDF and Excel; CannotWriteError. The caller has shown the open points."""
        with no_wider_than(self._store.path):
            make_folder(folder)
            return self._write_copies(folder, form_ids, progress, cancelled)

    def _write_copies(
        self, folder: Path, form_ids: Sequence[str], progress: Progress, cancelled: Cancelled
    ) -> list[Path]:
        views = [self.copy(form_id) for form_id in form_ids]
        written = []
        for number, (view, name) in enumerate(
            zip(views, distinct(map(form_name, views)), strict=True)
        ):
            if cancelled():
                break
            progress(number, len(views), name)
            for ending in ("pdf", "xlsx"):
                path = folder / f"{name}（公开）.{ending}"
                if ending == "pdf":
                    write_pdf_file(path, [view], with_digest=False)
                else:
                    write_excel(path, [view])
                written.append(path)
        progress(len(views), len(views), "")
        return written

    def copy(self, form_id: str) -> FormView:
        """A form as it is published: fields of persons blank, no signature line, nothing left over."""
        view = self._core.view(form_id)
        form = from_state(state(view.form))
        _blank_persons(form, view)
        form.leftovers = ()
        profile = replace(view.profile, footer=())
        return FormView(form, view.template, profile, compute(form, view.template, profile))


def personal_fields(view: FormView) -> list[str]:
    """The header fields of a form that hold persons or how to reach them."""
    return [
        field.name
        for field in view.template.header_fields
        if _PERSONAL.search(f"{field.label}{field.json}") or field.name.startswith("sign")
    ]


def _blank_persons(form: Form, view: FormView) -> None:
    for name in personal_fields(view):
        if form.get(HEADER, name):
            form.header[name] = None
