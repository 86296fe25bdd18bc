"""The applicant's side: a draft is begun, saved, submitted, corrected, withdrawn."""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import codes, notices, permissions
from zhuanhua.programmes.contracts.actions.judging import findings_for, technology_amount_of
from zhuanhua.programmes.contracts.models import Contract, ExpenseItem
from zhuanhua.programmes.contracts.policy import PATENT_LICENCES
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import close_tasks, keep_version, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number

DRAFT_FIELDS = (
    "project_name", "seller", "buyer", "seller_kind", "buyer_kind", "is_related", "is_import",
    "kind", "subkind", "licence_form", "field", "ip_kind", "ip_number", "ip_expires_on", "plan_source", "objective",
    "subject", "monopoly_clauses", "total_fen", "payment_form", "payment_terms", "royalty_base", "royalty_bp",
    "expected_investment_fen", "expected_output_fen", "signed_on", "starts_on", "ends_on",
)  # fmt: skip
REQUIRED = (
    "project_name", "seller", "buyer", "seller_kind", "buyer_kind", "kind", "subkind", "field", "ip_kind", "plan_source",
    "subject", "total_fen", "payment_form", "signed_on", "starts_on", "ends_on",
)  # fmt: skip


@transaction.atomic
def start_draft(*, by: Any, on: date) -> Contract:
    """Begin a draft for the organisation that the person acts for; nobody else sees it."""
    require(by, Permission.CONTRACT_FILE)
    if by.organisation is None:
        raise Refusal(_("您还没有代表任何单位。"), way_out=_("请在右上角选择要代表的单位，再申报合同。"))
    contract = Contract.objects.create(
        number=next_number("SY", on=on), state=ContractState.DRAFT, registrant=by.organisation
    )
    record("contract:start", case_kind=contract.case_kind, case_number=contract.number, by=by)
    return contract


@transaction.atomic
def save_draft(
    *,
    contract: Contract,
    values: dict[str, Any],
    items: list[dict[str, Any]] | None = None,
    by: Any,
    seen: tuple[Sequence[str], str] | None = None,
) -> list[str]:
    """Keep what was typed, complete or not; gives the names of the fields that changed. A save without change writes nothing.

    `seen` are the fields that the person was shown and their mark (`mark_of`); raises Conflict when they have changed since.
    """
    contract = _locked(contract)
    require_verdict(permissions.may_edit(by, contract))
    if seen and mark_of(contract, seen[0]) != seen[1]:
        raise Conflict(
            _("这一节刚在别的窗口里改过，没有覆盖。"),
            way_out=_("您写的内容还在页面上：请先在新窗口核对现在保存的内容，再保存一次，就以这里的为准。"),
            code="moved_on",
        )
    seller, buyer = (values.get(side, getattr(contract, side)) for side in ("seller", "buyer"))
    if seller is not None and seller == buyer:
        raise Refusal(_("买方和卖方是同一个单位。"), field="buyer", way_out=_("请填写另一方的代码。"))
    changed = [
        name
        for name in (*DRAFT_FIELDS, "parties_typed")
        if name in values and getattr(contract, name) != values[name]
    ]
    before = {name: _plain(getattr(contract, name)) for name in changed}
    for name in changed:
        setattr(contract, name, values[name])
    if items is not None and _replace_items(contract, items):
        changed.append("items")
    if not changed:
        return []
    contract.trade_fen = (
        technology_amount_of(contract, on=contract.submitted_on or contract.state_since.date())
        if contract.total_fen
        else None
    )
    if contract.trade_fen is not None and contract.trade_fen <= 0:
        contract.trade_fen = None
        if contract.state != ContractState.DRAFT:
            raise Refusal(
                _("非技术性支出不小于成交额。"),
                field="total_fen",
                way_out=_("请核对成交额和非技术性支出；全部为非技术性支出的，不是技术合同。"),
            )
    contract.is_provisional = contract.payment_form in codes.ROYALTY_FORMS
    forget_examination(contract)
    contract.save()
    record(
        "contract:draft",
        case_kind=contract.case_kind,
        case_number=contract.number,
        by=by,
        before=before,
        after={name: _plain(getattr(contract, name)) for name in changed if name != "items"}
        | ({"items": len(items or [])} if "items" in changed else {}),
    )
    return changed


def mark_of(contract: Contract, names: Sequence[str]) -> str:
    """Give a short mark of what these fields hold, which changes when one of them does."""
    held = {
        name: list(contract.items.values_list("kind", "name", "amount_fen", "is_deliverable"))
        if name == "items"
        else _plain(getattr(contract, name))
        for name in names
    }
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


@transaction.atomic
def discard_draft(*, contract: Contract, by: Any) -> None:
    """Throw away a draft that was never submitted; its journal line stays."""
    contract = _locked(contract)
    require_verdict(permissions.may_edit(by, contract))
    if contract.state != ContractState.DRAFT:
        raise Conflict(_("这份合同已经提交过，不能删除。"), way_out=_("可以撤回申请。"))
    record("contract:discard", case_kind=contract.case_kind, case_number=contract.number, by=by)
    contract.delete()


@transaction.atomic
def submit_contract(*, contract: Contract, by: Any, on: date) -> Contract:
    """Hand the draft in. Refused while a required field is empty or a condition is plainly not met; the desk gets a task."""
    Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)  # its papers stand still meanwhile
    require_verdict(permissions.may_edit(by, contract))
    contract.refresh_from_db()
    require_complete(contract, on=on)
    contract.submitted_on = on
    copy_districts(contract)
    move(
        contract,
        "submit",
        by=by,
        fields=("submitted_on", "seller_district", "buyer_district", "trade_fen", "text_sha256"),
    )
    keep_version(contract, payload_of(contract), by=by)
    open_accepting_task(contract)
    transaction.on_commit(partial(notices.contract_submitted, contract))
    return contract


