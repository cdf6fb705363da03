"""Chapter 5, the set of indicators: what is missing, doubled, misplaced, badly named."""

import re
from collections.abc import Iterator

from perfdesk.rules import fixes
from perfdesk.rules.facts.subject import GOALS, FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, bigrams, shown, unbracketed
from perfdesk.rules.model import BOTH, Hit, Scope, hit
from perfdesk.rules.registry import rule
from perfdesk.targets import Kind
from perfdesk.values import normalise_signs, plain, without_space

_SATISFACTION = "满意度指标"


@rule("I01", Scope.FORM, BOTH, reads=("level1", "level2", "project_name", *GOALS))
def first_levels(form: FormSubject) -> Iterator[Hit]:
    """I01 · 88号/10号: 产出 and 效益 are there; 满意度 too, above all where the public is served."""
    if not form.rows or form.suspect_rows:
        return
    present = "|".join(row.view.level1 + row.view.level2 for row in form.rows)
    if not present.strip("|") and form.view.form.match == "nearest":
        return  # the form has no columns of levels
    # Where a region calls the outputs 项目完成指标 their 二级指标 say what they are.
    if any(word in present for word in ("数量指标", "质量指标")):
        present += "|产出"
    for level in form.profile.required_level1:
        named = level.removesuffix("指标")
        if named == "产出" and any(row.output for row in form.rows):
            continue
        if named not in present and level != _SATISFACTION:
            yield hit(form.path(""), "required", level=level)
    if _SATISFACTION.removesuffix("指标") in present:
        return
    texts = [form.project_name, *(cell.text for cell in form.goals)]
    word = next((w for text in texts if (w := form.words.found("public_words", text))), "")
    yield hit(form.path(""), "public" if word else "", level=_SATISFACTION, word=word)


@rule("I02", Scope.FORM, BOTH, reads=("level1", "level2", "level3", "target"))
def second_levels(form: FormSubject) -> Iterator[Hit]:
    """I02 · 88号, 101号: the outputs have 数量, 质量 and 时效; 成本 where the profile asks."""
    if not form.rows or form.suspect_rows:
        return
    present = "|".join(row.view.level2 for row in form.rows)
    if not any(row.output for row in form.rows):
        return
    missing = [
        level for level in form.profile.required_level2 if level.removesuffix("指标") not in present
    ]
    if missing:
        yield hit(form.path(""), missing="、".join(missing))


@rule("I03", Scope.FORM, BOTH, reads=("level1", "level2", "level3", "term"))
def doubled_names(form: FormSubject) -> Iterator[Hit]:
    """I03 · CS: no 三级指标 stands twice in a form; under another 二级指标 it is to be checked."""
    first: dict[tuple[str, str], RowSubject] = {}
    for row in form.rows:
        if row.blank("level3"):
            continue
        key = (row.text("term"), bare(row.name))
        other = first.setdefault(key, row)
        if other is not row and key[1]:
            same = without_space(other.view.level2) == without_space(row.view.level2)
            yield hit(
                row.path("level3"),
                "" if same else "levels",
                label=row.label,
                first=other.number,
                number=row.number,
                level2=row.view.level2,
                other=other.view.level2,
                related=[other.path("level3")],
            )


# Words that make no other indicator of a name: 验收合格率, 工程验收合格率.
_FILLER = re.compile("项目|工程|工作|任务|年度|本年|全年|总体|相关|各类|情况|的")
_ENOUGH = 4


@rule(
    "I03", Scope.FORM, BOTH, reads=("level1", "level2", "level3", "target", "term", "project_name")
)
def names_alike(form: FormSubject) -> Iterator[Hit]:
    """I03 · CS: names alike but for 工程 or 项目, and a benefit that counts an output again, are checked."""
    pairs = [*_near_names(form), *_counted_twice(form)]
    if not pairs:
        return
    first, other = pairs[0]
    yield hit(
        other.path("level3"),
        "alike",
        label=other.label,
        other=first.label,
        pairs=len(pairs),
        related=[first.path("level3"), *(b.path("level3") for _, b in pairs[1:])],
    )


