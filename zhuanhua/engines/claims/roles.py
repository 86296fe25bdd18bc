"""What the words before a quantity make of it: a share, a growth, a fall, an average, or an amount of its own."""

import re

from zhuanhua.engines.claims.claim import Claim

_TO = r"(?:到|至|为)(?:了)?$"
_GROWTH = re.compile(
    r"(?:增长|增加|净增|提高|提升|上升|扩大|增幅|增速|涨幅|上涨|多出|攀升)(?:率|度|幅度)?(?:了|为|达到?|约|高达|近|超过?)?$|(?<!新)增$"
)
_FALL = re.compile(r"(?:下降|减少|降低|回落|压减|降幅|缩减|缩小|下滑|减幅)(?:了|为|达到?|约|近|超过?)?$")
_SHARE = re.compile(
    r"占比(?:重)?[^,;。:、()\d]{0,6}$|占[^,;。:、()\d]{0,24}$|所占比(?:重|例)[^,;。:、()\d]{0,4}$"
)
_MEAN = re.compile(r"(?:户均|人均|平均|均|每家|每项)[^,;。:、()\d]{0,10}$")
_LIST = re.compile(r"[、和及与 ]+(?:约|近|超过)?")


def assign(copy: str, claims: list[Claim]) -> None:
    """Write the role into each claim; a list of numbers keeps the role of its first."""
    for at, claim in enumerate(claims):
        if claim.role:
            continue
        previous = claims[at - 1] if at else None
        begin = max(previous.end if previous else 0, claim.start - 32)
        before = copy[begin : claim.start].rstrip(" ")
        if (
            previous is not None
            and previous.role
            and previous.unit == claim.unit
            and _LIST.fullmatch(copy[previous.end : claim.start] or "x")
        ):
            claim.role = previous.role
        elif (
            previous is not None
            and claim.measure == "%"
            and before in {"的", "的约", "的近"}
            and _of_whole(copy, previous)
        ):
            claim.role = "share"
        else:
            claim.role = _role(before, claim)


def _of_whole(copy: str, claim: Claim) -> bool:
    """占全省400亿元的30%: the amount between is the whole."""
    return re.search(r"占[^,;。:、()\d]{0,12}$", copy[max(0, claim.start - 14) : claim.start]) is not None


def _role(before: str, claim: Claim) -> str:
    if re.search(_TO, before):
        return ""
    if _FALL.search(before):
        return "fall"
    if _GROWTH.search(before) or claim.measure == "番":
        return "growth"
    if claim.unit in {"percent", "ratio"}:
        return (
            "share"
            if _SHARE.search(before) and claim.measure in {"%", "分之"}
            else "multiple"
            if claim.measure == "倍"
            else ""
        )
    return "mean" if _MEAN.search(before) else ""
