"""Files in, forms out: one call for every kind of file that forms are kept in."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from perfdesk.catalog import Catalog
from perfdesk.changes import Mode
from perfdesk.compute import computed_keys
from perfdesk.document import Leftover
from perfdesk.document.form_json import from_json
from perfdesk.errors import (
    BadFormJsonError,
    NoFormError,
    PerfDeskError,
    TooLargeFileError,
    UnknownTemplateError,
)
from perfdesk.io.json_keys import left_over_keys
from perfdesk.io.match import NO_CORRECTIONS, Corrections, MatchedForm, matcher
from perfdesk.io.match.find.skipped import told
from perfdesk.io.readers.guard import guarded
from perfdesk.io.readers.snapshot import HINT, MOST_FORMS, MOST_ROWS, Problem, Snapshot
from perfdesk.kinds import KINDS
from perfdesk.template.model import Template

READABLE: Final = frozenset(
    {
        ".xlsx", ".xlsm", ".xltx", ".xls", ".et", ".ett", ".ods", ".csv", ".tsv", ".txt", ".docx", ".docm",
        ".html", ".htm", ".json", ".doc", ".wps", ".pdf",
    }
)  # fmt: skip
"""Extensions of files that a folder is searched for; what they really hold is found out on reading."""
JSON: Final = "json"
_TEXTS: Final = (
    "title", "year", "project_name", "department", "unit", "money_unit", "goal_expected", "goal_actual", "total_weight",
    "total_score", "grade", "category", "nature", "start_date", "end_date", "period", "goal_total", "goal_annual",
)  # fmt: skip
"""Keys of CONTRACT.md's Form JSON that hold a text."""


@dataclass(frozen=True, slots=True)
class FileReading:
    """What one file gave."""

    path: Path
    forms: tuple[MatchedForm, ...]
    problems: tuple[Problem, ...] = ()
    snapshot: Snapshot | None = None
    """The cells it was matched from, for the import preview; None for Form JSON."""
    left_over: tuple[Leftover, ...] = ()
    """What stands outside all forms; of a form's own area see `MatchedForm.leftovers`."""


def read_path(
    path: Path, catalog: Catalog, corrections: Corrections = NO_CORRECTIONS
) -> FileReading:
    """The forms of one file; a PerfDeskError when it cannot be read or holds none."""
    found = _forms_or_error(path, guarded().read(path), catalog, corrections)
    if isinstance(found, PerfDeskError):
        raise found
    return found


def matched(
    path: Path, snapshot: Snapshot, catalog: Catalog, corrections: Corrections = NO_CORRECTIONS
) -> FileReading:
    """The forms of a snapshot; NoFormError when it holds none."""
    match = matcher(catalog)
    search = match.search(snapshot)
    if len(search.forms) > MOST_FORMS:
        raise TooLargeFileError(path)
    given_up: list[Problem] = []
    forms = tuple(match.match(snapshot, corrections, search, given_up))
    hidden = match.hidden(snapshot)
    others = told(search.passed)
    if not forms and not hidden:
        raise NoFormError(path, [*others, *(problem.message for problem in given_up)])
    problems = [
        *given_up,
        *_told(snapshot, forms),
        *(problem for form in forms for problem in form.problems),
    ]
    problems += [
        Problem(None, HINT, f"工作表“{name}”是隐藏的，未读取；需要时请取消隐藏后再导入。")
        for name in hidden
    ]
    problems += [Problem(None, HINT, sentence) for sentence in others]
    if search.unlisted:
        message = f"表格之外还有 {search.unlisted} 格内容未逐格列出，原文件未改动；需要时请在原文件中查看。"
        problems.append(Problem(None, HINT, message))
    return FileReading(path, forms, tuple(problems), snapshot, search.outside)


def read_many(
    paths: Iterable[Path], catalog: Catalog, corrections: Corrections = NO_CORRECTIONS
) -> Generator[tuple[Path, FileReading | PerfDeskError], None, None]:
    """Each file with its forms or its error, in order; while one is matched the next is being read."""
    guarded().prepare()
    matcher(catalog)
    for path, found in guarded().read_all(paths):
        yield path, _forms_or_error(path, found, catalog, corrections)


def read_pasted(
    text: str, html: str | None, catalog: Catalog, corrections: Corrections = NO_CORRECTIONS
) -> FileReading:
    """The forms of a block pasted from Excel, WPS or Word; NoFormError when it holds none."""
    from perfdesk.io.readers.clipboard import NAME, read_block

    return matched(Path(NAME), read_block(text, html), catalog, corrections)


def _forms_or_error(
    path: Path, found: Snapshot | PerfDeskError, catalog: Catalog, corrections: Corrections
) -> FileReading | PerfDeskError:
    try:
        if isinstance(found, PerfDeskError):
            return found
        if found.source == JSON:
            return _read_json(path, catalog)
        return matched(path, found, catalog, corrections)
    except PerfDeskError as error:
        return error