def _near_names(form: FormSubject) -> Iterator[tuple[RowSubject, RowSubject]]:
    yield from _named_after_project(form)
    first: dict[tuple[str, str, str], RowSubject] = {}
    for row in form.rows:
        core = _FILLER.sub("", row.bare_name)
        if len(core) < _ENOUGH:
            continue
        key = (row.text("term"), without_space(row.view.level2), core)
        other = first.setdefault(key, row)
        if other is not row and other.bare_name != row.bare_name:
            yield other, row


def _named_after_project(form: FormSubject) -> Iterator[tuple[RowSubject, RowSubject]]:
    """普查数据差错率 beside 数据差错率 in a project of 经济普查: the project's own word makes no difference."""
    project = bare(form.project_name)
    by_name = {
        (row.text("term"), without_space(row.view.level2), row.bare_name): row for row in form.rows
    }
    for (term, level2, name), row in by_name.items():
        for cut in range(2, min(6, len(name) - _LONG_ENOUGH) + 1):
            other = by_name.get((term, level2, name[cut:]))
            if other is not None and name[:cut] in project:
                yield other, row


_LONG_ENOUGH = 5


def _counted_twice(form: FormSubject) -> Iterator[tuple[RowSubject, RowSubject]]:
    """Benefits with the number, the unit and a word of an output."""
    outputs = {
        (row.text("term"), row.target.low, row.target.unit): row
        for row in form.rows
        if row.output and row.target.kind is Kind.NUMBER and row.target.unit
    }
    for row in form.rows:
        target = row.target
        if "效益" not in row.view.level1 or target.kind is not Kind.NUMBER or not target.low:
            continue
        other = outputs.get((row.text("term"), target.low, target.unit))
        if other is not None and target.low > 1 and _same_matter(other, row):
            yield other, row


_COUNTING = re.compile("受益|惠及|数量|人数|次数|户数|人次|面积|个数|服务|覆盖|对象|完成")


def _same_matter(one: RowSubject, other: RowSubject) -> bool:
    """Whether two names speak of the same thing counted."""
    cores = [_COUNTING.sub("", _FILLER.sub("", row.bare_name)) for row in (one, other)]
    shorter, longer = sorted(cores, key=len)
    return len(shorter) >= 2 and (shorter in longer or bool(bigrams(shorter) & bigrams(longer)))


_LIMIT_IN_NAME = re.compile(
    r"(?:不小于|不低于|不少于|不超过|不大于|不高于|大于|小于|高于|低于|超过|至少|达到?|控制在|[≥≤<>=＝])\s*"
    r"\d[\d,.]*\s*(?:[%％]|[A-Za-z]+|[一-鿿])?|"
    # 65岁以上老人 and 二级以上医院 say who is meant.
    r"(?<!\d)(?<!\d[,.])\d[\d,.]*\s*(?:[%％]|[A-Za-z]+|(?!岁|周岁|级|年级|年)[一-鿿]{1,2})\s*(?:以上|以下|以内|之内)"
)


@rule("I05", Scope.ROW, BOTH, reads=("level3", "target"))
def target_in_name(row: RowSubject) -> Iterator[Hit]:
    """I05 · 101号: the name does not contain the target (带宽不小于100M)."""
    typed = without_space(row.name)
    name = normalise_signs(typed)
    match = _LIMIT_IN_NAME.search(name)
    part = match.group(0) if match else _number_in_name(row, name)
    if part.endswith(("以上", "以下")) and re.findall(r"\d[\d.]*", part)[0] not in row.text(
        "target"
    ):
        return  # 重大（5人以上）事故 says what is counted
    if part and bare(part) != bare(name):
        better = _without(typed, name, part)
        yield hit(
            row.path("level3"),
            "" if better else "no_name",
            label=row.label,
            part=part,
            better=better,
            fix=fixes.set_text("名称去掉目标值", row.path("level3"), better) if better else None,
        )


