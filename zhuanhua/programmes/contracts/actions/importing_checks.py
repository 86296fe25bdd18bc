"""What is wrong with a row of a workbook? Every fault with its column, the reason and the way out; the policy judges in one batch."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhuanhua.core.money import wan_text
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.importing_parties import Parties, party_kind_of
from zhuanhua.programmes.contracts.actions.judging import CONDITIONS, judged, values_on
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.people.districts import area_name

CHUNK = 5_000
PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?")
EARLIEST = date(1985, 1, 1)  # technology contracts are registered since the 1980s; an older day is a slip
COLUMN_OF_CONDITION = {
    "applicant_is_right": "seller_uscc",
    "locality_is_right": "seller_uscc",
    "is_within_validity": "ends_on",
    "patent_lives_long_enough": "ip_expires_on",
    "kind_is_open": "subkind",
    "amount_is_possible": "trade_fen",
}
DONE = (ContractState.WITHDRAWN, ContractState.REFUSED, ContractState.CANCELLED, ContractState.REVOKED)


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that is wrong: row of the sheet, column key, what stands there, why it is wrong, what to do."""

    row: int
    key: str
    value: Any
    message: str
    way_out: str = ""
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A row whose gaps are filled by rule: kind by sub-kind, technology amount by subtraction, party kinds by the organisation."""

    row: int
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two rows the same contract: parties, project, day and amount."""
        get = self.values.get
        return (
            get("seller_uscc"),
            get("buyer_uscc"),
            match_key(get("project_name") or ""),
            get("signed_on"),
            get("total_fen"),
        )


def filled(row: int, values: dict[str, Any], parties: Parties) -> Filled:
    """Fill the gaps of one row; what cannot be filled stays empty and is found by the checks."""
    full = dict(values)
    subkind = full.get("subkind") or ""
    if subkind:
        full["kind"] = full.get("kind") or codes.kind_of(subkind)
    total, spent = full.get("total_fen"), full.get("non_technical_fen") or 0
    if full.get("trade_fen") is None and total is not None:
        full["trade_fen"] = total - spent
    for side in ("seller", "buyer"):
        known = parties.by_code.get(full.get(f"{side}_uscc") or "")
        full[f"{side}_district"] = full.get(f"{side}_district") or (
            known.district if known else (full.get(f"{side}_uscc") or "")[2:8]
        )
        full[f"{side}_kind"] = full.get(f"{side}_kind") or party_kind_of(
            known, full.get(f"{side}_uscc") or "", full.get(f"{side}_name") or ""
        )
    if full.get("royalty_bp") is not None:
        full["royalty_bp"] = basis_points(full["royalty_bp"])
    full["ip_kind"] = full.get("ip_kind") or codes.IpKind.NONE.value
    full["plan_source"] = full.get("plan_source") or codes.PlanSource.NONE.value
    return Filled(row, full)


def basis_points(text: str | int) -> int | None:
    """Read a rate in per cent (3, 3%, 2.5％) as basis points; None when it is none between 0 and 100."""
    if isinstance(text, int):
        return text
    found = PERCENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
    return points if points is not None and 0 < points <= 10_000 else None  # noqa: PLR2004 - the whole


def faults_of_filed(rows: Sequence[Any], *, by: Any, on: date) -> Iterator[Fault]:
    """Check rows that a seller files: the same conditions as the form has, before anything is stored."""
    parties = Parties.of(row.values for row in rows)
    applicant = None if _is_bureau(by) else by.organisation
    full = [filled(row.number, row.values, parties) for row in rows]
    for row in full:
        yield from _within_row(row, on=on)
        yield from _required_by_kind(row)
        yield from _parties_of(row, parties)
    yield from _judged(full, applicant=applicant, on=on)
    yield from _repeated_in_file(full)
    yield from _known_already(full, source="import")


