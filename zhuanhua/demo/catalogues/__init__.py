"""What did the city collect for its fair of 2018? 1,239 achievements and 1,302 needs, in every field, with true matches among them; drawn from a seed.

A need and an achievement that speak of the same thing and the same technique are a true match; `planted` in the demo's folder lists them, for whoever wants to see whether an
engine finds them. The words of a need are those of a firm (what goes wrong), the words of an achievement those of a laboratory.
"""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction

from zhuanhua.core.dates import city_now
from zhuanhua.core.rows import insert_rows
from zhuanhua.core.text import match_key
from zhuanhua.demo.catalogues.parties import taking_part
from zhuanhua.demo.catalogues.topics import Collected
from zhuanhua.demo.catalogues.writing import (
    ACHIEVEMENTS,
    COLLECTED,
    NEEDS,
    REVIEWED,
    achievements,
    needs,
    offered_topics,
)
from zhuanhua.demo.days import on_day
from zhuanhua.demo.names import Population
from zhuanhua.shared.catalogue.actions.likenesses import keep_bands
from zhuanhua.shared.catalogue.catalogues import Catalogue, catalogue_of
from zhuanhua.shared.journal.actions import Line, record_all

COMMON_COLUMNS = (
    "number", "title", "title_key", "summary", "text", "keywords", "field", "cooperation", "level", "owner_id", "district", "contact_name", "contact_phone", "expires_on", "trl",
)  # fmt: skip


def planted_file() -> Path:
    """Where the true matches are listed: need, achievement."""
    return Path(settings.DATA_DIR) / "samples" / "planted-matches.csv"


def collect(people: dict[str, Any], population: Population, *, day: date, seed: int) -> dict[str, int]:
    """Fill both catalogues as of the fair of 2018, renewed since, and list the true matches; gives the numbers of each."""
    chance = Random(f"{seed}/catalogues")
    made = Collected()
    with transaction.atomic():
        firms, houses, agencies = taking_part(people, population, chance)
        offered = offered_topics(chance)
        _store("achievement", achievements(offered, [*houses, *agencies], chance, made, day), people, day)
        _store("need", needs(set(offered), firms, chance, made, day), people, day)
    _list_matches(made.pairs())
    return {"achievements": ACHIEVEMENTS, "needs": NEEDS, "matches": len(made.pairs())}


def _store(kind: str, rows: Iterator[dict[str, Any]], people: dict[str, Any], day: date) -> None:
    """Enter the rows as collected by the officer, published by the reviewer, renewed since; three lines of the journal each."""
    catalogue: Catalogue = catalogue_of(kind)
    kept = [row | {"title_key": match_key(row["title"])} for row in rows]
    columns = (*COMMON_COLUMNS, *(name for name in kept[0] if name not in COMMON_COLUMNS))
    with on_day(day - timedelta(days=30)):
        since = city_now()
    fixed = {
        "state": "published", "state_since": since, "version": 3, "source": "import", "batch": f"{COLLECTED.year}-{catalogue.letters}",
        "submitted_on": COLLECTED, "submitted_by_id": people["officer"].pk, "reviewed_by_id": people["reviewer"].pk, "published_on": REVIEWED,
    }  # fmt: skip
    insert_rows(catalogue.model, columns, [tuple(row[name] for name in columns) for row in kept], fixed=fixed)
    keep_bands(list(catalogue.model.objects.filter(number__in=[row["number"] for row in kept])))
    steps = (
        (COLLECTED, "import", people["officer"], {}),
        (REVIEWED, "publish", people["reviewer"], {"state": "published"}),
        (day - timedelta(days=30), "renew", None, {"state": "published"}),
    )
    for on, verb, by, after in steps:
        with on_day(on):
            record_all(
                [
                    Line(
                        f"{kind}:{verb}", case_kind=kind, case_number=row["number"], by=by,
                        after=after | ({"expires_on": row["expires_on"]} if verb == "renew" else {}),
                    )
                    for row in kept
                ]
            )  # fmt: skip


def _list_matches(pairs: list[tuple[str, str]]) -> None:
    path = planted_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("need", "achievement"))
        writer.writerows(pairs)
