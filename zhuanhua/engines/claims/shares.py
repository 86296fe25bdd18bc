"""Shares and ratios the letter claims: 占比55%, 占全省的三分之一, 1:28, 户均20万元."""

import re

from zhuanhua.engines.claims.arithmetic import judge
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, Claim, Relation
from zhuanhua.engines.claims.layout import Layout

_PHRASE = re.compile(r"占([^,;。:、()\d占]{0,24})$")
_OUTSIDE = re.compile(r"全省|全国|全球|东北|GDP|生产总值|其在|同期|财政|行业|副省级|辽宁|全市")
_PULL = re.compile(r"拉动|带动|撬动|放大|杠杆|投入产出|比例|之比|比为|配套")
_RATE = re.compile(r"([一-鿿]{2})率(?:达到?|为|超过?)?$")
WINDOW = 16  # so many claims away a part or a whole is looked for


def shares(copy: str, build: Layout, claims: list[Claim], sums: list[Relation]) -> list[Relation]:
    """Each share whose part and whole the letter names; `copy` is the letter's shadow, `sums` name parts and wholes already found.

    Between rounded amounts (近, 超过) a share is judged to a tenth of itself, and never contradicted.
    """
    whole_of = {part: relation.result for relation in sums for part in relation.operands}
    found = []
    for at, claim in enumerate(claims):
        rate = (
            _RATE.search(copy, max(0, claim.start - 8), claim.start)
            if claim.measure == "%" and not claim.role
            else None
        )
        if rate is not None:
            found.extend(_rate(build, claims, at, rate[1]))
        if claim.role != "share":
            continue
        part, whole = _spelled(copy, claims, at)
        if part is None:
            part = _part(copy, build, claims, at)
            whole = _whole(copy, build, claims, at, part, whole_of) if part is not None else None
        if part is None or whole is None or claims[whole].value == 0:
            continue
        computed = claims[part].value / claims[whole].value * (100 if claim.unit == "percent" else 1)
        if claims[part].modifier != "exact" or claims[whole].modifier != "exact":
            rough = abs(computed - claim.value) * 10 <= claim.value
            found.extend(
                [Relation("share", at, (part, whole), computed, claim.value, "rounded", HOLDS)]
                if rough
                else []
            )
            continue
        if claim.unit == "ratio":
            near = abs(computed - claim.value) * 10 <= claim.value
            status, rounding = (HOLDS if near else CONTRADICTED), "rounded"
        else:
            status, rounding = judge(computed, claim)
        found.append(Relation("share", at, (part, whole), computed, claim.value, rounding, status))
    return found


def _rate(build: Layout, claims: list[Claim], at: int, name: str) -> list[Relation]:
    """受理120件，办结118件，办结率98.3%: the amount that bears the rate's name, over the larger one before it."""
    begin, _ = build.sentence(claims[at].start)
    if at < 2 or claims[at - 2].start < begin:
        return []
    whole, part = claims[at - 2], claims[at - 1]
    named = name in part.subject and whole.measure == part.measure and not whole.role and not part.role
    if not named or not 0 < part.value <= whole.value or {whole.modifier, part.modifier} != {"exact"}:
        return []
    computed = part.value / whole.value * 100
    status, rounding = judge(computed, claims[at])
    return [Relation("share", at, (at - 1, at - 2), computed, claims[at].value, rounding, status)]


def _spelled(copy: str, claims: list[Claim], at: int) -> tuple[int | None, int | None]:
    """120亿元，占全省400亿元的30%: part and whole stand side by side."""
    if at < 2 or copy[claims[at - 1].end : claims[at].start].strip(" 约近") != "的":
        return None, None
    same = claims[at - 2].measure == claims[at - 1].measure and claims[at - 2].value <= claims[at - 1].value
    return (
        (at - 2, at - 1) if same and "占" in copy[claims[at - 2].end : claims[at - 1].start] else (None, None)
    )


def _part(copy: str, build: Layout, claims: list[Claim], at: int) -> int | None:
    """The amount the share belongs to: the one before it, or for 分别占 the one in the same place of the list."""
    begin, _ = build.sentence(claims[at].start)
    first = at
    while (
        first > 0
        and claims[first - 1].role == "share"
        and first > at - WINDOW
        and not _amount_between(claims, first - 1, at)
    ):
        first -= 1
    amounts: list[int] = []
    for place in range(first - 1, max(-1, first - 1 - WINDOW), -1):
        if claims[place].start < begin or claims[place].role not in {"", "growth", "fall"}:
            break
        if claims[place].unit in {"count", "yuan", "m2"} and not claims[place].role:
            amounts.insert(0, place)
    if not amounts:
        return None
    count = 1
    while first + count < len(claims) and claims[first + count].role == "share" and count < WINDOW:
        count += 1
    listed = "分别" in copy[max(claims[first - 1].end, claims[first].start - 24) : claims[first].start]
    if listed and count >= 2:
        row = [place for place in amounts if claims[place].measure == claims[amounts[-1]].measure]
        return row[-count + (at - first)] if len(row) >= count else None
    return amounts[-1] if first == at else None