def faults_of_registered(rows: Sequence[Any], *, by: Any, on: date) -> Iterator[Fault]:
    """Check rows of the national system: certificate facts must be whole, and no standing registration is overwritten."""
    parties = Parties.of(row.values for row in rows)
    full = [filled(row.number, row.values, parties) for row in rows]
    for row in full:
        yield from _within_row(row, on=on)
        yield from _parties_of(row, parties)
        yield from _registration_of(row, on=on)
    yield from _numbers_repeated(full)
    yield from _repeated_in_file(full)
    yield from _known_already(full, source="national")


def _within_row(row: Filled, *, on: date) -> Iterator[Fault]:
    total, trade, spent = row["total_fen"], row["trade_fen"], row["non_technical_fen"] or 0
    if total is not None and total <= 0:
        yield Fault(
            row.row, "total_fen", wan_text(total), _("合同成交额必须大于零。"), _("请按合同填写总价。")
        )
    elif total is not None and spent > total:
        yield Fault(
            row.row, "non_technical_fen", wan_text(spent),
            _("非技术性支出大于同行的成交额%(total)s万元。") % {"total": wan_text(total)}, _("请核对哪个写错。"),
        )  # fmt: skip
    elif total is not None and trade is not None and trade > total:
        yield Fault(
            row.row,
            "trade_fen",
            wan_text(trade),
            _("技术交易额大于同行的成交额%(total)s万元。") % {"total": wan_text(total)},
            _("请核对哪个写错。"),
        )
    elif trade is not None and trade <= 0:
        yield Fault(
            row.row,
            "trade_fen",
            wan_text(trade),
            _("技术交易额必须大于零。"),
            _("全部为非技术性支出的，不是技术合同。"),
        )
    elif total is not None and trade is not None and spent and trade != total - spent:
        right = wan_text(total - spent)
        yield Fault(
            row.row, "trade_fen", wan_text(trade),
            _("技术交易额与成交额减去非技术性支出的差%(right)s万元不等。") % {"right": right}, _("请核对三个数。"), right,
        )  # fmt: skip
    yield from _dates_of(row, on=on)
    subkind, kind = row["subkind"], row["kind"]
    if subkind and codes.kind_of(subkind) != kind:
        right = str(codes.Kind(codes.kind_of(subkind)).label)
        yield Fault(
            row.row, "subkind", str(codes.Subkind(subkind).label),
            _("这个细类属于“%(right)s”，同行的合同类型是“%(kind)s”。") % {"right": right, "kind": codes.Kind(kind).label},
            _("请改合同类型或者细类。"),
        )  # fmt: skip
    if row["ip_kind"] in codes.PATENT_KINDS and not row["ip_number"]:
        yield Fault(
            row.row, "ip_number", "", _("涉及专利，没有填专利号。"), _("请填专利号，例如ZL201810123456.7。")
        )


def _dates_of(row: Filled, *, on: date) -> Iterator[Fault]:
    signed, starts, ends = row["signed_on"], row["starts_on"], row["ends_on"]
    if signed and signed > on:
        yield Fault(
            row.row,
            "signed_on",
            signed.isoformat(),
            _("签订日期晚于今天。"),
            _("请填合同最后一方签章的日期。"),
        )
    elif signed and signed < EARLIEST:
        yield Fault(row.row, "signed_on", signed.isoformat(), _("签订日期早于1985年。"), _("请核对年份。"))
    if starts and ends and ends < starts:
        yield Fault(
            row.row, "ends_on", ends.isoformat(), _("履行截止日期早于起始日期%(starts)s。") % {"starts": starts.isoformat()},
            _("请填起始日期或以后的日期。"),
        )  # fmt: skip


