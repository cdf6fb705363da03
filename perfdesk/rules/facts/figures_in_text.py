"""Numbers of the table told again in running text (T14, I15): whose they are, and what they claim."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from perfdesk.rules.facts.subject import FormSubject, RowSubject
from perfdesk.rules.facts.texts import bare, bigrams, clauses, unbracketed
from perfdesk.rules.facts.words import phrase
from perfdesk.targets import (
    Kind,
    is_count,
    mentions,
    parse_unit,
    same_unit,
    times_a_year,
    unit_size,
)
from perfdesk.targets.units import MEASURE
from perfdesk.values import normalise_signs, without_space

_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_WORD_NUMBER = re.compile(
    r"(?<![第十百千万零〇一二三四五六七八九年每同])([二两三四五六七八九十])(?=[次场个家项件套台名人位份篇批户所处])"
)
# 1.6万余人次 and 30多家 are 约1.6万人次 and 约30家: the unit then follows its number.
_AND_MORE = re.compile(r"(?<!\d)(?<!\d[,.])(\d[\d,.]*\s*[十百千万亿]*)[余多](?![媒功学])")
_COUNTING = re.compile(
    r"(?:总?(?:数量|次数|人数|个数|场次|场数|家数|户数|台数|套数|篇数|件数|份数|人次|台次)|数)$"
)
_ABOUT = Decimal("0.1")
_SHORTEST_RATE = 4


class Number(NamedTuple):
    """A number with its unit in running text."""

    value: Decimal
    unit: str
    before: str
    """What stands before it in its clause."""
    after: str

    @property
    def size(self) -> Decimal:
        """The number in the smallest of the units that this one converts to."""
        return self.value * unit_size(self.unit)


class Clash(NamedTuple):
    """A clause that names another number than the row."""

    clause: str
    value: Decimal
    unit: str


class Figure(NamedTuple):
    """A number of the table that a text may tell again."""

    name: str
    words: frozenset[str]
    """Words of the name that are its own."""
    value: Decimal
    unit: str
    units: frozenset[str] = frozenset()
    """Pairs of the name that only tell how it is counted."""
    missing: Decimal | None = None
    """What the target asks beyond it: 2条步道未施工 beside 6 of 8."""


@lru_cache(maxsize=4096)
def numbers_in(text: str, unit: str = "") -> tuple[Number, ...]:
    """Numbers with a unit in a clause, also 三次, and with this unit where no list knows it; what is
    in %, years and ages aside."""
    plain_text = _WORD_NUMBER.sub(lambda m: str(_CHINESE[m.group(1)]), text)
    plain_text = _AND_MORE.sub(r"约\1", plain_text)
    found = [
        Number(m.value, m.unit, plain_text[: m.start], plain_text[m.end :])
        for m in mentions(plain_text)
    ]
    base = parse_unit(unit).base
    if not found and base and not mentions(f"1{base}"):
        for m in re.finditer(
            rf"(?<![\d.])(\d+(?:\.\d+)?)((?:万|亿)?{re.escape(base)})", plain_text
        ):
            value = Decimal(m.group(1))
            found.append(Number(value, m.group(2), plain_text[: m.start()], plain_text[m.end() :]))
    return tuple(found)


_LISTED = re.compile(r"(?:^\s*+|(?<=[。；;：:\n\s]))([1-9]\d?)[.．](?=\d)")


def spoken(text: str) -> str:
    """A text without what would part a number from its noun or join it to another: quotation marks,
    and the numbers of a list (1.42个站点；2.培训96次)."""
    plain_text = re.sub(r"[“”\"‘’]", "", text)
    if re.search(r"(?:^|[。；;：:\n\s])1[.．]", plain_text) and re.search(
        r"[。；;\n\s]2[.．]", plain_text
    ):
        plain_text = _LISTED.sub("", plain_text)
    return plain_text


Rival = Callable[[RowSubject, RowSubject], bool]


def any_row(row: RowSubject, other: RowSubject) -> bool:
    """Every other row may own a word."""
    return True


def same_count(row: RowSubject, other: RowSubject) -> bool:
    """Only a row of the same unit may be meant by a number; the same name is the same thing."""
    if bare(row.name) == bare(other.name):
        return False
    if other.target.kind is not row.target.kind or other.target.kind not in (
        Kind.NUMBER,
        Kind.DATE,
    ):
        return False
    one, two = row.target.printed_unit, other.target.printed_unit
    return not one or not two or same_unit(one, two)


def own_words(form: FormSubject, rival: Rival = any_row) -> dict[str, frozenset[str]]:
    """Of each row, the bigrams of its name that no rival row's name has; common words aside."""
    common = frozenset(form.words.words("empty_bigrams"))
    pairs = {row.id: bigrams(bare(unbracketed(row.name))) - common for row in form.rows}
    rows_with = Counter(chain.from_iterable(pairs.values()))
    shared = frozenset(pair for pair, rows in rows_with.items() if rows > 1)
    found = {}
    for row in form.rows:
        rivals = [other for other in form.rows if other is not row and rival(row, other)]
        if rival is any_row:
            own = pairs[row.id] - shared
        else:
            own = pairs[row.id].difference(*(pairs[other.id] for other in rivals))
        noun = counted_noun(row)
        counted = (other for other in rivals if _counts(other))
        if noun and _counts(row) and not any(noun in bare(other.name) for other in counted):
            own |= {noun}
        found[row.id] = own
    return found


