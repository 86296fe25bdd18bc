"""Which indicator does a stated figure speak of, and does the catalogue say the same?"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import DatabaseError

from zhuanhua.core.errors import Refusal
from zhuanhua.engines.claims import Audit, Claim, finish
from zhuanhua.engines.claims.arithmetic import judge
from zhuanhua.engines.claims.claim import HOLDS, UNCHECKED
from zhuanhua.engines.claims.periods import year_of
from zhuanhua.engines.claims.show import value_text
from zhuanhua.shared.figures import queries as figures

_SINCE = re.compile(r"(\d{4})年以来")
_SIGNED = re.compile(r"^\s*(\d{4})年(\d{1,2})月(\d{1,2})日\s*$", re.MULTILINE)
COMPARED, NOTHING_TO_COMPARE, OTHER_CITY, NO_RECORDS = "compared", "nothing", "other_city", "no_records"


@dataclass(frozen=True)
class Link:
    """One line of linking.yaml."""

    figure: str
    unit: str
    subject: str = ""
    never: str = ""
    measure: tuple[str, ...] = ()
    after: str = ""
    follows: str = ""
    ahead: str = ""
    role: str = ""
    of: str = ""
    event: bool = False
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What the catalogue says of one claim."""

    code: str
    name: str
    definition: str
    year: int | None
    text: str
    exact_text: str
    records: int
    as_of: str
    status: str
    rounding: str = ""
    period: str = ""
    said: str = ""  # the same number in the letter's own unit, with as many digits

    def as_dict(self) -> dict[str, Any]:
        """For the record of the audit."""
        return asdict(self)


@cache
def links() -> tuple[Link, ...]:
    """The linking table, read once."""
    rows = yaml.safe_load((Path(__file__).parent / "linking.yaml").read_text(encoding="utf-8"))
    return tuple(Link(**{**row, "measure": tuple(row.get("measure", ()))}) for row in rows)


@cache
def _amounts_of_falls() -> frozenset[str]:
    """Indicators that say themselves how much less something has become."""
    return frozenset(link.figure for link in links() if link.role == "fall")


def linked(claims: list[Claim]) -> dict[int, str]:
    """Claim index → figure code."""
    return {at: link.figure for at, link in links_of(claims).items()}


def links_of(claims: list[Claim]) -> dict[int, Link]:
    """Claim index → the line of the table that fits."""
    chosen: dict[int, Link] = {}
    found: dict[int, str] = {}
    amount: int | None = None  # the amount that a growth behind it speaks of
    last = ""
    for at, claim in enumerate(claims):
        fitting = next(
            (
                link
                for link in links()
                if link.follows in {"", last}
                and _leads(link, claims[at + 1 : at + 2])
                and _fits(
                    link, claim, found.get(at - 1, ""), found.get(amount if amount is not None else -1, "")
                )
            ),
            None,
        )
        if fitting is not None:
            chosen[at] = fitting
            found[at] = last = fitting.figure
        if not claim.role and claim.unit != "percent":
            amount = at
    return chosen


def _leads(link: Link, behind: list[Claim]) -> bool:
    """Whether the claim just behind speaks of what the line asks for: 58家单位 means little before 的169项技术合同."""
    return not link.ahead or any(re.search(link.ahead, claim.subject) for claim in behind)


def _fits(link: Link, claim: Claim, before: str, amount: str) -> bool:
    if link.unit != claim.unit or (link.measure and claim.measure not in link.measure):
        return False
    if link.of:
        return claim.role in {"growth", "fall"} and claim.measure == "%" and amount == link.of
    if (claim.role or "") != link.role or (link.after and before != link.after):
        return False
    return bool(re.search(link.subject, claim.subject)) and not (
        link.never and re.search(link.never, claim.subject)
    )


def compare(
    audit: Audit, *, person: Any = None, default_year: int | None = None
) -> tuple[dict[int, Finding], str]:
    """Ask the catalogue about every linked claim of a whole year, or of the time since one; set figures and statuses; say what was compared."""
    if of_another_city(audit.text):
        return {}, OTHER_CITY
    findings: dict[int, Finding] = {}
    unreadable = False
    until = signed_on(audit.text)
    for at, link in links_of(audit.claims).items():
        span = _span(audit.claims[at], link, default_year, until)
        if span is None:
            continue
        try:
            finding = _ask(audit.claims[at], link, span, person)
        except DatabaseError:
            unreadable = True
            break
        if finding is not None:
            findings[at] = finding
            audit.claims[at].figure = link.figure
    if unreadable:
        for claim in audit.claims:
            claim.figure = None
        return {}, NO_RECORDS
    finish(audit, {at: finding.status for at, finding in findings.items() if finding.status != UNCHECKED})
    return findings, COMPARED if findings else NOTHING_TO_COMPARE


def signed_on(text: str) -> date | None:
    """The day under the letter: the last line that is nothing but a day. What it says of the time since a year ends there."""
    found = _SIGNED.findall(text)
    try:
        return date(*map(int, found[-1])) if found else None
    except ValueError:
        return None


def _span(claim: Claim, link: Link, default: int | None, until: date | None) -> figures.Period | None:
    """The year or the time since a year that a claim is asked for; what was collected for one day's event counts in that day's year."""
    since = _SINCE.fullmatch(claim.period or "")
    if since:
        return figures.Period(date(int(since[1]), 1, 1), until)
    day = re.fullmatch(r"(\d{4})年\d{1,2}月\d{1,2}日", claim.period or "") if link.event else None
    year = int(day[1]) if day else year_of(claim.period) if claim.period else default
    return figures.Period(date(year, 1, 1), date(year, 12, 31)) if year is not None else None


def _ask(claim: Claim, link: Link, span: figures.Period, person: Any) -> Finding | None:
    asked: dict[str, Any] = {"year": span.year} if span.year else {"since": span.since, "until": span.until}
    if link.where:
        asked["where"] = link.where
    try:
        answer = figures.value(link.figure, person=person, **asked)
    except Refusal:
        return None
    status, rounding, said = UNCHECKED, "", ""
    if answer.base is not None and answer.records:
        falls = claim.role == "fall" and link.figure not in _amounts_of_falls()
        computed = _exact(answer) * (-1 if falls else 1)
        status, rounding = judge(computed, claim)
        said = value_text(claim, computed, rounding=rounding, holds=status == HOLDS)
    return Finding(
        link.figure,
        str(answer.figure.name),
        str(answer.figure.definition),
        span.year,
        answer.text,
        answer.exact_text,
        answer.records,
        answer.as_of.isoformat(),
        status,
        rounding,
        span.text,
        said,
    )


def _exact(answer: Any) -> Fraction:
    """The figure in the claim's base unit: yuan, items, percent."""
    exact = Fraction(answer.exact if answer.exact is not None else Decimal(answer.base))
    if answer.unit == "yuan":
        return exact / 100
    return exact * 100 if answer.unit == "percent" else exact


def of_another_city(text: str) -> bool:
    """Whether the letter comes from another city's offices and never names ours."""
    own = settings.CITY_NAME.removesuffix("市")
    if own in text:
        return False
    return (
        re.search(r"[一-鿿]{2,4}市(?:人民政府|科学技术局|科技局|政协|人大|委、|教育局|财政局|统计局)", text)
        is not None
    )
