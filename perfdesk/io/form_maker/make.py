"""From a file to the text of a template, checked by loading it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from perfdesk.catalog import Catalog
from perfdesk.errors import CannotProposeError, NoFormError, TemplateError
from perfdesk.io.fill.fill import blanks_of, open_snapshot
from perfdesk.io.fill.places import find_places
from perfdesk.io.form_maker.draft import DraftField, FormDraft
from perfdesk.io.form_maker.propose import propose
from perfdesk.io.form_maker.toml_text import write
from perfdesk.io.readers.snapshot import HINT, Problem
from perfdesk.kinds import kind_of
from perfdesk.paths import resource
from perfdesk.template.merge import SUFFIX, read_merged
from perfdesk.template.model import Template
from perfdesk.template.pack import load_pack

_ALWAYS = ("title", "year", "project_name", "department", "organisation", "money_unit")
"""Header fields that every template has, printed or not."""


class MadeTemplate(NamedTuple):
    """A template with the text of its file."""

    draft: FormDraft
    text: str
    template: Template


def make_template(path: Path, catalog: Catalog, template_id: str, number: int = 0) -> MadeTemplate:
    """The template that a form of a file suggests (the first one unless told otherwise).

    NoFormError or CannotProposeError where there is none; a reader's error where the file cannot be read.
    """
    snapshot = open_snapshot(path)
    blanks = blanks_of(path, snapshot)
    found = find_places(snapshot, blanks, catalog)
    if not found:
        raise NoFormError(path)
    if number >= len(found):
        raise CannotProposeError(path.name, f"文件中只有 {len(found)} 张表")
    draft = propose(path, snapshot, blanks, found[number], catalog, template_id)
    if len(found) > 1:
        said = f"文件中有 {len(found)} 张表，由第 {number + 1} 张制作。"
        draft.problems.append(Problem(None, HINT, said))
    return settled(path.name, draft)


def settled(name: str, draft: FormDraft) -> MadeTemplate:
    """The draft as a template; CannotProposeError names what does not fit."""
    text = text_of(draft)
    try:
        return MadeTemplate(
            draft, text, load_pack(text.encode(), f"{draft.id}{SUFFIX}", resource("templates"))
        )
    except TemplateError as error:
        raise CannotProposeError(name, f"“{error.key}”：{error.problem}") from None


def text_of(draft: FormDraft) -> str:
    """The text of the draft's template file; what the base has and the form has not is dropped."""
    base = read_merged(resource("templates") / f"{kind_of(draft.kind).template_base}{SUFFIX}").data
    dropped = []
    for section in ("header", "funds", "indicators"):
        for name in base.get(section, {}):
            if (section, name) in draft.fields:
                continue
            if section == "header" and name in _ALWAYS:
                continue
            dropped.append(f"{section}.{name}")
    if "fund_rows" in base:
        dropped.append("fund_rows")
    for name in _ALWAYS:
        if ("header", name) not in draft.fields and name in base["header"]:
            draft.fields["header", name] = _unprinted(base["header"][name])
    for (section, _), field in draft.fields.items():
        known = {name for s, name in draft.fields if s == section}
        known |= {f"{s}.{name}" for s, name in draft.fields}
        if any(part not in known for part in field.inputs):
            field.computed, field.inputs = "", ()
    return write(draft, dropped, tuple(base.get("vocabulary", {})))


def _unprinted(table: Mapping[str, object]) -> DraftField:
    """A field that every template has and that this form does not print."""
    texts = table.get("variants")
    variants = tuple(str(text) for text in texts) if isinstance(texts, list) else ()
    return DraftField(
        str(table.get("label", "")), variants, str(table.get("kind", "text")), str(table.get("json", "")), printed=False
    )  # fmt: skip
