"""The self-check of the open data file: live findings, verdict, proposed scores, acceptances."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from perfdesk.cellpath import CellPath
from perfdesk.document import FormView
from perfdesk.findings import Edit, Finding, Verdict, count
from perfdesk.scoring import Proposal
from perfdesk.session.check.accepted import AcceptedFindings
from perfdesk.session.check.fill_progress import progress
from perfdesk.session.check.proposed_scores import Proposer, Suggestion
from perfdesk.session.core import Core
from perfdesk.session.labels import Labels
from perfdesk.session.outcome import Outcome
from perfdesk.session.progress import Cancelled, Progress, never, silent
from perfdesk.store import Accepted, Store

if TYPE_CHECKING:
    from perfdesk.pages import Pages
    from perfdesk.rules import Checker

_FEW = 3
"""Forms that change together are compared with the others one by one up to here."""
_MANY = 40
"""From so many on the whole is checked anew, in steps."""


class Checking:
    """Findings of the forms as they are now; after an edit only what it can touch is checked again."""

    def __init__(self, core: Core, store: Store, accepted: Sequence[Accepted]) -> None:
        self._core = core
        self._acceptances = AcceptedFindings(core, store, accepted)
        self._checker: Checker | None = None
        self._preparing: Checker | None = None
        self._proposer = Proposer()
        self._names: dict[str, tuple[FormView | None, str]] = {}
        self._touched: dict[str, None] = {}
        self._moved = False
        self._known: list[str] = []
        core.watch(self._follow)

    def views(self) -> list[FormView]:
        """The forms in their order, as they were checked."""
        return self._core.views()

    def prepare(self, first: str = "") -> Iterator[str]:
        """The first check of all forms, a form at a time (its id; "" for work on none), `first` first.

        A window steps through it when it has nothing else to do. Until it has ended, `findings`
        answers for the forms given so far, without what compares forms.
        """
        if self._checker is not None:
            return
        checker = self._preparing = self._new_checker()
        form_ids = list(self._core.document.forms)
        for form_id in form_ids:
            if form_id in self._core.document.forms:
                self._core.view(form_id)
            yield ""
        # What is edited from here on is caught up with at the end.
        self._touched.clear()
        for form_id in checker.load_in_steps(self._core.views(), first):
            yield form_id
            if self._preparing is not checker:
                return
        self._checker, self._preparing, self._known = checker, None, form_ids
        self._catch_up()

    @property
    def begun(self) -> bool:
        """Whether `prepare` has been called and is not overtaken by an import."""
        return self.prepared or self._preparing is not None

    @property
    def prepared(self) -> bool:
        """Whether every form has been checked once, so that findings come at once."""
        return self._checker is not None

    def findings(self, form_id: str) -> list[Finding]:
        """The findings that stand in a form, from its top to its end."""
        return list(self._acceptances.marked(self._live().findings(form_id)))

    def portfolio_findings(self) -> list[Finding]:
        """The findings about all forms together, which stand in no form."""
        return list(self._acceptances.marked(self._live().portfolio_findings()))

    def all_findings(
        self, progress: Progress = silent, cancelled: Cancelled = never, *, on_paper: bool = False
    ) -> list[Finding]:
        """全审: the findings of every form in order, then those about the whole.

        `on_paper`: with P02, for which every form is paginated (about 5 ms each), so that it
        stays out of the live check.
        """
        self._preparing = None
        found: list[Finding] = []
        forms = list(self._core.document.forms)
        for done, form_id in enumerate(forms):
            if cancelled():
                return found
            progress(done, len(forms), self._core.view(form_id).project_name)
            found += self.findings(form_id)
            if on_paper:
                found += self.paper_findings([form_id])
        progress(len(forms), len(forms), "")
        return found + self.portfolio_findings()

    def paper_findings(
        self, form_ids: Sequence[str], progress: Progress = silent, cancelled: Cancelled = never
    ) -> list[Finding]:
        """P02 of these forms: what their pages could not show (text too long, characters of no font)."""
        from perfdesk.session.send_out.transfer import paginated

        found: list[Finding] = []
        for done, form_id in enumerate(form_ids):
            if cancelled():
                break
            view = self._core.view(form_id)
            progress(done, len(form_ids), view.project_name)
            found += self.findings_on([paginated(view, with_digest=False)])
        return found

    def findings_on(self, documents: "Sequence[Pages]") -> list[Finding]:
        """P02 of forms that have been paginated already."""
        from perfdesk.session.check.paper_findings import paper_findings

        found: list[Finding] = []
        for pages in documents:
            on_pages = paper_findings(self._core.view(pages.form_id), pages)
            found += self._acceptances.marked(on_pages)
        return found

    def verdict(self, form_id: str | None = None) -> Verdict:
        """The count of one form, or of the whole data file."""
        if form_id is not None:
            return count(self.findings(form_id), 1)
        return count(self.all_findings(), len(self._core.document.forms))

    def progress(self, form_id: str, blanks: int) -> float:
        """How much of a form is filled, 0 to 1, where so many cells are 未填; 1 once it has gone."""
        there = form_id in self._core.document.forms
        return progress(self._core.view(form_id), blanks) if there else 1.0

    def proposals(self, form_id: str) -> dict[str, Proposal]:
        """Row id → proposed score with its sum, for the rows that can be scored."""
        return self._proposer.proposals(self._core.view(form_id))

    def suggestions(self, form_id: str) -> dict[str, Suggestion]:
        """Row id → what stands beside a score that is blank or another than the proposed one."""
        return self._proposer.suggestions(self._core.view(form_id))

    def place(self, path: CellPath, *, with_project: bool) -> str:
        """Where a finding stands, shortly: 项目名称 · 完成体检数 · 得分; "" once its form has gone."""
        if path.form not in self._core.document.forms:
            return ""
        view = self._core.view(path.form)
        words = [view.project_name] if with_project else []
        return " · ".join(
            word for word in (*words, Labels(view).brief(path.row, path.field)) if word
        )

    def form_name(self, form_id: str) -> str:
        """What a form is called where several are listed: 项目名称 · 2024 自评表."""

        if form_id not in self._core.document.forms:
            return ""
        view = self._core.view(form_id)
        known, name = self._names.get(form_id, (None, ""))
        if known is not view:
            kind = f"{view.year or ''} {view.kind.name}".strip()
            name = f"{view.project_name or '（未填项目名称）'} · {kind}".replace("\n", "")
            self._names[form_id] = (view, name)
        return name

    def step(self, edit: Edit) -> tuple[str, str]:
        """What a cell holds now and what a fix would make of it; "" for a blank one."""
        path = edit.path
        if path.form not in self._core.document.forms:
            return "", ""
        view = self._core.view(path.form)
        if edit.removes_row:
            row = view.form.row(path.row)
            return "" if row is None else row.get("level3") or "", "删除此行"
        after = view.computed.get((path.row, path.field)) if edit.automatic else edit.text
        return view.text(path.field, path.row) or "", after or ""

    def accept(self, finding: Finding, reason: str) -> Outcome:
        """Leave a finding as it is, with a reason that is handed in with the form."""
        return self._acceptances.accept(finding, reason)

    def take_reasons(self, items: Sequence[Accepted]) -> None:
        """Keep 出错说明 that came with a package or another data file."""
        self._acceptances.take(items)

    def revoke(self, finding: Finding) -> Outcome:
        """Take a reason back."""
        return self._acceptances.revoke(finding)

    def put_reason(self, key: tuple[str, ...], before: str | None, after: str | None) -> None:
        """Keep the reason of a step, done or undone."""
        self._acceptances.put(key, before, after)

    def restart(self) -> None:
        """Check everything anew, after the unit's settings changed."""
        self._checker = self._preparing = None

    def _live(self) -> "Checker":
        if self._preparing is not None:
            return self._preparing
        if self._checker is None:
            self._checker = self._new_checker()
            self._checker.load(self._core.views())
            self._known = list(self._core.document.forms)
            self._touched.clear()
        elif self._touched or self._moved:
            self._catch_up()
        return self._checker

    def _new_checker(self) -> "Checker":
        # The rulebook is loaded with the first check, after the window's first paint.
        from perfdesk.rules import Checker, WordLists

        return Checker(WordLists(self._core.settings.words), self._core.settings)

    def _follow(self, outcome: Outcome) -> None:
        if len(outcome.forms) + self._gone() > _MANY:
            # An import, or its undo: checked in steps, as at the opening, not all at the next question.
            self.restart()
            return
        # An edit is shown before it is checked: the checker hears of it when it is asked next.
        self._touched.update(dict.fromkeys(outcome.forms))
        self._moved = self._moved or outcome.form_list

    def _gone(self) -> int:
        """How many forms fewer there are than were checked."""
        return max(0, len(self._known) - len(self._core.document.forms)) if self.prepared else 0

    def _catch_up(self) -> None:
        """Let the checker know of forms that came, went, moved, or may have changed."""
        checker = self._checker
        if checker is None:
            return
        touched = [form_id for form_id in self._touched if form_id in self._core.document.forms]
        self._touched, self._moved = {}, False
        order = list(self._core.document.forms)
        gone = set(self._known) - set(order)
        with checker.at_once() if len(touched) + len(gone) > _FEW else nullcontext():
            for form_id in gone:
                checker.remove(form_id)
            for form_id in touched:
                checker.update(self._core.view(form_id))
            if order != self._known:
                checker.reorder(order)
        self._known = order
