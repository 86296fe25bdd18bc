"""Sums the letter claims: a whole, then 其中 or 分别为 and its parts; or parts, then 合计."""

import itertools
import re
from fractions import Fraction

from zhuanhua.engines.claims.arithmetic import judge
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, UNCHECKED, Claim, Relation
from zhuanhua.engines.claims.layout import Layout
from zhuanhua.engines.claims.subjects import from_place

_MARK = re.compile(
    r"其中|中(?=,)|包括|包含|涵盖|分为|分别(?:为|是|有|达)|(?<!由)组成|(?:即|:)(?=[一-鿿]{2,12}\d)"
)
_TOTAL = re.compile(r"(合计|共计|总计|总共|累计共?|共)[^,;。:、()\d]{0,12}$")
_LEVELS = ("市级", "区级", "县级", "区县级", "校级", "区(县)级", "县(市)级", "市厅级")
_SETS = (
    ("开发", "转让", "咨询", "服务"), ("男", "女"), ("输出", "吸纳"), ("第一产业", "第二产业", "第三产业"), ("国有", "民营"),
    ("一等奖", "二等奖", "三等奖"), ("高校", "院所", "企业"), ("境内", "境外"), ("发明", "实用新型", "外观"), ("市内", "市外"),
)  # fmt: skip
_OTHERS = re.compile(r"其他|其余|其它|另外")
MOST = 24  # parts looked at behind one mark


def sums(copy: str, build: Layout, claims: list[Claim]) -> list[Relation]:
    """Every sum, with the parts that make it."""
    place_of = {id(claim): at for at, claim in enumerate(claims)}
    found: dict[int, Relation] = {}
    for match in _MARK.finditer(copy):
        for relation in _behind(copy, build, claims, match, place_of):
            kept = found.get(relation.result)
            if kept is None or (kept.status == CONTRADICTED and relation.status == HOLDS):
                found[relation.result] = relation
    for at, claim in enumerate(claims):
        if at not in found and not claim.role:
            total = _total_after(copy, build, claims, at)
            if total is not None:
                found[at] = total
    return [found[at] for at in sorted(found)]


def _behind(
    copy: str, build: Layout, claims: list[Claim], match: re.Match[str], place_of: dict[int, int]
) -> list[Relation]:
    mark = match.start()
    begin, end = build.sentence(mark)
    early = build.sentence_before(mark) if mark - begin <= 4 else begin
    parenthesis = copy[max(0, mark - 2) : mark].rstrip(" ").endswith("(")
    if parenthesis:
        closing = copy.find(")", mark, end)
        end = closing if closing >= 0 else end
    behind = [claim for claim in from_place(claims, mark, MOST * 2) if claim.start < end and not claim.role]
    relations: list[Relation] = []
    for measure in dict.fromkeys(claim.measure for claim in behind if claim.unit in {"count", "yuan", "m2"}):
        head = _head(claims, place_of, behind, mark, early, measure)
        parts = [claim for claim in behind if claim.measure == measure and claim.value > 0]
        if head is None or len(parts) < 2:
            continue
        relation = _weigh(copy, head, parts, place_of, parenthesis=parenthesis, mark=match.group())
        if relation is not None:
            relations.append(relation)
    return relations


def _head(
    claims: list[Claim], place_of: dict[int, int], behind: list[Claim], mark: int, early: int, measure: str
) -> Claim | None:
    at = place_of[id(behind[0])] - 1
    for place in range(at, max(-1, at - 8), -1):
        claim = claims[place]
        if claim.start < early:
            return None
        if claim.end <= mark and claim.measure == measure and not claim.role:
            return claim
    return None


def _weigh(
    copy: str, head: Claim, parts: list[Claim], place_of: dict[int, int], *, parenthesis: bool, mark: str
) -> Relation | None:
    """The parts that make the head; or the parts that should and do not; or nothing, where the letter only picks examples."""
    running = Fraction(0)
    for count, part in enumerate(parts[:MOST], start=1):
        running += part.value
        if running > head.value * 2:
            break
        if count >= 2:
            status, rounding = _sum_status(running, head, parts[:count])
            if status == HOLDS:
                return Relation(
                    "sum",
                    place_of[id(head)],
                    _places(parts[:count], place_of),
                    running,
                    head.value,
                    rounding,
                    HOLDS,
                )
    core = _core(copy, head, parts)
    total = sum((part.value for part in core), Fraction(0))
    if len(core) < 2 or head.modifier != "exact" or any(part.modifier != "exact" for part in core):
        return None
    excess = head.value < total <= head.value * Fraction(11, 10) and mark != "包括"
    single = copy[head.end : core[0].start]
    if (
        mark == "中"
        or "以上" in single
        or not (excess or exhaustive(copy, core, parenthesis=parenthesis, mark=mark))
    ):
        return None
    return Relation(
        "sum", place_of[id(head)], _places(core, place_of), total, head.value, "rounded", CONTRADICTED
    )