# What is left of 医疗收入不低于100万元 without its number is 医疗收入, never 医疗收入元.
_DANGLING = re.compile(
    r"^(?:[万亿]?元|万|亿|人次?|[个次项名家场套件户所条份台辆期篇亩吨米]|公里|平方米|以上|以下|以内|之内|左右|的|率|及|和|与)|(?:的|达|到|为|在|约|共|完成|实现|不|及|和|与|每|第)$"
)
_SENSIBLE = 2


def _without(typed: str, name: str, part: str) -> str:
    """The name as typed without its target; "" where no whole name would be left."""
    if len(typed) != len(name):
        return ""
    at = name.index(part)
    before, after = typed[:at], typed[at + len(part) :]
    unit = _DANGLING.match(after)
    if unit and unit.group(0) not in ("率", "及", "和", "与"):
        after = after[unit.end() :]
    left = f"{before}{after}".strip("（）()，,、：:")
    whole = (
        len(left) >= _SENSIBLE
        and not _DANGLING.search(left)
        and not (before and after and re.search("[，,、；;]", typed))
        and left.count("（") + left.count("(") == left.count("）") + left.count(")")
    )
    return left if whole else ""


def _number_in_name(row: RowSubject, name: str) -> str:
    """The target's number with its unit where the name repeats it, else ""."""
    target = row.target
    if not target.numeric or target.low is None or not target.unit:
        return ""
    spelled = re.search(
        rf"(?<![\d.]){re.escape(plain(target.low))}(?:\.0+)?{re.escape(target.unit)}",
        unbracketed(name),
    )
    return spelled.group(0) if spelled else ""


@rule("I11", Scope.ROW, BOTH, reads=("level1", "level2", "level3", "target"), context=("suspect",))
def misplaced(row: RowSubject) -> Iterator[Hit]:
    """I11 · 101号: 及时 belongs to 时效, 满意 to 满意度, 成本 to 成本, counts not to 质量."""
    level2 = without_space(row.view.level2)
    if row.suspect or not level2 or not row.name:
        return
    for category in row.words.categories:
        if category.veto.search(row.name) or not category.words.search(row.name):
            continue
        if level2 in category.wrong or f"{level2}指标" in category.wrong:
            yield hit(
                row.path("level2"), label=row.label, level2=row.view.level2, better=category.level2
            )
        return


@rule("I12", Scope.ROW, BOTH, reads=("level3",))
def empty_names(row: RowSubject) -> Iterator[Hit]:
    """I12 · 101号: the name says what is looked at, not only 合格 or 计划完成."""
    if row.blank("level3"):
        return
    core = bare(re.sub(r"^指标\s*\d+\s*[:：]", "", row.name))
    if len(core) < 3 or row.words.one_of("empty_name", core):
        yield hit(row.path("level3"), label=shown(row.name))


@rule("I20", Scope.ROW, BOTH, reads=("level1", "level2"))
def level2_of_level1(row: RowSubject) -> Iterator[Hit]:
    """I20 · 101号: a known 二级指标 stands under its own 一级指标; custom names are not judged."""
    level1, level2 = _level(row.view.level1), without_space(row.view.level2)
    template = row.form.view.template
    own = template.level2_of(level1)
    if not level2 or not own or _belongs(level2, own):
        return
    homes = [group.level1 for group in template.vocabulary if _belongs(level2, group.level2)]
    if homes and level1 not in homes:
        yield hit(
            row.path("level2"),
            label=row.label,
            level1=level1,
            level2=row.view.level2,
            homes="、".join(homes),
        )


def _level(text: str) -> str:
    """A 一级指标 without weight in brackets: 产出指标(50分)."""
    return unbracketed(without_space(text)).strip()


def _belongs(level2: str, names: tuple[str, ...]) -> bool:
    return level2 in names or f"{level2}指标" in names