def _required_by_kind(row: Filled) -> Iterator[Fault]:
    """What the form asks of some contracts only (codes.ROYALTY_FORMS, licences, transfers)."""
    total, trade = row["total_fen"], row["trade_fen"]
    if total is not None and trade is not None and 0 < trade < total and not row["non_technical_fen"]:
        yield Fault(
            row.row, "non_technical_fen", "", _("技术交易额小于成交额，没有填非技术性支出。"),
            _("请填%(rest)s万元，或者核对技术交易额。") % {"rest": wan_text(total - trade)}, wan_text(total - trade),
        )  # fmt: skip
    needed = []
    if row["payment_form"] in codes.ROYALTY_FORMS:
        needed += ["royalty_base", "royalty_bp"]
    if row["kind"] == codes.Kind.LICENCE or row["subkind"] == codes.Subkind.LEGACY_PATENT_LICENCE:
        needed.append("licence_form")
    if row["kind"] == codes.Kind.TRANSFER:
        needed += ["expected_investment_fen", "expected_output_fen"]
    for key in needed:
        if row[key] in (None, ""):
            label = Contract._meta.get_field(key).verbose_name
            yield Fault(
                row.row,
                key,
                "",
                _("这类合同必须填“%(label)s”。") % {"label": label},
                _("没有的金额填0。") if key.endswith("_fen") else _("请按合同填写。"),
            )


def _parties_of(row: Filled, parties: Parties) -> Iterator[Fault]:
    seller, buyer = row["seller_uscc"], row["buyer_uscc"]
    if seller and seller == buyer:
        yield Fault(
            row.row,
            "buyer_uscc",
            buyer,
            _("买卖双方是同一个单位。"),
            _("同一法人内部的部门之间不能登记技术合同。"),
        )
    for side, code in (("seller", seller), ("buyer", buyer)):
        name = row[f"{side}_name"] or ""
        known = parties.by_code.get(code or "")
        if known and name and match_key(name) not in known.name_keys:
            yield Fault(
                row.row, f"{side}_name", name, _("这个代码在平台上是“%(known)s”。") % {"known": known.name},
                _("请核对代码和名称哪个写错；单位已更名的，先在单位资料里更名。"), known.name,
            )  # fmt: skip
        elif code and not known and not name:
            yield Fault(
                row.row, f"{side}_name", "", _("平台里还没有这个单位，没有填名称。"), _("请填单位全称。")
            )


def _registration_of(row: Filled, *, on: date) -> Iterator[Fault]:
    number, registered, signed = row["registration_number"] or "", row["registered_on"], row["signed_on"]
    if number and (len(number) not in {14, 16} or not number.isdecimal()):
        yield Fault(
            row.row,
            "registration_number",
            number,
            _("登记编号是16位数字（旧编号14位）。"),
            _("请照登记证明填写。"),
        )
    if registered and registered > on:
        yield Fault(
            row.row, "registered_on", registered.isoformat(), _("登记日期晚于今天。"), _("请照登记证明填写。")
        )
    elif registered and signed and registered < signed:
        yield Fault(
            row.row, "registered_on", registered.isoformat(), _("登记日期早于签订日期%(signed)s。") % {"signed": signed.isoformat()},
            _("请核对两个日期。"),
        )  # fmt: skip
    if registered and row["kind"] == codes.Kind.LICENCE and not values_on(registered).licence_is_own_kind:
        yield Fault(
            row.row, "subkind", str(codes.Subkind(row["subkind"]).label), _("2026年3月1日前登记的许可合同归入技术转让。"),
            _("细类请选“专利实施许可（旧规归入转让）”。"), str(codes.Subkind.LEGACY_PATENT_LICENCE.label),
        )  # fmt: skip
    if (
        row["seller_district"]
        and row["seller_district"][:4] != settings.CITY_CODE[:4]
        and not row["is_import"]
    ):
        yield Fault(
            row.row, "seller_uscc", row["seller_uscc"],
            _("卖方在%(area)s，不在本市。") % {"area": area_name(row["seller_district"])}, _("本市登记的合同由本市卖方申请，请核对代码。"),
        )  # fmt: skip


def _judged(rows: list[Filled], *, applicant: Any, on: date) -> Iterator[Fault]:
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


def _repeated_in_file(rows: list[Filled]) -> Iterator[Fault]:
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


def _numbers_repeated(rows: list[Filled]) -> Iterator[Fault]:
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


