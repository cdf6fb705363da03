"""F8 and Shift+F8: on from the finding that was told last, or from where the cursor has gone since."""

from perfdesk.findings import Finding
from ui.bench.window_context import Parts
from ui.findings.walk import Place, Stop, fault, from_here, same_fault, stretches


class FindingSteps:
    """Remembers what was told last, and with the cursor at which cell."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._last: tuple[Finding, Place | None] | None = None
        self._told: set[tuple[str, ...]] = set()
        """All that the user has been led to."""

    def told(self, finding: Finding) -> None:
        """The user has been shown this finding."""
        self._last = (finding, self._here())
        self._told.add(fault(finding))

    def step(self, direction: int) -> Finding | None:
        """Choose the next (+1) or previous (-1) finding, round the end; None when there are none."""
        panel, here = self._parts.findings, self._here()
        if here is None or panel.list.hasFocus() or self._walking(here):
            return panel.step(direction)
        listed = panel.model.findings()
        if not listed:
            return None
        zones = stretches([group.findings for group in panel.model.groups()] or [listed])
        order = {form: number for number, form in enumerate(self._parts.bench.file.form_ids())}
        stops = [
            Stop(zone, self._place(finding, order), fault(finding) in self._told)
            for zone, finding in zip(zones, listed, strict=True)
        ]
        number = from_here(stops, here, self._zone(listed, zones), direction)
        panel.list.choose(panel.model.at(number))
        return panel.current()

    def _zone(self, listed: list[Finding], zones: list[int]) -> int:
        """The stretch of the list that the user is in: of the chosen finding, else of the gravest."""
        chosen = self._parts.findings.current()
        return zones[listed.index(chosen)] if chosen in listed else 0

    def _walking(self, here: Place) -> bool:
        """Whether the finding told last is still chosen, and the cursor where it was then."""
        if self._last is None:
            return False
        finding, place = self._last
        return place == here and same_fault(finding, self._parts.findings.current())

    def _here(self) -> Place | None:
        """The cell of the cursor; None without a form on show.

        In the first row of the table nobody has set out yet: the title above it and what is said
        of the whole form come first.
        """
        bench, view = self._parts.bench, self._parts.view
        cell = view.current_cell()
        if not bench.ready or not bench.form_id or cell is None:
            return None
        number = bench.file.form_ids().index(bench.form_id)
        top = next((each.row for each in view.grid.cells if each.border), 0)
        return Place(number) if cell.row == top else Place(number, cell.row, cell.column)

    def _place(self, finding: Finding, order: dict[str, int]) -> Place:
        """Where a finding stands; what is said of all forms stands behind the last."""
        if finding.form is None:
            return Place(len(order))
        form = order.get(finding.form, len(order))
        shown = finding.form == self._parts.bench.form_id
        cell = self._parts.view.grid.find(finding.row, finding.field) if shown else None
        return Place(form) if cell is None else Place(form, cell.row, cell.column)
