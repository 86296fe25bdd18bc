"""Which rows stand twice in the file, and which contracts are here already?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.programmes.contracts.actions.importing.parties import CHUNK, Parties
from zhuanhua.programmes.contracts.actions.importing.rows import Fault, Filled
from zhuanhua.programmes.contracts.actions.importing.touched import (
    READ,
    Deed,
    deed_of,
    once_named,
    told_in_check,
    with_deeds,
)
from zhuanhua.programmes.contracts.models import NATIONAL, Contract
from zhuanhua.programmes.contracts.states import ContractState

DONE = (ContractState.WITHDRAWN, ContractState.REFUSED, ContractState.CANCELLED, ContractState.REVOKED)


def repeated_in_file(rows: list[Filled]) -> Iterator[Fault]:
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        identity = row.identity
        if None in identity:
            continue
        if identity in first:
            yield Fault(
                row.row, "project_name", row["project_name"], _("与第%(other)d行是同一合同：双方、名称、签订日期和金额都相同。") % {"other": first[identity]},
                _("请删去一行。"),
            )  # fmt: skip
        else:
            first[identity] = row.row


def numbers_repeated(rows: list[Filled]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        number = row["registration_number"]
        if not number:
            continue
        if number in first:
            yield Fault(
                row.row,
                "registration_number",
                number,
                _("与第%(other)d行重复。") % {"other": first[number]},
                _("请删去一行。"),
            )
        else:
            first[number] = row.row


def other_party(row: Filled, found: "Existing", parties: Parties) -> str:
    """Name the side, seller or buyer, that is another organisation here than in the row; nothing where both are the same.

    Only a contract that is known by its registration number can differ in it.
    """
    for side in ("seller", "buyer"):
        told = parties.by_code.get(row[f"{side}_uscc"] or "")
        if told is None or told.pk != found.values[side]:
            return side
    return ""


def known_already(
    rows: list[Filled], parties: Parties, *, source: str, registrant: Any = None
) -> Iterator[Fault]:
    """Name the contract of the database that a row would repeat, that another organisation filed, whose parties are others, or that has moved on since it was imported.

    `registrant` is the organisation that files for itself; none of the bureau's rows has one.
    """
    known = existing(rows)
    for row in rows:
        found = known.get(row)
        if found is None:
            continue
        if found.source != source:
            yield Fault(
                row.row, "project_name", row["project_name"], _("平台上已有同一合同：%(number)s。") % {"number": found.number},
                _("请删去这一行；要改动，请在那份合同上办理。"),
            )  # fmt: skip
        elif is_anothers(found, registrant) and differences(row, found):
            yield Fault(
                row.row, "project_name", row["project_name"],
                _("同一合同%(number)s由另一个单位申请登记，内容与本行不同。") % {"number": found.number},
                _("请删去这一行；内容有误的，请对方在那份合同上申请变更。"),
            )  # fmt: skip
        elif side := other_party(row, found, parties):
            yield Fault(
                row.row, f"{side}_uscc", row[f"{side}_uscc"],
                _("平台上登记编号%(number)s的这一方是%(name)s，与本行不同。") % {"number": found.values["registration_number"], "name": found.values[f"{side}__name"]},
                _("请核对编号和双方；平台上有误的，先撤销那份登记。"),
            )  # fmt: skip
        elif found.deed and differences(row, found):
            message, way_out = told_in_check(found.deed, found.number, found.state_label)
            yield Fault(row.row, "project_name", row["project_name"], message, way_out)


@dataclass(frozen=True, slots=True)
class Existing:
    """A contract that stands in the database, as far as a row can be compared with it."""

    pk: int
    number: str
    source: str
    registrant_id: int
    state: str
    deed: Deed | None  # what was done with it since; None while nobody has touched it
    values: dict[str, Any]

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(ContractState(self.state).label)


COMPARED = (
    "project_name", "kind", "subkind", "licence_form", "field", "ip_kind", "ip_number", "ip_expires_on", "plan_source", "objective",
    "payment_form", "royalty_base", "royalty_bp", "expected_investment_fen", "expected_output_fen", "subject", "total_fen", "trade_fen",
    "signed_on", "starts_on", "ends_on", "is_related", "is_import", "seller_kind", "buyer_kind", "registered_on",
)  # fmt: skip


class Known:
    """Contracts of the database by registration number, by identity, and by what is left of it once name or amount was moved here."""

    def __init__(self) -> None:
        self.by_number: dict[str, Existing] = {}
        self.by_identity: dict[tuple[Any, ...], Existing] = {}
        self.by_parties: dict[tuple[Any, ...], Existing] = {}  # parties, project of now or before, day

    def get(self, row: Filled) -> Existing | None:
        """Find the contract that a row names: by its registration number, else by parties, project, day and amount.

        A row without a number names what was amended or grown by a royalty here whatever its amount: the workbook still says what it was.
        """
        if not self.by_identity:
            return None
        number = row["registration_number"]
        found = self.by_number.get(number or "") or self.by_identity.get(row.identity)
        return found or (None if number else self.by_parties.get(row.identity[:-1]))


def existing(rows: Sequence[dict[str, Any]]) -> Known:
    """Fetch in few queries what the rows could repeat: every contract of the same seller with the same amount or moved here, and every same number."""
    known = Known()
    amounts = {row.get("total_fen") for row in rows}
    days = [row["signed_on"] for row in rows if row.get("signed_on")]
    sellers = sorted({row["seller_uscc"] for row in rows if row.get("seller_uscc")})
    numbers = sorted({row["registration_number"] for row in rows if row.get("registration_number")})
    if days:
        for start in range(0, len(sellers), CHUNK):
            found = Contract.objects.filter(
                seller__uscc__in=sellers[start : start + CHUNK], signed_on__range=(min(days), max(days))
            )
            found = with_deeds(found.exclude(state__in=(*DONE, ContractState.DRAFT))).order_by()
            alike = found.values_list("pk", "total_fen", "is_amended", "has_royalty").iterator(CHUNK)
            keys = [pk for pk, total_fen, *is_moved in alike if total_fen in amounts or any(is_moved)]
            for place in range(0, len(keys), CHUNK):
                _keep(known, Contract.objects.filter(pk__in=keys[place : place + CHUNK]))
    for start in range(0, len(numbers), CHUNK):
        some = numbers[start : start + CHUNK]
        between = Contract.objects.filter(registration_number__range=(some[0], some[-1]))
        if between.exists():  # a register of another year has none, and a list of thousands need not be sent
            _keep(known, between.filter(registration_number__in=some))
    return known


def _keep(known: Known, contracts: Any) -> None:
    names = (
        "pk", "number", "source", "registrant_id", "registration_number", "verified_trade_fen", "seller__uscc", "buyer__uscc", "seller", "buyer", "seller__name", "buyer__name", "project_key", *READ, *COMPARED,
    )  # fmt: skip
    told = with_deeds(contracts).order_by().values_list(*names)
    rows = [dict(zip(names, values, strict=True)) for values in told.iterator(chunk_size=CHUNK)]
    moved = once_named(rows)
    for row in rows:
        if row["source"] == NATIONAL:  # there the technology amount is what stands in the certificate
            row["trade_fen"] = row["verified_trade_fen"]
        one = Existing(
            row["pk"], row["number"], row["source"], row["registrant_id"], row["state"], deed_of(row), row
        )
        known.by_identity[
            row["seller__uscc"], row["buyer__uscc"], row["project_key"], row["signed_on"], row["total_fen"]
        ] = one
        for project_key in moved.get(one.pk, ()):
            known.by_parties[row["seller__uscc"], row["buyer__uscc"], project_key, row["signed_on"]] = one
        if row["registration_number"]:
            known.by_number[row["registration_number"]] = one


def is_anothers(found: Existing, registrant: Any) -> bool:
    """Tell whether an organisation that files for itself would reach into what another one filed."""
    return registrant is not None and found.registrant_id != registrant.pk


def differences(row: Filled, found: Existing) -> list[str]:
    """Name the fields in which the row differs from the contract; what the sheet does not carry is no difference."""
    return [name for name in COMPARED if name in row and (row[name] or None) != (found.values[name] or None)]
