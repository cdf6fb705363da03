"""The JSON shapes of CONTRACT.md."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from perfdesk.document import Leftover, form_json
from perfdesk.findings import count
from perfdesk.session.bring_in.import_report import outcome
from perfdesk.session.bring_in.importer import ImportedForm, ImportReport
from perfdesk.session.bring_in.read_files import Problem, ReadFile, ReadForm
from perfdesk.values import BLANK

if TYPE_CHECKING:
    from perfdesk.session.batch_check import CheckedFinding, CheckedPath


MOST_LINES: Final = 20
"""Left-over cells of a form that are told line by line to a reader."""


def problem_data(problem: Problem) -> dict[str, Any]:
    """A reader's problem."""
    return {"cell": problem.cell, "severity": problem.severity, "message": problem.message}


def left_over_data(cells: Iterable[Leftover]) -> list[dict[str, str]]:
    """Cells that found no place."""
    return [{"cell": left.address, "text": left.text} for left in cells]


def lines_of_left_over(cells: Sequence[Leftover], where: str) -> Iterator[str]:
    """The same as lines for a reader, the first of them."""
    if cells:
        yield f"{where}还有 {len(cells)} 格没有放进表里："
    yield from (f"  {left.address} {' '.join(left.text.split())}" for left in cells[:MOST_LINES])
    if len(cells) > MOST_LINES:
        yield f"  …另有 {len(cells) - MOST_LINES} 格，加 --json 可看全部"


def form_data(form: ReadForm) -> dict[str, Any]:
    """A form as `read` gives it."""
    data = form_json.to_json(form.view)
    data["match"] = form.match
    data["at"] = {"sheet": form.sheet, "range": form.range}
    data["left_over"] = left_over_data(form.form.leftovers)
    return data


def file_data(file: ReadFile) -> dict[str, Any]:
    """A file as `read` gives it."""
    return {
        "path": str(file.path),
        "error": file.error,
        "forms": [form_data(form) for form in file.forms],
        "problems": [problem_data(problem) for problem in file.problems],
        "left_over": left_over_data(file.left_over),
    }


def finding_data(checked: "CheckedFinding") -> dict[str, Any]:
    """A finding as `check` gives it."""
    finding = checked.finding
    return {
        "path": str(checked.path),
        "form": checked.form,
        "project": checked.project,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "field": checked.field,
        "cell": checked.cell,
        "message": finding.message,
        "arithmetic": finding.arithmetic,
        "fix": finding.fix.label if finding.fix else None,
        "accepted": finding.accepted,
        "blank": finding.blank,
    }


def checked_data(checked: "Sequence[CheckedPath]") -> dict[str, Any]:
    """The whole answer of `check`."""
    findings = [finding for part in checked for finding in part.findings]
    verdict = count((item.finding for item in findings), sum(part.forms for part in checked))
    files = [
        {
            "path": str(path),
            "error": None,
            "left_over": left_over_data(part.left_over.get(path, ())),
        }
        for part in checked
        for path in part.read
    ]
    files += [
        {"path": str(error.path), "error": error.message, "left_over": []}
        for part in checked
        for error in part.errors
    ]
    return {
        "findings": [finding_data(finding) for finding in findings],
        "summary": {
            "forms": verdict.forms,
            "errors": verdict.errors,
            "warnings": verdict.warnings,
            "hints": verdict.hints,
            "blanks": verdict.blanks,
            "verdict": verdict.text,
        },
        "files": files,
    }


def lines_of_finding(checked: "Sequence[CheckedPath]") -> Iterator[str]:
    """Findings as lines for a reader, grouped by form."""
    for part in checked:
        last: object = None
        for item in part.findings:
            head = (item.path, item.project)
            if head != last:
                yield f"{item.path} {item.project}".rstrip()
                last = head
            finding = item.finding
            place = item.cell or item.field
            accepted = f"（已说明：{finding.accepted}）" if finding.accepted is not None else ""
            yield f"  {finding.mark.label} {finding.rule} {place} {finding.message}{accepted}"
            if finding.arithmetic:
                yield f"      {finding.arithmetic}"


def imported_data(report: ImportReport) -> dict[str, Any]:
    """The answer of `import`."""
    return {
        "files": [
            {
                "path": str(file.path),
                "error": file.error,
                "forms": [_imported_form(form) for form in file.forms],
                "problems": [problem_data(problem) for problem in file.problems],
                "left_over": left_over_data(file.left_over),
            }
            for file in report.files
        ]
    }


def _imported_form(form: ImportedForm) -> dict[str, Any]:
    data: dict[str, Any] = {
        "project": form.project,
        "year": form.year,
        "kind": form.kind,
        "result": form.result,
        "left_over": left_over_data(form.left_over),
    }
    if form.merge is not None:
        data["merged"] = [
            {
                "result": line.result,
                "label": line.label,
                "cell": line.address or None,
                "present": line.present or None,
                "incoming": line.incoming or None,
                "note": line.note or None,
            }
            for line in form.merge.report()
        ]
    return data


def lines_of_merge(form: ImportedForm) -> Iterator[str]:
    """Every cell taken, added or kept by a merge, with its address; none of any other form."""
    if form.merge is None:
        return

    for line in form.merge.report():
        yield f"{line.address} {line.label}：{line.incoming or BLANK} {outcome(line)}".strip()