def counted_noun(row: RowSubject) -> str:
    """What a row counts: 软件开发 of 软件开发数量; "" when that is too short to tell."""
    noun = _COUNTING.sub("", bare(unbracketed(row.name)))
    return noun if len(noun) >= 3 else ""


def _counts(row: RowSubject) -> bool:
    # A bare 100 beside ≥95% is a percentage too.
    counted = row.actual.kind is Kind.NUMBER and row.target.kind is not Kind.PERCENT
    return row.target.kind is Kind.NUMBER or counted


def other_number(
    text: str, figure: Figure, exempt: frozenset[str], planned: bool = False
) -> Clash | None:
    """The first clause that tells another number in this unit beside a word of the row; None
    where the text also tells the row's own number, at once or in parts. Without a unit any count
    is meant. With `planned` a limit in the text (不少于) has to be the row's number itself."""
    unit = figure.unit
    own = figure.value * unit_size(unit)
    missing = None if figure.missing is None else figure.missing * unit_size(unit)

    def fits(number: Number) -> bool:
        if number.unit in exempt or number.unit == "%":
            return False
        return same_unit(number.unit, unit) if unit else is_count(number.unit)

    told = [(clause, n) for clause in clauses(text) for n in numbers_in(clause, unit) if fits(n)]
    if any(n.size == own for _, n in told):
        return None
    beside = [(clause, n) for clause, n in told if _speaks_of(clause, figure)]
    if (len(beside) > 1 and _sum(n for _, n in beside) == own) or _sum(n for _, n in told) == own:
        return None
    for clause, number in beside:
        if number.size == missing:
            continue
        if not _agrees(number, own, planned) and not _another_matter(number, own, figure.name):
            return Clash(clause.strip(), number.value, number.unit)
    return None


_OFTEN = re.compile(
    r"(?:每个?(?P<per>季度|季|月|周|半年|学期|年)|(?P<adverb>[月季年周])均)[^，。；,;\d]{0,10}?"
    r"(?P<number>\d{1,6})(?P<unit>[一-鿿]{1,2})"
)


def other_frequency(text: str, figure: Figure) -> Clash | None:
    """The first clause that tells the row's thing more or less often in a year: 每月巡检4次 beside 2次/月."""
    counted, often = parse_unit(figure.unit), times_a_year(figure.unit)
    if not counted.base or (counted.per and not often):
        return None
    own = figure.value * counted.scale * (often or 1)
    parts = clauses(text)
    if not often and any(n.size == own for part in parts for n in numbers_in(part, figure.unit)):
        return None
    for clause in parts:
        match = _OFTEN.search(clause)
        if match is None or not _speaks_of(clause, figure):
            continue
        if not often and _SEASON.search(clause):
            continue  # 汛期每月2次: of how many months?
        unit = re.match(MEASURE, match.group("unit"))
        times = times_a_year(f"次/{match.group('per') or match.group('adverb')}") or 1
        same = unit is not None and same_unit(unit.group(0), counted.base)
        if same and int(match.group("number")) * times != own:
            return Clash(clause.strip(), Decimal(match.group("number")), match.group("unit"))
    return None


_SEASON = re.compile(r"汛期|[春夏秋冬]季|[上下]半年|学期|假期|期间|[1-9]月|防火期|采暖季|旺季")


_MONTH = re.compile(
    r"(?<![\d.])(1[0-2]|[1-9])月(?:份|底|末|[上中下]旬|\d{1,2}日)?(?![^，。；]{1,4}前)"
)


