"""Which organisations of a workbook are entered anew, and under which id does each stand?"""

from typing import Any

from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts.actions.importing.parties import KIND_OF_PARTY, Parties, kind_of_code
from zhuanhua.programmes.contracts.actions.importing.rows import Filled
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation, OrganisationName


def organisations_for(rows: list[Filled], parties: Parties, *, by: Any) -> dict[str, int]:
    """Give the key of every party; a code that nobody knows yet becomes an organisation with a journal line."""
    ids = {code: party.pk for code, party in parties.by_code.items()}
    new: dict[str, Organisation] = {}
    for row in rows:
        for side in ("seller", "buyer"):
            code = row[f"{side}_uscc"]
            if code in ids or code in new:
                continue
            name = row[f"{side}_name"]
            kind = KIND_OF_PARTY.get(row[f"{side}_kind"]) or kind_of_code(code, name)
            new[code] = Organisation(
                uscc=code,
                name=name,
                name_key=match_key(name),
                kind=kind,
                district=row[f"{side}_district"] or "",
            )
    if new:
        Organisation.objects.bulk_create(new.values(), batch_size=100)
        made = dict(Organisation.objects.filter(uscc__in=list(new)).values_list("uscc", "pk"))
        OrganisationName.objects.bulk_create(
            OrganisationName(organisation_id=made[code], name=one.name) for code, one in new.items()
        )
        record_all(
            [
                Line(
                    "organisation:create",
                    case_kind="organisation",
                    case_number=code,
                    by=by,
                    after={"name": one.name, "district": one.district},
                )
                for code, one in new.items()
            ]
        )
        ids |= made
    for row in rows:
        for side in ("seller", "buyer"):
            if not row[f"{side}_name"]:
                row.values[f"{side}_name"] = parties.by_code[row[f"{side}_uscc"]].name
    return ids
