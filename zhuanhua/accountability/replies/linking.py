"""Which indicator does a stated figure speak of, and does the catalogue say the same?"""

import re
from dataclasses import asdict, dataclass
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
from zhuanhua.engines.claims.claim import UNCHECKED
from zhuanhua.engines.claims.periods import year_of
from zhuanhua.shared.figures import queries as figures

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


@dataclass(frozen=True)
class Finding:
    """What the catalogue says of one claim."""

    code: str
    name: str
    definition: str
    year: int
    text: str
    exact_text: str
    records: int
    as_of: str
    status: str
    rounding: str = ""

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
    found: dict[int, str] = {}
    amount: int | None = None  # the amount that a growth behind it speaks of
    last = ""
    for at, claim in enumerate(claims):
        code = next(
            (
                link.figure
                for link in links()
                if link.follows in {"", last}
                and _leads(link, claims[at + 1 : at + 2])
                and _fits(
                    link, claim, found.get(at - 1, ""), found.get(amount if amount is not None else -1, "")
                )
            ),
            "",
        )
        if code:
            found[at] = last = code
        if not claim.role and claim.unit != "percent":
            amount = at
    return found


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
    """Ask the catalogue about every linked claim with a whole year; set figures and statuses; say what was compared."""
    if of_another_city(audit.text):
        return {}, OTHER_CITY
    findings: dict[int, Finding] = {}
    unreadable = False
    for at, code in linked(audit.claims).items():
        year = _year(audit.claims[at], code, default_year)
        if year is None:
            continue
        try:
            finding = _ask(audit.claims[at], code, year, person)
        except DatabaseError:
            unreadable = True
            break
        if finding is not None:
            findings[at] = finding
            audit.claims[at].figure = code
    if unreadable:
        for claim in audit.claims:
            claim.figure = None
        return {}, NO_RECORDS
    finish(audit, {at: finding.status for at, finding in findings.items() if finding.status != UNCHECKED})
    return findings, COMPARED if findings else NOTHING_TO_COMPARE


def _year(claim: Claim, code: str, default: int | None) -> int | None:
    """The year that a claim is asked for; what was collected for the event of one day is counted in the year of that day."""
    if not claim.period:
        return default
    day = re.fullmatch(r"(\d{4})年\d{1,2}月\d{1,2}日", claim.period)
    if day and any(link.event for link in links() if link.figure == code):
        return int(day[1])
    return year_of(claim.period)


def _ask(claim: Claim, code: str, year: int, person: Any) -> Finding | None:
    try:
        answer = figures.value(code, year=year, person=person)
    except Refusal:
        return None
    status, rounding = UNCHECKED, ""
    if answer.base is not None and answer.records:
        falls = claim.role == "fall" and code not in _amounts_of_falls()
        computed = _exact(answer) * (-1 if falls else 1)
        status, rounding = judge(computed, claim)
    return Finding(
        code,
        str(answer.figure.name),
        str(answer.figure.definition),
        year,
        answer.text,
        answer.exact_text,
        answer.records,
        answer.as_of.isoformat(),
        status,
        rounding,
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
