"""F8 and Shift+F8: on from the finding that was told last, or from where the cursor has gone since."""

from perfdesk.findings import Finding
from ui.findings.walk import Stop, WalkPlace, fault, from_here, same_fault, stretches
from ui.window_context import WindowContext


class FindingSteps:
    """Remembers what was told last, and with the cursor at which cell."""

    def __init__(self, context: WindowContext) -> None:
        self._context = context
        self._last: tuple[Finding, WalkPlace | None] | None = None
        self._told: set[tuple[str, ...]] = set()
        """All that the user has been led to."""

    def told(self, finding: Finding) -> None:
        """The user has been shown this finding."""
        self._last = (finding, self._here())
        self._told.add(fault(finding))

    def step(self, direction: int) -> Finding | None:
        """Choose the next (+1) or previous (-1) finding, round the end; None when there are none."""
        panel, here = self._context.findings, self._here()
        if here is None or panel.list.hasFocus() or self._walking(here):
            return panel.step(direction)
        listed = panel.model.findings()
        if not listed:
            return None
        zones = stretches([group.findings for group in panel.model.groups()] or [listed])
        order = {
            form: number for number, form in enumerate(self._context.controller.file.form_ids())
        }
        stops = [
            Stop(zone, self._place(finding, order), fault(finding) in self._told)
            for zone, finding in zip(zones, listed, strict=True)
        ]
        number = from_here(stops, here, self._zone(listed, zones), direction)
        panel.list.choose(panel.model.at(number))
        return panel.current()

    def _zone(self, listed: list[Finding], zones: list[int]) -> int:
        """The stretch of the list that the user is in: of the chosen finding, else of the gravest."""
        chosen = self._context.findings.current()
        return zones[listed.index(chosen)] if chosen in listed else 0

    def _walking(self, here: WalkPlace) -> bool:
        """Whether the finding told last is still chosen, and the cursor where it was then."""
        if self._last is None:
            return False
        finding, place = self._last
        return place == here and same_fault(finding, self._context.findings.current())

    def _here(self) -> WalkPlace | None:
        """The cell of the cursor; None without a form on show.

        In the first row of the table nobody has set out yet: the title above it and what is said
        of the whole form come first.
        """
        controller, view = self._context.controller, self._context.view
        cell = view.current_cell()
        if not controller.ready or not controller.form_id or cell is None:
            return None
        number = controller.file.form_ids().index(controller.form_id)
        top = next((each.row for each in view.grid.cells if each.border), 0)
        return WalkPlace(number) if cell.row == top else WalkPlace(number, cell.row, cell.column)

    def _place(self, finding: Finding, order: dict[str, int]) -> WalkPlace:
        """Where a finding stands; what is said of all forms stands behind the last."""
        if finding.form is None:
            return WalkPlace(len(order))
        form = order.get(finding.form, len(order))
        shown = finding.form == self._context.controller.form_id
        cell = self._context.view.grid.find(finding.row, finding.field) if shown else None
        return WalkPlace(form) if cell is None else WalkPlace(form, cell.row, cell.column)
