"""Chapters 2 and 7, one way of writing numbers and operators in all forms of a unit."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from perfdesk.cellpath import HEADER, CellPath
from perfdesk.rules import fixes
from perfdesk.rules.facts.group import GroupSubject
from perfdesk.rules.facts.subject import AMOUNTS, FormSubject
from perfdesk.rules.model import BOTH, SELF, Hit, Scope, hit, of_funds
from perfdesk.rules.registry import rule
from perfdesk.targets import standard_signs
from perfdesk.values import format_decimal, is_dash, normalise_signs, read_amount

Styled = tuple[CellPath, str, str]
"""Where, in which style, and the text as printed."""

_ASPECTS = ("percent", "thousands", "decimals", "dash")
_NUMBERS = (*AMOUNTS, "rate", *of_funds("weight", "score"), "organisation")


def number_styles(form: FormSubject) -> tuple[tuple[str, Styled], ...]:
    """The number cells of the fund block with their style, by aspect."""
    return tuple(_styles(form))


def _styles(form: FormSubject) -> Iterator[tuple[str, Styled]]:
    for fund in form.view.funds:
        rate = fund.rate
        # A source's own rate of 0 is the system's default (F07).
        if rate.filled and (fund.index == 0 or rate.value):
            yield "percent", (fund.path("rate"), "%" if rate.percent else "", rate.text or "")
        for name in AMOUNTS:
            amount = getattr(fund, name)
            if not amount.filled or not amount.value:
                continue
            if amount.value >= 1000:
                yield (
                    "thousands",
                    (
                        fund.path(name),
                        "," if "," in normalise_signs(amount.text or "") else "",
                        amount.text or "",
                    ),
                )
            if form.profile.money_decimals is not None:
                yield "decimals", (fund.path(name), str(amount.decimals), amount.text or "")
        for name in ("weight", "score"):
            text = (fund.text(name) or "").strip()
            if text and is_dash(text):
                yield "dash", (fund.path(name), text, text)


def style_counts(form: FormSubject) -> dict[str, Counter[str]]:
    """How often each style occurs in a form, by aspect."""
    counts: dict[str, Counter[str]] = {aspect: Counter() for aspect in _ASPECTS}
    for aspect, (_, style, _) in form.once(number_styles):
        counts[aspect][style] += 1
    return counts


def _sample(forms: list[FormSubject], aspect: str, style: str) -> Iterator[str]:
    """One number that is written in a style."""
    for form in forms:
        for found, (_, written, text) in form.once(number_styles):
            if found == aspect and written == style:
                yield text
                return


@rule("F12", Scope.PORTFOLIO, SELF, reads=_NUMBERS)
def one_number_format(group: GroupSubject) -> Iterator[Hit]:
    """F12 · CS: percent signs, thousands, decimals and dashes are written alike; one finding a unit."""
    for forms in group.bodies.values():
        checked = [form for form in forms if "F12" not in form.profile.disabled_rules]
        odd: dict[CellPath, str] = {}
        samples: list[str] = []
        for aspect in _ASPECTS:
            counts: Counter[str] = Counter()
            for form in checked:
                counts.update(form.once(style_counts)[aspect])
            if len(counts) < 2:
                continue
            usual = counts.most_common(1)[0][0]
            strays = [form for form in checked if form.once(style_counts)[aspect].keys() - {usual}]
            found = [
                cell for form in strays for cell in form.once(number_styles) if cell[0] == aspect
            ]
            pair = [
                *_sample(checked, aspect, usual),
                *dict.fromkeys(t for _, (_, s, t) in found if s != usual),
            ][:2]
            # One number may be odd in two ways: 1234.5 beside 1,234.50.
            samples += pair if pair != samples[-2:] else []
            for _, (path, style, text) in found:
                if style != usual:
                    odd[path] = _restyled(aspect, usual, odd.get(path, text))
        if odd:
            first, *others = odd
            yield hit(
                first,
                samples=" / ".join(samples),
                cells=len(odd),
                fix=fixes.set_texts("统一数字格式", odd.items()),
                related=others,
            )


def _restyled(aspect: str, usual: str, text: str) -> str:
    """The same number written in the usual style."""
    if aspect == "dash":
        return usual
    if aspect == "percent":
        return f"{text.strip()}%" if usual else re.sub(r"(?<!\s)\s*+[(（]?[%％][)）]?", "", text)
    amount = read_amount(text)
    if amount.value is None:
        return text
    thousands = "," in normalise_signs(text) if aspect == "decimals" else bool(usual)
    decimals = max(int(usual), amount.decimals) if aspect == "decimals" else amount.decimals
    return format_decimal(amount.value, decimals, thousands)


@lru_cache(maxsize=8192)
def _sign_style(text: str) -> tuple[str, str]:
    """The operator a target begins with, and how it is written: ("≥", ">=")."""
    standard = standard_signs(text)
    if standard == text:
        match = re.match(r"\s*([≥≤])", text)
        return (match.group(1), match.group(1)) if match else ("", "")
    match = re.match(r"[<>=≥≤]+", normalise_signs(text.strip()))
    # A blank behind the sign makes no other style.
    return standard.strip()[:1], match.group(0) if match else "words"


def operator_styles(form: FormSubject) -> tuple[tuple[str, str, CellPath, str], ...]:
    """The targets with ≥ or ≤: sign, how it is written, where, and the text."""
    found = []
    for row in form.rows:
        text = row.text("target")
        sign, style = _sign_style(text)
        if sign in ("≥", "≤"):
            found.append((sign, style, row.path("target"), text))
    return tuple(found)


@rule("U03", Scope.PORTFOLIO, BOTH, reads=("target", "organisation"))
def one_way_of_operators(group: GroupSubject) -> Iterator[Hit]:
    """U03 · CS: ≥ is not written >= elsewhere in the unit; one finding, one fix."""
    for forms in group.bodies.values():
        written: dict[str, Counter[str]] = defaultdict(Counter)
        cells: list[tuple[CellPath, str]] = []
        for form in forms:
            if "U03" in form.profile.disabled_rules:
                continue
            for sign, style, path, text in form.once(operator_styles):
                written[sign][style] += 1
                cells.append((path, text))
        mixed = [sign for sign, styles in written.items() if len(styles) > 1]
        odd = [(path, text) for path, text in cells if _sign_style(text)[1] != _sign_style(text)[0]]
        styles = {style == sign for sign, found in written.items() for style in found}
        if odd and (mixed or len(styles) > 1):
            cure = fixes.set_texts(
                "统一运算符", ((path, standard_signs(text)) for path, text in odd)
            )
            samples = "、".join(
                dict.fromkeys(style for found in written.values() for style in found)
            )
            first = odd[0][0]
            yield hit(
                CellPath(first.form, HEADER, ""),
                samples=samples,
                cells=len(odd),
                fix=cure,
                related=[path for path, _ in odd],
            )
