"""What came of an output, whichever chapter asks."""

from perfdesk.rules.facts.subject import RowSubject


def output_of_zero(row: RowSubject) -> bool:
    """Whether an output that should be more came to nothing."""
    target, actual = row.target, row.actual
    wanted = (
        target.numeric and target.operator in (">=", ">", "=", "range") and (target.low or 0) > 0
    )
    return row.output and wanted and actual.numeric and actual.low == 0 and not row.about_incident
