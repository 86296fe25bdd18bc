"""How do rows of a spreadsheet become achievements?"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.catalogue import importing
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.codes import Level, trl_of
from zhuanhua.shared.exchange.sheets import CellError, Row
from zhuanhua.shared.people.kinds import OrganisationKind

SUMMARY_LENGTH = 600
SPLIT = re.compile(r"[,，、;；|]+")
COPIED = ("holder", "team", "price_fen", "evaluation", "awards", "ipc")


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Turn a row into the fields of an achievement; a patent's number becomes a right."""
    text = values.get("text") or ""
    kept = {name: values[name] for name in COPIED if values.get(name)}
    number = values.get("right_number") or ""
    return kept | {
        "title": values["title"],
        "summary": text[:SUMMARY_LENGTH],
        "text": text,
        "keywords": [word.strip()[:30] for word in SPLIT.split(values.get("keywords") or "") if word.strip()][
            :12
        ],
        "field": importing.code_of_field(values.get("field") or "", values.get("domain") or ""),
        "trl": values.get("trl") or trl_of(values.get("stage") or ""),
        "cooperation": [each for each in (values.get("cooperation"),) if each],
        "rights": [
            {
                "kind": values.get("right_kind") or kind_of_number(number),
                "number": number,
                "status": values.get("right_status") or "",
            }
        ]
        if number
        else [],
        "level": values.get("level") or Level.PUBLIC.value,
        "source_key": values.get("source_key") or "",
        "contact_name": values.get("contact_name") or "",
        "contact_phone": values.get("contact_phone") or "",
    }


def kind_of_number(number: str) -> str:
    """Tell the kind of a patent by the digit behind the year of its number (ZC 0006-2003); any other number is another right."""
    found = re.match(r"(?:ZL|CN)?(?:19|20)\d{2}([123])", number.upper())
    return {"1": "invention", "2": "utility", "3": "design"}[found[1]] if found else "other_right"


def incoming() -> importing.Incoming:
    """Say how rows become achievements: a house files under its own name, whoever holds the right; the bureau names the owner."""
    return importing.Incoming(
        catalogue_of("achievement"),
        filled,
        owner_key="owner",
        owner_title=_("发布单位"),
        new_owner_kind=OrganisationKind.OTHER,
    )


def faults_of_achievements(rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:
    """Name what is wrong with rows beyond single cells."""
    for row in rows:
        trl = row.values.get("trl")
        if trl is not None and not 1 <= trl <= 9:
            yield CellError(
                row.number,
                str(_("技术成熟度")),
                str(trl),
                gettext("不在1到9之间。"),
                gettext("请按技术成熟度等级填1到9。"),
            )
    yield from importing.faults_of(incoming(), rows, by=by)


def compare_achievements(values: Sequence[dict[str, Any]], *, by: Any) -> list[str]:
    """Say of each row whether it is new, changes one that still waits, or is the same."""
    return importing.compare(incoming(), values, by)


@transaction.atomic
def import_achievements(
    *,
    rows: Sequence[dict[str, Any]],
    by: Any,
    on: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Store confirmed rows as handed in; the same file twice adds nothing. All or nothing."""
    return importing.store_items(incoming(), rows=rows, by=by, on=on or city_today(), progress=progress)