def files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder and its folders that may hold forms, by name; office lock files aside."""
    for path in sorted(folder.rglob("*")):
        hidden = path.name.startswith(("~$", ".~", "."))
        if path.suffix.lower() in READABLE and not hidden and path.is_file():
            yield path


def _told(snapshot: Snapshot, forms: tuple[MatchedForm, ...]) -> Iterator[Problem]:
    """The reader's problems that concern a form."""
    used = {address for form in forms for address in form.sources.values()}
    used |= {left.address for form in forms for left in form.leftovers}
    empty: set[str] | None = None
    for problem in snapshot.problems:
        if problem.cell is None or problem.cell in used:
            yield problem
            continue
        if empty is None:
            empty = _emptied(snapshot, forms)
        if problem.cell in empty:
            yield problem


def _emptied(snapshot: Snapshot, forms: tuple[MatchedForm, ...]) -> set[str]:
    """Cells on the sheets of forms of which nothing is left: what stood in them was crossed out."""
    filled = {sheet.address(cell) for sheet in snapshot.sheets for cell in sheet.cells if cell.text}
    told = {problem.cell for problem in snapshot.problems if problem.cell is not None} - filled
    sheets = {form.sheet for form in forms}
    # The pages that a form of a PDF goes on over do not bear its sheet's name.
    return {cell for cell in told if snapshot.source == "pdf" or cell.rpartition("!")[0] in sheets}


def _read_json(path: Path, catalog: Catalog) -> FileReading:
    forms = []
    found = _json_forms(path)
    if len(found) > MOST_FORMS or any(
        len(data.get("indicators") or ()) > MOST_ROWS for data in found
    ):
        raise TooLargeFileError(path)
    for number, data in enumerate(found, 1):
        template = _json_template(path, data, catalog)
        form = from_json(data, template, f"form{number}")
        for row, field in computed_keys(form, template):
            form.modes[row, field.name] = Mode.KEPT
        form.match = "nearest" if data.get("match") == "nearest" else "exact"
        form.leftovers = left_over_keys(data, template)
        forms.append(MatchedForm(form, form.match, "", ""))
    if not forms:
        raise NoFormError(path)
    return FileReading(path, tuple(forms))


def _json_forms(path: Path) -> Sequence[Mapping[str, Any]]:
    """The forms of a JSON file: one, a list, or what `read --json` and `export` write."""
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadFormJsonError(path, "不是完整的 JSON 文本") from None
    if isinstance(data, Mapping) and isinstance(data.get("files"), list):
        data = [
            form
            for file in data["files"]
            if isinstance(file, Mapping)
            for form in file.get("forms") or []
        ]
    elif isinstance(data, Mapping) and isinstance(data.get("forms"), list):
        data = data["forms"]
    items = data if isinstance(data, list) else [data]
    for item in items:
        if not isinstance(item, Mapping) or (
            "indicators" not in item and "project_name" not in item
        ):
            raise BadFormJsonError(path, "没有 project_name、indicators 等表格内容")
        if wrong := next(_misshapen(item), None):
            raise BadFormJsonError(path, f"{wrong} 的写法不对")
    return items


def _misshapen(form: Mapping[str, Any]) -> Iterator[str]:
    """Keys of a form whose value is no text where one is due, or no list of rows: nothing is guessed at."""
    for key in ("indicators", "funds"):
        rows = form.get(key) or []
        if isinstance(rows, Mapping) and key == "funds":
            rows = [rows]
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            yield key
            continue
        for row in rows:
            yield from (
                f"{key} 中的 {name}"
                for name, value in row.items()
                if isinstance(value, list | Mapping)
            )
    for key in _TEXTS:
        if isinstance(form.get(key), list | Mapping):
            yield key


def _json_template(path: Path, data: Mapping[str, Any], catalog: Catalog) -> Template:
    name = data.get("template")
    if isinstance(name, str):
        try:
            return catalog.get(name)
        except UnknownTemplateError:
            pass
    kind = data.get("kind")
    candidates = [template for template in catalog.all() if template.kind.id == kind]
    if not candidates:
        raise BadFormJsonError(path, f"kind 应为 {'、'.join(each.id for each in KINDS)} 之一")
    return max(candidates, key=lambda template: _likeness(data, template))


def _likeness(data: Mapping[str, Any], template: Template) -> tuple[float, ...]:
    """How well a template without a name in the file fits: region, title, unit, keys, edition."""
    text = json.dumps(
        [data.get(key) for key in ("region", "department", "unit", "project_name")],
        ensure_ascii=False,
    )
    pinyin = str(data.get("region") or "")
    title = str(data.get("title") or "")
    score = 8.0 * (title == template.title) + 7.0 * (title in template.title_variants)
    score += 3.0 * (bool(pinyin) and template.id.startswith(pinyin.partition("-")[0]))
    score += 3.0 * (template.region[:2] in text)
    score += 2.0 * (data.get("money_unit") in (None, template.money_unit))
    known = {field.json for field in template.header_fields}
    score -= sum(1.0 for key in ("nature", "grade") if data.get(key) and key not in known)
    level1 = {row.get("level1") for row in data.get("indicators") or [] if isinstance(row, Mapping)}
    score -= sum(2.0 for name in level1 if name and template.group_of(str(name)) is None)
    terms = any("term" in row for row in data.get("indicators") or [] if isinstance(row, Mapping))
    score -= 9.0 * (terms != bool(template.terms)) * template.kind.plans
    year, edition = data.get("year"), template.edition
    late = isinstance(year, int) and edition.isdecimal() and int(edition) > year
    return score - late, float(edition) if edition.isdecimal() else 0.0
