"""How do rows stand to what is known? New, changed or the same, and what is wrong beyond single cells."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.phones import are_phones
from zhuanhua.core.text import match_key
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.importing.rows import Filled, Incoming, acts_for_itself, filled
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.catalogue.wording import HOW_PHONES_ARE_WRITTEN, NOT_A_PHONE
from zhuanhua.shared.exchange.sheets import CellError, Row
from zhuanhua.shared.people.kinds import OrganisationKind

OPEN = (PublicationState.DRAFT, PublicationState.SUBMITTED, PublicationState.RETURNED)


def faults_of(incoming: Incoming, rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:
    """Name what is wrong beyond single cells: somebody else's name, no owner, no telephone, twice in the file, published already and changed."""
    full = [(row, filled(incoming, row.values, by)) for row in rows]
    known = known_items(incoming.catalogue, [each for _row, each in full])
    seen: dict[tuple[int | str, str], int] = {}
    for row, each in full:
        named = row.values.get(incoming.owner_key) or ""
        if acts_for_itself(by) and incoming.new_owner_kind == OrganisationKind.ENTERPRISE and named:
            if match_key(named) not in _names_of(by.organisation):
                yield _fault(
                    row,
                    incoming.owner_title,
                    named,
                    _("这不是您代表的单位。"),
                    _("只能填报本单位的，请改成本单位名称，或者删去这一行。"),
                )
        elif not each.owner_name:
            yield _fault(row, incoming.owner_title, "", _("没有填单位。"), _("请填写单位全称。"))
        phone = row.values.get("contact_phone") or ""
        if phone and not are_phones(phone):
            yield _fault(row, _("联系电话"), phone, str(NOT_A_PHONE), str(HOW_PHONES_ARE_WRITTEN))
        if each.identity in seen:
            words = {"row": seen[each.identity]}
            yield _fault(
                row, _("名称"), each.values["title"], _("与第%(row)d行重复。") % words, _("请删去其中一行。")
            )
        seen.setdefault(each.identity, row.number)
        found = known.get(each.identity)
        if found is not None and found.state not in OPEN and changes(found, each):
            words = {"number": found.number, "state": found.state_label}
            yield _fault(
                row,
                _("名称"),
                each.values["title"],
                _("%(number)s已经是“%(state)s”，表格里的内容与它不同。") % words,
                _("请在那一条的页面上修改。"),
            )


def compare(incoming: Incoming, values: Iterable[dict[str, Any]], by: Any) -> list[str]:
    """Say of each row whether it is new, changes one that still waits, or is the same."""
    full = [filled(incoming, each, by) for each in values]
    known = known_items(incoming.catalogue, full)
    return [verdict(known.get(each.identity), each) for each in full]


def known_items(catalogue: Catalogue, rows: Sequence[Filled]) -> dict[tuple[int | str, str], Any]:
    """Find what was entered before, by owner (its row and its name) and external number or title."""
    keys = list({row.identity[1] for row in rows})
    found: dict[tuple[int | str, str], Any] = {}
    for start in range(0, len(keys), 800):
        part = keys[start : start + 800]
        for column in ("title_key", "source_key"):
            some = catalogue.model.objects.filter(merged_into__isnull=True, **{f"{column}__in": part})
            for item in some.exclude(state=PublicationState.WITHDRAWN).select_related("owner"):
                for owner in (item.owner_id, item.owner.name_key):
                    found.setdefault((owner, getattr(item, column)), item)
    return found


def verdict(found: Any, row: Filled) -> str:
    """Say whether a row is new, changes what is there, or is the same."""
    if found is None:
        return "new"
    return "changed" if changes(found, row) else "same"


def changes(item: Any, row: Filled) -> list[str]:
    """Name the fields in which a row differs; what the system filled in is no difference."""
    passed_over = {"field_is_suggested", "contact_name", "contact_phone", "contact_email"} | (
        {"field"} if row.values.get("field_is_suggested") else set()
    )
    return [
        name
        for name, value in row.values.items()
        if name not in passed_over and value not in (None, "", []) and getattr(item, name) != value
    ]


def _names_of(organisation: Any) -> set[str]:
    if organisation is None:
        return set()
    return {organisation.name_key, *organisation.names.values_list("name_key", flat=True)}


def _fault(row: Row, column: Any, value: str, message: str, way_out: str) -> CellError:
    return CellError(row.number, str(column), value, message, way_out)
