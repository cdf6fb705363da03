"""Reading a template file: TOML in, a `Template` out, or one TemplateError that says where and what.

A file holds `id`, `kind`, `title`, `edition`, `region`, `basis`, `columns_mm`, `layout`, the
sections `page`, `profile`, `header`, `funds`, `fund_rows`, `indicators`, `blocks`, `vocabulary`,
`labels` and `rows`; whatever it leaves out comes from the file that it `extends`. Files that begin with an
underscore only lend their settings to others.
"""

from dataclasses import replace
from pathlib import Path

from perfdesk.grid import FieldKind
from perfdesk.kinds import KINDS, Kind, kind_of
from perfdesk.template.check import check_fields, check_template
from perfdesk.template.fields import (
    FUND_SECTION,
    HEADER_SECTION,
    INDICATOR_SECTION,
    Fields,
    read_blocks,
    read_fields,
    read_fund_rows,
    read_vocabulary,
)
from perfdesk.template.merge import SUFFIX, Merged, read_merged
from perfdesk.template.model import Field, Template
from perfdesk.template.rows import NamedRow, RowReader
from perfdesk.template.settings import read_page, read_profile
from perfdesk.template.table import Table

PART_PREFIX = "_"
"""File names that begin with it are parts of templates, not templates."""

TERMS = ((), ("medium", "annual"))


def template_ids(folder: Path) -> tuple[str, ...]:
    """The ids of the templates in a folder, by their file names, unread."""
    names = (path.stem for path in folder.glob(f"*{SUFFIX}"))
    return tuple(sorted(name for name in names if not name.startswith(PART_PREFIX)))


def load_template(path: Path) -> Template:
    """Read one template file; TemplateError names the file, the key and what is wrong."""
    return template_of(read_merged(path), path.stem)


def template_of(merged: Merged, expected_id: str = "") -> Template:
    """The template of merged settings; its id has to be the expected one where there is one."""
    root = Table(merged, merged.data)
    if root.text("id") != expected_id and expected_id:
        raise root.error("id", f"应与文件名相同，即“{expected_id}”")
    sections = {
        name: read_fields(root, name) for name in (HEADER_SECTION, FUND_SECTION, INDICATOR_SECTION)
    }
    kind = _kind(root)
    check_fields(root, kind, sections)
    template, rows = _assemble(root, kind, sections)
    root.done()
    check_template(root, template, rows, sections)
    return template


def _kind(root: Table) -> Kind:
    return kind_of(root.one_of("kind", tuple(kind.id for kind in KINDS)))


def _assemble(
    root: Table, kind: Kind, sections: dict[str, Fields]
) -> tuple[Template, tuple[NamedRow, ...]]:
    columns = tuple(float(width) for width in root.numbers("columns_mm"))
    fund_rows = read_fund_rows(root)
    terms = root.texts("terms")
    if terms not in TERMS:
        raise root.error("terms", '只能是 ["medium", "annual"]，或不写')
    blocks = read_blocks(root)
    columns_of = root.texts("starter_columns")
    starters = _starters(root, columns_of, sections[INDICATOR_SECTION])
    rows = RowReader(sections, fund_rows, len(columns), terms, blocks).read(root)
    template = Template(
        id=root.text("id"),
        kind=kind,
        title=root.text("title"),
        edition=root.text("edition"),
        region=root.text("region"),
        basis=root.text("basis"),
        page=read_page(root.table("page")),
        columns_mm=columns,
        rows=tuple(row.spec for row in rows),
        header_fields=(),
        fund_fields=tuple(sections[FUND_SECTION].by_name.values()),
        fund_rows=fund_rows,
        indicator_fields=tuple(sections[INDICATOR_SECTION].by_name.values()),
        vocabulary=read_vocabulary(root),
        profile=read_profile(root.table("profile")),
        title_variants=root.texts("title_variants"),
        known_titles=root.texts("known_titles"),
        label_variants=_labels(root),
        starters=tuple((level1, level2) for level1, level2, _ in starters),
        starter_texts=tuple(texts for *_, texts in starters) if columns_of else (),
        terms=terms,
        offered=root.flag("offered", True),
        year_printed="year" not in sections[HEADER_SECTION].unprinted,
        blocks=blocks,
        unseen_original=root.flag("unseen_original", False),
    )
    header = tuple(
        _with_default(field, template) for field in sections[HEADER_SECTION].by_name.values()
    )
    return replace(template, header_fields=header), rows


def _with_default(field: Field, template: Template) -> Field:
    """Title and money unit of a new form are the template's; grades are those of the profile's bands."""
    if field.name == "title":
        return replace(field, default=template.title)
    if field.name == "money_unit":
        return replace(field, default=template.money_unit)
    if field.computed == "grade" and field.kind is FieldKind.CHOICE:
        return replace(field, choices=tuple(band.name for band in template.profile.grade_bands))
    return field


def _labels(root: Table) -> dict[str, tuple[str, ...]]:
    table = root.table("labels")
    return {label: table.texts(label) for label in table.names()}


def _starters(
    root: Table, columns: tuple[str, ...], fields: Fields
) -> list[tuple[str, str, dict[str, str]]]:
    """Both levels of every row of a new form, and what else `starter_columns` says that it holds."""
    for name in columns:
        if name not in fields.by_name:
            raise root.error("starter_columns", f"没有名为“{name}”的字段")
    found = []
    for item in root.lists("starters"):
        if len(item) != 2 + len(columns) or not all(isinstance(text, str) for text in item):
            count = str(2 + len(columns)) if columns else "两"
            names = "、".join(("一级指标", "二级指标", *columns))
            raise root.error("starters", f"每一项应为{count}个值：{names}的文字")
        found.append((item[0], item[1], dict(zip(columns, item[2:], strict=True))))
    return found
