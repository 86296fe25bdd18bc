"""How do rows of a spreadsheet become needs?"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.catalogue import importing
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.codes import Level
from zhuanhua.shared.exchange.sheets import CellError, Row

SUMMARY_LENGTH = 300
SURVEY = (
    "other_need", "is_high_tech", "in_library", "has_applied", "has_project", "department", "ownership", "chain", "revenue_fen", "research_fen",
    "budget_fen", "deadline_on",
)  # fmt: skip


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Turn a row into the fields of a need; a row without a title is named by its first clause."""
    text = values.get("text") or ""
    kept = {name: values[name] for name in SURVEY if values.get(name) is not None}
    if not kept.get("budget_fen"):
        kept.pop("budget_fen", None)
    return kept | {
        "title": values.get("title") or importing.title_from(text),
        "summary": text[:SUMMARY_LENGTH],
        "text": text,
        "keywords": [],
        "field": importing.code_of_field(values.get("field") or "", values.get("domain") or ""),
        "district": values.get("district") or "",
        "level": values.get("level") or Level.MEMBERS.value,
        "source_key": values.get("source_key") or "",
        "contact_name": values.get("contact_name") or "",
        "contact_phone": values.get("contact_phone") or "",
    }


def incoming() -> importing.Incoming:
    """Say how rows become needs."""
    return importing.Incoming(catalogue_of("need"), filled, owner_key="owner", owner_title=_("企业名称"))


def faults_of_needs(rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:
    """Name what is wrong with rows beyond single cells."""
    return importing.faults_of(incoming(), rows, by=by)


def compare_needs(values: Sequence[dict[str, Any]], *, by: Any) -> list[str]:
    """Say of each row whether it is new, changes one that still waits, or is the same."""
    return importing.compare(incoming(), values, by)


@transaction.atomic
def import_needs(
    *,
    rows: Sequence[dict[str, Any]],
    by: Any,
    on: date | None = None,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Store confirmed rows as handed in; the same workbook twice adds nothing. All or nothing."""
    return importing.store_items(incoming(), rows=rows, by=by, on=on or city_today(), progress=progress)
