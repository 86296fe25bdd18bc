"""Which conditions of registration do the rows not meet? The policy judges them in one batch."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.importing.rows import Fault, Filled
from zhuanhua.programmes.contracts.actions.judging import CONDITIONS, judged

COLUMN_OF_CONDITION = {
    "applicant_is_right": "seller_uscc",
    "locality_is_right": "seller_uscc",
    "is_within_validity": "ends_on",
    "patent_lives_long_enough": "ip_expires_on",
    "kind_is_open": "subkind",
    "amount_is_possible": "trade_fen",
}


def faults_of_conditions(rows: list[Filled], *, applicant: Any, on: date) -> Iterator[Fault]:
    """Ask the policy once for all rows; a condition that is not met names the column where it shows."""
    facts = [_facts(row, applicant=applicant, on=on) for row in rows]
    whole = [place for place, fact in enumerate(facts) if fact is not None]
    answers = judged("admissibility", [facts[place] for place in whole], on=on)  # type: ignore[misc]
    for place, answer in zip(whole, answers, strict=True):
        row = rows[place]
        for condition in CONDITIONS:
            key = COLUMN_OF_CONDITION.get(condition.column)
            if key and answer.get(condition.column) is False:
                value = row[key]
                shown = (
                    value.isoformat()
                    if isinstance(value, date)
                    else str(codes.Subkind(value).label)
                    if key == "subkind"
                    else value
                )
                yield Fault(
                    row.row,
                    key,
                    shown or "",
                    _("不满足：%(condition)s。") % {"condition": condition.label},
                    str(condition.way_out),
                )


def _facts(row: Filled, *, applicant: Any, on: date) -> dict[str, Any] | None:
    if row["total_fen"] is None or row["trade_fen"] is None or not row["subkind"]:
        return None
    code = (
        applicant.uscc
        if applicant is not None
        else row["buyer_uscc"]
        if row["is_import"]
        else row["seller_uscc"]
    )
    district = applicant.district if applicant is not None else row["seller_district"]
    return {
        "kind": row["kind"],
        "subkind": row["subkind"],
        "total_fen": row["total_fen"],
        "non_technical_fen": row["non_technical_fen"] or 0,
        "deliverable_fen": 0,
        "trade_fen": row["trade_fen"],
        "is_disputed": False,
        "is_import": bool(row["is_import"]),
        "applicant_is_seller": code == row["seller_uscc"],
        "applicant_is_buyer": code == row["buyer_uscc"],
        "applicant_in_city": (district or "")[:4] == settings.CITY_CODE[:4],
        "applied_on": on,
        "ends_on": row["ends_on"],
        "ip_expires_on": row["ip_expires_on"],
        "monopoly_count": 0,
    }