def _places(parts: list[Claim], place_of: dict[int, int]) -> tuple[int, ...]:
    return tuple(place_of[id(part)] for part in parts)


def _sum_status(total: Fraction, head: Claim, parts: list[Claim]) -> tuple[str, str]:
    """Within the printed digits; three or more decimals that were each rounded may miss the last digit by one."""
    if any(part.modifier != "exact" for part in parts):
        coarse = head.modifier != "exact" and abs(total - head.value) * 10 <= head.value
        return (HOLDS, "rounded") if coarse else (UNCHECKED, "rounded")
    if head.unit != "count" and head.modifier == "exact":
        step = max([head.step, *(part.step for part in parts)])
        decimals = step < head.value / 100 and head.step > 1
        if len(parts) >= 3 and decimals and _has_decimals(head, parts) and abs(total - head.value) == step:
            return HOLDS, "rounded"
    return judge(total, head)


def _has_decimals(head: Claim, parts: list[Claim]) -> bool:
    return all("." in claim.text or "．" in claim.text for claim in (head, *parts))


def _core(copy: str, head: Claim, parts: list[Claim]) -> list[Claim]:
    """The parts up to the first turn to another topic."""
    core = parts[:1]
    for before, part in itertools.pairwise(parts):
        between = copy[before.end : part.start]
        fresh = re.search(r"[;]", between) and not _alike(core[0].subject, part.subject)
        if fresh or re.search(r"另外|同时|此外|累计|带动|拉动|新增|共(?!享|性|建|同)", between):
            break
        core.append(part)
    return core


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and (one[:2] == other[:2] or one[-2:] == other[-2:])


def exhaustive(copy: str, parts: list[Claim], *, parenthesis: bool, mark: str) -> bool:
    """Whether the parts claim to be all there is."""
    names = [part.subject for part in parts]
    words = [copy[max(0, part.start - 20) : part.start] for part in parts]
    if any(_OTHERS.search(word.rsplit("、")[-1]) for word in words[-1:]):
        return True
    if parenthesis and len(parts) >= 3:
        return True
    if any(name.startswith(_LEVELS) for name in names) and sum("级" in name for name in names) >= 2:
        return True
    if all("用于" in word for word in words) or mark in {"分为", "组成", "分别为", "分别是"}:
        return True
    if any(all(any(name_set in name for name in names) for name_set in whole) for whole in _SETS):
        return True
    prefix = all(name[:2] == names[0][:2] for name in names) and len(names[0]) >= 3
    suffix = all(name[-2:] == names[0][-2:] for name in names) and names[0][-2:] != "企业"
    return prefix and suffix and len(set(names)) == len(names)


def _total_after(copy: str, build: Layout, claims: list[Claim], at: int) -> Relation | None:
    """甲3项、乙5项，合计8项."""
    claim = claims[at]
    match = _TOTAL.search(copy, max(0, claim.start - 20), claim.start)
    begin, _ = build.sentence(claim.start)
    if match is None:
        return None
    parts: list[int] = []
    total = Fraction(0)
    for place in range(at - 1, max(-1, at - MOST), -1):
        part = claims[place]
        if part.start < begin:
            break
        if part.measure == claim.measure and not part.role and part.modifier == "exact":
            parts.insert(0, place)
            total += part.value
            if total > claim.value * 2:
                break
            if len(parts) >= 2 and judge(total, claim)[0] == HOLDS and claim.modifier == "exact":
                return Relation("sum", at, tuple(parts), total, claim.value, judge(total, claim)[1], HOLDS)
    close = abs(total - claim.value) * 5 <= claim.value
    if len(parts) >= 2 and claim.modifier == "exact" and match[1] in {"合计", "总计", "共计"} and close:
        return Relation("sum", at, tuple(parts), total, claim.value, "rounded", CONTRADICTED)
    return None
