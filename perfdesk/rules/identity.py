"""Chapter 1, identity: titles and names of bodies, alike in all forms of the unit."""

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from perfdesk.cellpath import CellPath
from perfdesk.rules import fixes
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import FormSubject
from perfdesk.rules.facts.texts import organisation_core
from perfdesk.rules.model import BOTH, SELF, Hit, Scope, hit
from perfdesk.rules.registry import rule

_NAMES = ("project_name", "department", "organisation")


@rule("S02", Scope.PORTFOLIO, SELF, reads=("title", "organisation"))
def uniform_title(group: GroupSubject) -> Iterator[Hit]:
    """S02 · CS: the title is a known one, and one in all forms of a unit."""
    wrong: list[tuple[FormSubject, str]] = []
    for forms in group.bodies.values():
        wrong += _odd_titles([f for f in forms if "S02" not in f.profile.disabled_rules])
    if not wrong:
        return
    first, wanted = min(wrong, key=lambda pair: pair[0].order)
    ordered = [first, *(form for form, _ in wrong if form is not first)]
    titles = list(dict.fromkeys(form.text("title") for form in ordered))
    others = sorted({t for form in group.forms if (t := form.text("title")) and t not in titles})
    cure = fixes.set_texts("统一标题", ((form.path("title"), title) for form, title in wrong))
    variant = "" if others else "alone"
    yield hit(
        first.path("title"),
        variant,
        titles="、".join(f"“{t}”" for t in titles),
        wanted=wanted,
        fix=cure,
        others="、".join(f"“{t}”" for t in others),
        related=[f.path("title") for f in ordered[1:]],
    )


def _odd_titles(forms: list[FormSubject]) -> list[tuple[FormSubject, str]]:
    """Forms of one body whose title is unknown or not the usual one, with the title to take."""
    forms = [form for form in forms if not form.view.nearest] + _mixed(forms)
    counts: dict[str, int] = {}
    for form in forms:
        if _known(form) or form.view.nearest:
            counts[_plain(form)] = counts.get(_plain(form), 0) + 1
    usual = max(counts, key=lambda t: counts[t]) if counts else None
    odd = []
    for form in forms:
        title = _plain(form)
        if not title or title == usual:
            continue
        known = form.view.template.known_titles
        odd.append((form, usual or (known[0] if known else form.view.template.title)))
    return odd


def _mixed(forms: list[FormSubject]) -> list[FormSubject]:
    """Forms of another region where their titles differ; one title in all of them is that region's."""
    foreign = [form for form in forms if form.view.nearest]
    return foreign if len({_plain(form) for form in foreign}) > 1 else []


def _plain(form: FormSubject) -> str:
    return re.sub(r"\s|[(（]\s*20\d{2}\s*年?度?\s*[)）]|^20\d{2}年度?", "", form.text("title"))


def _known(form: FormSubject) -> bool:
    return _plain(form) in form.view.template.known_titles


@rule("S08", Scope.PORTFOLIO, BOTH, reads=("organisation", "department"))
def bodies_spelled_alike(group: GroupSubject) -> Iterator[Hit]:
    """S08 · CS: 实施单位 and 主管部门 are spelled alike in all forms of the unit."""
    forms = group.forms_for("S08")
    for name in ("organisation", "department"):
        spellings: dict[str, list[FormSubject]] = {}
        for form in forms:
            core = organisation_core(form.text(name))
            if core:
                spellings.setdefault(core, []).append(form)
        ordered = sorted(
            spellings, key=lambda core: (-len(spellings[core]), spellings[core][0].order)
        )
        settled: list[str] = []
        for core in ordered:
            usual = next((other for other in settled if _same(spellings, core, other)), None)
            if usual is None:
                settled.append(core)
                continue
            odd, model = spellings[core], spellings[usual][0]
            cure = fixes.set_texts(
                "统一名称", ((form.path(name), model.text(name)) for form in odd)
            )
            yield hit(
                odd[0].path(name),
                label=odd[0].label(name),
                text=odd[0].text(name),
                usual=model.text(name),
                fix=cure,
                related=_paths(odd[1:], name) + _paths([model], name),
            )


def _paths(forms: list[FormSubject], name: str) -> list[CellPath]:
    return [form.path(name) for form in forms]


_RARE = 3


def _same(spellings: dict[str, list[FormSubject]], core: str, usual: str) -> bool:
    """Whether a spelling means the usual body; one stray form among several may have two slips,
    but not in its place: 徐汇区 and 闵行区 each have such a body."""
    stray = len(spellings[core]) == 1 and len(spellings[usual]) >= _RARE
    return same_body(core, usual) or (
        stray and not _elsewhere(core, usual) and _one_slip(core, usual, 2)
    )


