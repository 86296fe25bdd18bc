"""Which organisations of a workbook are entered anew, and under which id does each stand?"""

from typing import Any

from zhuanhua.core.dates import city_now
from zhuanhua.core.rows import insert_rows
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts.actions.importing.parties import (
    KIND_OF_PARTY,
    Parties,
    Party,
    kind_of_code,
)
from zhuanhua.programmes.contracts.actions.importing.rows import Filled
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation, OrganisationName


def enter_organisations(rows: list[Filled], parties: Parties, *, by: Any) -> None:
    """Make every party known: a code that nobody knows yet becomes an organisation with a journal line."""
    new: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        for side in ("seller", "buyer"):
            code = row[f"{side}_uscc"]
            if code not in parties.by_code and code not in new:
                name = row[f"{side}_name"]
                kind = KIND_OF_PARTY.get(row[f"{side}_kind"]) or kind_of_code(code, name)
                new[code] = (name, str(kind), row[f"{side}_district"] or "")
    if new:
        _enter(new, parties, by=by)
    for row in rows:
        for side in ("seller", "buyer"):
            if not row[f"{side}_name"]:
                row[f"{side}_name"] = parties.by_code[row[f"{side}_uscc"]].name


def _enter(new: dict[str, tuple[str, str, str]], parties: Parties, *, by: Any) -> None:
    insert_rows(
        Organisation,
        ("uscc", "name", "name_key", "kind", "district"),
        [(code, name, match_key(name), kind, place) for code, (name, kind, place) in new.items()],
        fixed={"created_at": city_now()},
    )
    keys = dict(Organisation.objects.filter(uscc__in=list(new)).order_by().values_list("uscc", "pk"))
    for code, (name, kind, place) in new.items():
        parties.by_code[code] = Party(keys[code], name, place, kind, {match_key(name)})
    insert_rows(
        OrganisationName,
        ("organisation_id", "name", "name_key"),
        [(keys[code], name, match_key(name)) for code, (name, _kind, _place) in new.items()],
    )
    record_all(
        [
            Line(
                "organisation:create",
                case_kind="organisation",
                case_number=code,
                by=by,
                after={"name": name, "district": place},
            )
            for code, (name, _kind, place) in new.items()
        ]
    )
