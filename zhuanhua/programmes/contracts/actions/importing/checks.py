"""What is wrong with a row of a workbook? Every fault with its column, the reason and the way out."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhuanhua.core.money import wan_text
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.importing.conditions import faults_of_conditions
from zhuanhua.programmes.contracts.actions.importing.known import (
    known_already,
    numbers_repeated,
    repeated_in_file,
)
from zhuanhua.programmes.contracts.actions.importing.parties import Parties
from zhuanhua.programmes.contracts.actions.importing.rows import Fault, Filled, filled
from zhuanhua.programmes.contracts.actions.judging import values_on
from zhuanhua.programmes.contracts.models import NATIONAL, Contract
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.people.districts import area_name

EARLIEST = date(1985, 1, 1)  # technology contracts are registered since the 1980s; an older day is a slip


def faults_of_filed(rows: Sequence[Any], *, by: Any, on: date) -> Iterator[Fault]:
    """Check rows that a seller files: the same conditions as the form has, before anything is stored."""
    parties = Parties.of(row.values for row in rows)
    applicant = None if _is_bureau(by) else by.organisation
    full = [filled(row.number, row.values, parties) for row in rows]
    for row in full:
        yield from _within_row(row, on=on)
        yield from _required_by_kind(row)
        yield from _parties_of(row, parties)
    yield from faults_of_conditions(full, applicant=applicant, on=on)
    yield from repeated_in_file(full)
    yield from known_already(full, parties, source="import", registrant=applicant)


def faults_of_registered(rows: Sequence[Any], *, by: Any, on: date) -> Iterator[Fault]:
    """Check rows of the national system: certificate facts must be whole, and no standing registration is overwritten."""
    parties = Parties.of(row.values for row in rows)
    full = [filled(row.number, row.values, parties) for row in rows]
    for row in full:
        yield from _within_row(row, on=on)
        yield from _parties_of(row, parties)
        yield from _registration_of(row, on=on)
    yield from numbers_repeated(full)
    yield from repeated_in_file(full)
    yield from known_already(full, parties, source=NATIONAL)


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
    if row["royalty_text"] not in (None, "") and row["royalty_bp"] is None:
        yield Fault(
            row.row, "royalty_bp", row["royalty_text"], _("提成比例要大于0、不大于100，至多两位小数。"),
            _("请填百分数，例如3或者2.5%。"),
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
        needed += ["royalty_base"] if row["royalty_text"] else ["royalty_base", "royalty_bp"]
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
        if known and name and name != known.name and match_key(name) not in known.name_keys:
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


def _is_bureau(person: Any) -> bool:
    role = ROLES.get(person.acting_role) if person is not None else None
    return role is not None and role.desk == Desk.BUREAU