_PLACE = re.compile(r"[一-鿿]{2,3}?(?:自治区|省|市|区|县|旗|镇|乡|街道)")
_NOT_PLACE = re.compile(r"社区|园区|小区|校区|地区|院区")
_NUMBERED = re.compile(r"[第0-9０-９一二三四五六七八九十东西南北中前后上下甲乙丙]")


def same_body(a: str, b: str) -> bool:
    """Whether two different spellings mean the same body: shortened, or one sign mistyped.

    A branch (…青浦分院), another place or another number is another body.
    """
    a, b = a.replace("委员会", "委"), b.replace("委员会", "委")
    if a == b:
        return True
    if _elsewhere(a, b):
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < 4 or (shorter[-1] != longer[-1] and len(longer) - len(shorter) > 1):
        return False
    if _inside(shorter, longer):
        added = longer.startswith(shorter) and len(longer) - len(shorter) > 1
        return not added and not _NUMBERED.fullmatch(_rest(shorter, longer))
    return _one_slip(a, b)


def _one_slip(a: str, b: str, signs: int = 1) -> bool:
    """Whether they differ in so few signs; without other evidence only at the end.

    A proper noun stands in front: 中医医院 and 中山医院 are two bodies, 中心 and 中新 are not.
    """
    if len(a) < 8 or Levenshtein.distance(a, b, score_cutoff=signs) > signs:
        return False
    changes = [op for op in Levenshtein.opcodes(a, b) if op.tag != "equal"]
    changed = "".join(
        a[op.src_start : op.src_end] + b[op.dest_start : op.dest_end] for op in changes
    )
    if _NUMBERED.search(changed):
        return False
    at = changes[0].src_start
    return signs > 1 or at >= len(a) - 2 or (len(a) == len(b) and _mistyped(a, b, at))


# Signs that are typed for each other by sound or by shape; no two bodies differ in them alone.
_PAIRS = (
    "务物 心新 育肓 安按 装庄 管官 理里 生声 健建 检捡 测侧 督都 促捉 障章 算祘 评平 估古 执职 境镜 "
    "预予 制治 训川 培陪 绿录 化花 网罔 资姿 社杜 局居 站战 科课 员元 服复 信讯 康糠 防访 "
    "护户 划画 交郊 通能 运远 输偷 设没 市巿 税锐 财材 审申 计记 和与 和及 与及 统充 司同 法发 援缓 究穷 传专 播拨"
)
_CONFUSED = frozenset(frozenset(pair) for pair in _PAIRS.split())


def _mistyped(a: str, b: str, at: int) -> bool:
    """Whether the signs at this place are often typed for each other: 事务, 事物."""
    return frozenset((a[at], b[at])) in _CONFUSED


def _elsewhere(a: str, b: str) -> bool:
    """Whether two names are of bodies in different places; 静安 for 静安区 is the same one."""
    one, two = _places(a), _places(b)
    if not one or not two or one[-1] == two[-1]:
        return False
    if len(one) == len(two):
        return True
    place, other = (one[-1], b) if len(one) > len(two) else (two[-1], a)
    return place[:-1] not in other


def _places(name: str) -> list[str]:
    return _PLACE.findall(_NOT_PLACE.sub("", name))


def _inside(shorter: str, longer: str) -> bool:
    signs = iter(longer)
    return all(sign in signs for sign in shorter)


def _rest(shorter: str, longer: str) -> str:
    left = list(longer)
    for sign in shorter:
        left.remove(sign)
    return "".join(left)


@rule("S09", Scope.PORTFOLIO, BOTH, reads=_NAMES)
def system_suffix(group: GroupSubject) -> Iterator[Hit]:
    """S09 · CS: the system suffix (汇总) is better not published; one finding per field of a unit."""
    for name in ("department", "organisation", "project_name"):
        found = [
            form
            for form in group.forms_for("S09")
            if not form.profile.suffix_allowed
            and re.search(r"[(（]\s*汇总\s*[)）]", form.text(name))
        ]
        if not found:
            continue
        cure = fixes.set_texts(
            "去掉“(汇总)”",
            (
                (form.path(name), re.sub(r"(?<!\s)\s*+[(（]\s*+汇总\s*+[)）]", "", form.text(name)))
                for form in found
            ),
        )
        yield hit(
            found[0].path(name),
            label=found[0].label(name),
            text=found[0].text(name),
            fix=cure,
            related=[form.path(name) for form in found[1:]],
        )