def _amount_between(claims: list[Claim], low: int, high: int) -> bool:
    return any(not claim.role for claim in claims[low + 1 : high])


def _whole(
    copy: str, build: Layout, claims: list[Claim], at: int, part: int, whole_of: dict[int, int]
) -> int | None:
    """The amount it is a share of: the sum its part is counted in, or the nearest larger one of the paragraph that the words before the share name.

    A share of what lies outside the letter (占全省的) has none, unless the letter gives that number, too.
    """
    match = _PHRASE.search(copy, max(0, claims[at].start - 28), claims[at].start)
    words = match[1] if match else ""
    outside = _OUTSIDE.search(words)
    if part in whole_of and not (
        outside
        and outside.group()
        not in copy[max(0, claims[whole_of[part]].start - 24) : claims[whole_of[part]].start]
    ):
        return whole_of[part]
    paragraph, _ = build.paragraph(claims[at].start)
    for place in range(part - 1, max(-1, part - WINDOW), -1):
        claim = claims[place]
        if claim.start < paragraph:
            return None
        if claim.measure != claims[part].measure or claim.role or claim.value < claims[part].value:
            continue
        before = copy[max(0, claim.start - 28) : claim.start]
        between = copy[claim.end : claims[part].start]
        named = outside and outside.group() in before.split("。")[-1]
        key = re.sub(r"总?(?:数量?|额|量)?的?(?:比例|比重)?[为达]?到?(?:约|近|超过)?$", "", words)
        if named or (
            not outside and ((key and key in before) or "其中" in between or re.search(r"总|全部", words))
        ):
            return place
    return None


def ratios(copy: str, build: Layout, claims: list[Claim]) -> list[Relation]:
    """1:28 after the two amounts it compares; averages after the amount and the number it is spread over."""
    found = []
    for at, claim in enumerate(claims):
        if claim.role not in {"ratio", "mean"}:
            continue
        begin, _ = build.sentence(claim.start)
        early = build.sentence_before(claim.start) if claim.role == "ratio" else begin
        before = [
            place
            for place in range(max(0, at - WINDOW), at)
            if claims[place].start >= early
            and not claims[place].role
            and claims[place].unit in {"yuan", "count", "m2"}
            and claims[place].value > 0
        ]
        relation = _ratio(copy, claims, at, before) if claim.role == "ratio" else _mean(claims, at, before)
        if relation is not None:
            found.append(relation)
    return found


def _ratio(copy: str, claims: list[Claim], at: int, before: list[int]) -> Relation | None:
    """The last two amounts of one measure, whichever way round they fit; contradicted only where the words say that one draws the other (拉动)."""
    claim = claims[at]
    if len(before) < 2:
        return None
    last = before[-1]
    pair = [place for place in before if claims[place].measure == claims[last].measure][-2:]
    if len(pair) < 2:
        return None
    one, two = (claims[place].value for place in pair)
    options = [(two / one, (pair[1], pair[0])), (one / two, (pair[0], pair[1]))]
    for computed, operands in options:
        status, rounding = judge(computed, claim)
        if status == HOLDS:
            return Relation("ratio", at, operands, computed, claim.value, rounding, HOLDS)
    if not _PULL.search(copy[max(claims[pair[0]].start - 30, 0) : claim.start]):
        return None
    computed, operands = min(options, key=lambda option: abs(option[0] - claim.value))
    return Relation("ratio", at, operands, computed, claim.value, "rounded", CONTRADICTED)


def _mean(claims: list[Claim], at: int, before: list[int]) -> Relation | None:
    """户均20万元: the last amount over the last number; contradicted only where there is no other choice and it is not off by a factor of two."""
    claim = claims[at]
    totals = [place for place in before if claims[place].measure == claim.measure]
    counts = [
        place for place in before if claims[place].unit == "count" and claims[place].measure != claim.measure
    ]
    if not totals or not counts:
        return None
    computed = claims[totals[-1]].value / claims[counts[-1]].value
    status, rounding = judge(computed, claim)
    if status != HOLDS and (
        len(totals) > 1 or len(counts) > 1 or not claim.value / 2 < computed < claim.value * 2
    ):
        return None
    return Relation("ratio", at, (totals[-1], counts[-1]), computed, claim.value, rounding, status)