@transaction.atomic
def withdraw_contract(*, contract: Contract, by: Any, reason: str = "") -> Contract:
    """Take the application back before a decision."""
    if by.organisation is None or by.organisation.pk != contract.registrant_id:
        raise Refusal(_("只有申请单位可以撤回。"))
    move(contract, "withdraw", by=by, reason=reason)
    close_tasks(contract, by=by)
    return contract


def missing_fields(contract: Contract) -> list[str]:
    """Name the required fields that are still empty, royalty and licence fields where they apply."""
    names = [*REQUIRED, *fields_by_kind(contract)]
    return [name for name in names if getattr(contract, name) in (None, "")]


def fields_by_kind(contract: Contract) -> list[str]:
    """Name the fields that this contract must fill because of its kind, payment or intellectual property."""
    names: list[str] = []
    if contract.payment_form in codes.ROYALTY_FORMS:
        names += ["royalty_base", "royalty_bp"]
    if contract.kind == codes.Kind.LICENCE or contract.subkind == codes.Subkind.LEGACY_PATENT_LICENCE:
        names.append("licence_form")
    if contract.ip_kind in codes.PATENT_KINDS:
        names.append("ip_number")
    if contract.kind == codes.Kind.TRANSFER:
        names += ["expected_investment_fen", "expected_output_fen"]
    if contract.subkind in PATENT_LICENCES:
        names.append("ip_expires_on")
    return names


def require_complete(contract: Contract, *, on: date) -> None:
    """Raise Refusal naming the first thing that keeps the contract from being handed in."""
    for name in missing_fields(contract):
        label = Contract._meta.get_field(name).verbose_name
        raise Refusal(_("“%(field)s”还没有填。") % {"field": label}, field=name, code="missing")
    if contract.signed_on and contract.signed_on > on:
        raise Refusal(_("签订日期晚于今天。"), field="signed_on", way_out=_("请填合同最后一方签章的日期。"))
    if contract.starts_on and contract.ends_on and contract.ends_on < contract.starts_on:
        raise Refusal(
            _("履行截止日期早于起始日期。"), field="ends_on", way_out=_("请填起始日期或以后的日期。")
        )
    if contract.seller_id == contract.buyer_id:
        raise Refusal(
            _("买卖双方是同一个单位。"), field="buyer", way_out=_("同一法人内部的部门之间不能登记技术合同。")
        )
    if contract.subkind and contract.kind != codes.kind_of(contract.subkind):
        raise Refusal(_("合同细类不属于所选的合同类型。"), field="subkind", way_out=_("请重新选择细类。"))
    for finding in findings_for(contract, on=on):
        if finding.met is False:
            raise Refusal(
                _("不满足：%(condition)s。") % {"condition": finding.condition.label},
                way_out=finding.condition.way_out,
                field=finding.condition.field,
                code=finding.condition.column,
            )


def payload_of(contract: Contract) -> dict[str, Any]:
    """Give the applicant's fields as plain values, for versions and their difference."""
    payload = {name: _plain(getattr(contract, name)) for name in DRAFT_FIELDS}
    payload["items"] = [
        {
            "kind": item.kind,
            "name": item.name,
            "amount_fen": item.amount_fen,
            "is_deliverable": item.is_deliverable,
        }
        for item in contract.items.all()
    ]
    payload["papers"] = [
        {"kind": paper.kind, "name": paper.name, "sha256": paper.sha256} for paper in files_of(contract)
    ]
    return payload


def open_accepting_task(contract: Contract) -> None:
    """Put the contract on the desk, or on that of the registrar who has it."""
    open_task(
        case=contract,
        title=noop("受理技术合同"),
        about=contract.project_name,
        permission=Permission.CONTRACT_EXAMINE,
        assignee=contract.handler,
        url=f"/contracts/{contract.number}/",
    )


def copy_districts(contract: Contract) -> None:
    """The place of the parties is a fact of the contract: a later move of the firm does not rewrite old statistics."""
    contract.seller_district = contract.seller.district
    contract.buyer_district = contract.buyer.district


def forget_examination(contract: Contract) -> None:
    """What was examined is not what is handed in now: the three questions have to be answered again. Saves nothing."""
    contract.verified_trade_fen = contract.examined_by = None


def _locked(contract: Contract) -> Contract:
    return (
        Contract.objects.select_for_update(of=("self",))
        .select_related("registrant", "seller", "buyer")
        .get(pk=contract.pk)
    )


def _replace_items(contract: Contract, items: list[dict[str, Any]]) -> bool:
    present = [(item.kind, item.name, item.amount_fen, item.is_deliverable) for item in contract.items.all()]
    wanted = [
        (item["kind"], item["name"], item["amount_fen"], item.get("is_deliverable", False)) for item in items
    ]
    if present == wanted:
        return False
    contract.items.all().delete()
    ExpenseItem.objects.bulk_create(
        ExpenseItem(contract=contract, kind=kind, name=name, amount_fen=amount, is_deliverable=deliverable)
        for kind, name, amount, deliverable in wanted
    )
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "name", value) if hasattr(value, "pk") else value


def require_verdict(verdict: Any) -> None:
    """Raise Forbidden with the reason of a no."""
    if not verdict:
        raise Forbidden(verdict.reason)