def _known_already(rows: list[Filled], *, source: str) -> Iterator[Fault]:
    """Name the contract of the database that a row would repeat, or that was imported before and has moved on since."""
    known = existing(rows, source=source)
    for row in rows:
        found = known.get(row)
        if found is None:
            continue
        if found.source != source:
            yield Fault(
                row.row, "project_name", row["project_name"], _("平台上已有同一合同：%(number)s。") % {"number": found.number},
                _("请删去这一行；要改动，请在那份合同上办理。"),
            )  # fmt: skip
        elif found.is_touched and differences(row, found):
            yield Fault(
                row.row, "project_name", row["project_name"],
                _("导入过的合同%(number)s已经在办理（%(state)s），内容与本行不同。") % {"number": found.number, "state": found.state_label},
                _("请在那份合同上申请变更，或者让本行与它一致。"),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Existing:
    """A contract that stands in the database, as far as a row can be compared with it."""

    pk: int
    number: str
    source: str
    state: str
    is_touched: bool
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
    """Contracts of the database by registration number and by identity."""

    def __init__(self) -> None:
        self.by_number: dict[str, Existing] = {}
        self.by_identity: dict[tuple[Any, ...], Existing] = {}

    def get(self, row: Filled) -> Existing | None:
        """Find the contract that a row names: by its registration number, else by parties, project, day and amount."""
        return self.by_number.get(row["registration_number"] or "") or self.by_identity.get(row.identity)


def existing(rows: Iterable[Filled], *, source: str) -> Known:
    """Fetch in few queries what the rows could repeat."""
    rows, known = list(rows), Known()
    alike = {(match_key(row["project_name"] or ""), row["total_fen"]) for row in rows}
    days = [row["signed_on"] for row in rows if row["signed_on"]]
    sellers = sorted({row["seller_uscc"] for row in rows if row["seller_uscc"]})
    numbers = sorted({row["registration_number"] for row in rows if row["registration_number"]})
    if days:
        for start in range(0, len(sellers), CHUNK):
            found = Contract.objects.filter(
                seller__uscc__in=sellers[start : start + CHUNK], signed_on__range=(min(days), max(days))
            )
            found = found.exclude(state__in=(*DONE, ContractState.DRAFT)).order_by()
            keys = [
                pk
                for pk, *rest in found.values_list("pk", "project_key", "total_fen").iterator(CHUNK)
                if tuple(rest) in alike
            ]
            for place in range(0, len(keys), CHUNK):
                _keep(known, Contract.objects.filter(pk__in=keys[place : place + CHUNK]))
    for start in range(0, len(numbers), CHUNK):
        _keep(known, Contract.objects.filter(registration_number__in=numbers[start : start + CHUNK]))
    return known


def _keep(known: Known, contracts: Any) -> None:
    names = (
        "pk", "number", "source", "state", "handler_id", "registration_number", "version", "seller__uscc", "buyer__uscc", "project_key", *COMPARED,
    )  # fmt: skip
    for values in contracts.order_by().values_list(*names).iterator(chunk_size=CHUNK):
        row = dict(zip(names, values, strict=True))
        untouched = (
            row["version"] <= 1
            and row["handler_id"] is None
            and row["state"] in {ContractState.SUBMITTED, ContractState.REGISTERED}
        )
        one = Existing(row["pk"], row["number"], row["source"], row["state"], not untouched, row)
        known.by_identity[
            row["seller__uscc"], row["buyer__uscc"], row["project_key"], row["signed_on"], row["total_fen"]
        ] = one
        if row["registration_number"]:
            known.by_number[row["registration_number"]] = one


def differences(row: Filled, found: Existing) -> list[str]:
    """Name the fields in which the row differs from the contract; what the sheet does not carry is no difference."""
    return [
        name
        for name in COMPARED
        if name in row.values and (row.values[name] or None) != (found.values[name] or None)
    ]


def _is_bureau(person: Any) -> bool:
    role = ROLES.get(person.acting_role) if person is not None else None
    return role is not None and role.desk == Desk.BUREAU