def other_month(text: str, figure: Figure) -> Clash | None:
    """The first clause that tells another month beside a word of the row; 9月开学前 is none."""
    own = int(figure.value)
    months = [(c, int(m.group(1))) for c in clauses(text) for m in _MONTH.finditer(c)]
    if any(month == own for _, month in months):
        return None
    for clause, month in months:
        if _speaks_of(clause, figure):
            return Clash(clause.strip(), Decimal(month), "月")
    return None


def other_share(
    text: str, name: str, own: Decimal, sign: str = "%", others: Iterable[str] = ()
) -> Clash | None:
    """The first clause that names this rate and tells another percentage of it; None where one
    tells its own. 图斑核查率 at the beginning of a clause means 疑似图斑核查率, unless another of the
    `others` ends so."""
    text = without_space(normalise_signs(text))
    core = _spoken_name(text, without_space(unbracketed(name)), tuple(others))
    if not core:
        return None
    told = re.compile(rf"{core}([^，。；、,;%‰\d]{{0,8}})(\d+(?:\.\d+)?){sign}")
    found = list(told.finditer(text))
    if any(Decimal(m.group(2)) == own for m in found):
        return None
    for match in found:
        if not re.search("[较比]|提高|提升|增|升|降", match.group(1)):
            return Clash(match.group(0), Decimal(match.group(2)), sign)
    return None


def _spoken_name(text: str, name: str, others: tuple[str, ...]) -> str:
    """How a text names a rate, as a pattern: in full, or without what qualifies it; else ""."""
    if len(name) >= _SHORTEST_RATE and name in text:
        return re.escape(name)
    for cut in range(1, len(name) - _SHORTEST_RATE):
        tail = name[cut:]
        if tail in text and not any(other.endswith(tail) for other in others):
            return rf"(?:^|(?<=[，。；、,;:：对使将和及与]))其?{re.escape(tail)}"
    tail = name[-3:]
    if tail in text and len(name) > 3 and not any(other.endswith(tail) for other in others):
        return re.escape(tail) if _speaks_of_rate(text, name[:-3], tail) else ""
    return ""


# What any check comes to: without its subject it is no certain rate of a row.
_COMMON_RATE = re.compile(
    "(?:合格|完成|及时|准确|达标|覆盖|满意|使用|通过|到位|有效|优良|执行|增长|下降)率"
)


def _speaks_of_rate(text: str, qualifier: str, tail: str) -> bool:
    """Whether 受检率 in a text is 在用计量器具受检率: told once, at the beginning of its clause or
    beside a word of what qualifies it (咨询热线工作日接听率)."""
    if _COMMON_RATE.fullmatch(tail) or not tail.endswith("率") or text.count(tail) != 1:
        return False
    head = re.split("[，。；、,;:：]", text[: text.index(tail)])[-1]
    return not head or any(pair in head for pair in bigrams(qualifier))


def _speaks_of(clause: str, figure: Figure) -> bool:
    """Whether a clause holds a word of the row's own; 人次 alone is none."""
    folded = clause.casefold()
    found = {word for word in figure.words if word in folded}
    if found - figure.units:
        return True
    others = bigrams(bare(figure.name)) - figure.units
    return bool(found) and any(pair in folded for pair in others)


def _sum(numbers: Iterable[Number]) -> Decimal:
    return sum((number.size for number in numbers), Decimal(0))


def _agrees(number: Number, own: Decimal, planned: bool) -> bool:
    """Whether a number with 约, 超过 or 以内 goes with the row's."""
    if phrase("about_before").search(number.before) or phrase("about_after").match(number.after):
        return abs(number.size - own) <= own * _ABOUT
    if planned:
        return False
    if phrase("least_before").search(number.before) or phrase("least_after").match(number.after):
        return own >= number.size
    if phrase("most_before").search(number.before) or phrase("most_after").match(number.after):
        return own <= number.size
    return False


def _another_matter(number: Number, own: Decimal, name: str) -> bool:
    """Whether a number is that of each, of a difference, of earlier years, of what was not done."""
    if re.search(r"第$|[*×xX✕]\s*$", number.before):
        return True  # 第3期, 7×24小时
    if number.value == 24 and number.unit == "小时" and not re.match("(?:之|以)?内", number.after):
        return True  # 24小时受理: round the clock
    if "新" in number.before and not re.search("新|增|加", name) and number.size < own:
        return True
    each = phrase("other_number").search(number.before)
    if each and each.group(0) not in name:
        return True
    if phrase("not_done").search(number.before + number.after):
        return True
    return number.size < own and phrase("part_of").search(number.before) is not None
