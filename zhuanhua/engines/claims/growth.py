"""Growth the letter claims, where it also says from what: 由…增加到…, 较上年的…, 增加…, or the year before in the same paragraph."""

import re
from fractions import Fraction

from zhuanhua.engines.claims.arithmetic import judge
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, Claim, Relation
from zhuanhua.engines.claims.layout import Layout
from zhuanhua.engines.claims.periods import year_of

_FROM = re.compile(r"(?:由|从)[^,;。:]{0,24}$")
_THAN = re.compile(r"(?:比|较|相比|对比|同期|上年|去年|是|为)[^,;。:]{0,16}的?$")
_COMPARES = re.compile(r"(?:比|较|相比|对比)[^,;。:]{0,16}$|(?:上年|去年)(?:同期)?(?:的|为)?$")
_BECAME = re.compile(
    r"(?:增长|增加|提高|上升|提升|扩大|发展|下降|减少|降低|回落|增|升|降|减|壮大)(?:到|至|为)(?:了)?(?:\d{4} ?年[底末]?的?)?$"
)
WINDOW = 10


def growths(copy: str, build: Layout, claims: list[Claim]) -> list[Relation]:
    """Every growth, fall or multiple with both of its ends in the letter."""
    found: list[Relation] = []
    for at, claim in enumerate(claims):
        if claim.role not in {"growth", "fall", "multiple"}:
            continue
        if "年均" in _before(copy, claims, at):
            continue
        if (
            claim.role == "multiple"
            and at >= 2
            and copy[claims[at - 1].end : claim.start].strip(" 约近") == "的"
        ):
            if claims[at - 1].measure == claims[at - 2].measure and not claims[at - 2].role:
                found.extend(filter(None, [_from_base(claims, at, at - 2, at - 1)]))
            continue
        now = _now(copy, build, claims, at)
        base = _base(copy, build, claims, at, now) if now is not None else None
        relation = None
        if now is not None and base is not None:
            relation = _from_base(claims, at, now, base)
        elif now is not None and claim.measure == "%":
            relation = _from_difference(build, claims, at, now)
        if relation is not None:
            found.append(relation)
    return found


def _fits(claim: Claim, other: Claim) -> bool:
    """Whether `other` may be an end of the growth `claim`."""
    if other.role not in {"", "share", "mean"}:
        return False
    if claim.measure == "百分点":
        return other.unit == "percent"
    if claim.measure in {"%", "倍", "番"}:
        return other.unit in {"count", "yuan", "m2"}
    return other.measure == claim.measure


def _now(copy: str, build: Layout, claims: list[Claim], at: int) -> int | None:
    begin, _ = build.sentence(claims[at].start)
    for place in range(at - 1, max(-1, at - 1 - WINDOW), -1):
        if claims[place].start < begin:
            return None
        if _fits(claims[at], claims[place]) and not _is_base(copy, claims, place):
            return place
        if (
            claims[place].role in {"", "share"}
            and claims[place].unit != "percent"
            and not _is_base(copy, claims, place)
        ):
            return None
    return None


def _is_base(copy: str, claims: list[Claim], place: int) -> bool:
    before = _before(copy, claims, place)
    if _BECAME.search(before):
        return False
    return bool(_FROM.search(before) or _COMPARES.search(before))


def _before(copy: str, claims: list[Claim], place: int) -> str:
    begin = max(claims[place - 1].end if place else 0, claims[place].start - 28)
    return copy[begin : claims[place].start].rstrip(" ")


def _base(copy: str, build: Layout, claims: list[Claim], at: int, now: int) -> int | None:
    """The value it grew from: named between, named before by 由 or 从, or the year before under the same name."""
    measure = claims[now].measure
    for place in range(now + 1, at):
        if claims[place].measure == measure and not claims[place].role and _is_base(copy, claims, place):
            return place
    if (
        now
        and claims[now - 1].measure == measure
        and _BECAME.search(_before(copy, claims, now))
        and _FROM.search(_before(copy, claims, now - 1))
    ):
        return now - 1
    year = year_of(claims[now].period)
    paragraph, _ = build.paragraph(claims[at].start)
    for place in range(now - 1, max(-1, now - 1 - WINDOW), -1):
        claim = claims[place]
        if claim.start < paragraph or year is None:
            return None
        same = claim.measure == measure and not claim.role and year_of(claim.period) == year - 1
        if same and _key(claim.subject) == _key(claims[now].subject):
            return place
    return None


def _key(subject: str) -> str:
    return re.sub(r"全市|我市|全省|新增|累计|实现|完成", "", subject)


def _from_base(claims: list[Claim], at: int, now: int, base: int) -> Relation | None:
    claim = claims[at]
    new, old = claims[now].value, claims[base].value
    if old == 0:
        return None
    difference = old - new if claim.role == "fall" else new - old
    computed = difference
    if claim.measure == "%":
        computed = difference / old * 100
    elif claim.measure == "番" or claim.role == "multiple":
        computed = new / old
    elif claim.measure == "倍":
        computed = difference / old
    kind = "ratio" if claim.role == "multiple" else "growth"
    return _judged(kind, claims, at, (now, base), computed)


def _from_difference(build: Layout, claims: list[Claim], at: int, now: int) -> Relation | None:
    """252.04亿元，增加34.48亿元，增长15.85%: the base is what was there before the increase."""
    begin, end = build.sentence(claims[at].start)
    for place in (at - 1, at + 1):
        if place in {now, -1} or place >= len(claims) or not begin <= claims[place].start < end:
            continue
        other = claims[place]
        if other.role == claims[at].role and other.measure == claims[now].measure:
            old = claims[now].value + (other.value if other.role == "fall" else -other.value)
            return _judged("growth", claims, at, (now, place), other.value / old * 100) if old > 0 else None
    return None


def _judged(
    kind: str, claims: list[Claim], at: int, operands: tuple[int, int], computed: Fraction
) -> Relation | None:
    claim = claims[at]
    if any(claims[place].modifier != "exact" for place in operands):
        near = abs(computed - claim.value) * 5 <= abs(claim.value)
        return Relation(kind, at, operands, computed, claim.value, "rounded", HOLDS) if near else None
    status, rounding = judge(computed, claim)
    if status != HOLDS and _within_digits(claims, claim, operands, computed):
        status, rounding = HOLDS, "rounded"
    return Relation(
        kind, at, operands, computed, claim.value, rounding, status if status == HOLDS else CONTRADICTED
    )


def _within_digits(claims: list[Claim], claim: Claim, operands: tuple[int, int], computed: Fraction) -> bool:
    """Whether the printed digits of coarse operands leave room for the printed result."""
    if claim.measure != "%":
        return False
    slack = sum(
        (
            claims[place].step / 2 / claims[place].value
            for place in operands
            if claims[place].step < claims[place].value
        ),
        Fraction(0),
    )
    coarse = all(claims[place].unit != "count" or claims[place].step > 1 for place in operands)
    return coarse and abs(computed - claim.value) <= slack * (100 + abs(computed)) + claim.step / 2
