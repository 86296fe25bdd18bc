"""The registrar's side of many contracts at once: all in one transaction, one journal line each, in one hash pass."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import notices, permissions
from zhuanhua.programmes.contracts.actions.certificates import certificate_for
from zhuanhua.programmes.contracts.actions.desk import (
    CLOCK_FIELDS,
    begin_examination,
    open_desk_task,
)
from zhuanhua.programmes.contracts.actions.judging import treatments_of, values_on
from zhuanhua.programmes.contracts.actions.numbering import registration_numbers
from zhuanhua.programmes.contracts.actions.repeating import repeated
from zhuanhua.programmes.contracts.models import Certificate, Contract
from zhuanhua.programmes.contracts.queries import text_grounds
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.avoidance import partial_in
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.clock import stop_clock
from zhuanhua.shared.workflow.moves import move_all


@transaction.atomic
def accept_contracts(*, contracts: Sequence[Contract], by: Any, on: date) -> list[Contract]:
    """Accept many; one that cannot be accepted stops all, and is named."""
    chosen = list(contracts)
    _within_limit(chosen, on=on)
    if aside := left_to_colleagues(chosen, by=by):
        raise _not_all(aside, _("%(count)d项不能由您受理，例如%(number)s：%(why)s。"))
    begin_examination(chosen, on=on, handler=by)
    move_all(chosen, "accept", by=by, fields=("regime", "accepted_on", "handler", *CLOCK_FIELDS))
    for contract in chosen:
        close_tasks(contract, by=by)
        open_desk_task(contract)
        transaction.on_commit(partial(notices.contract_accepted, contract))
    return chosen


@transaction.atomic
def assign_contracts(*, contracts: Sequence[Contract], to: Any, by: Any) -> list[Contract]:
    """Give contracts to another registrar's desk."""
    require(by, Permission.CONTRACT_ASSIGN)
    chosen = list(
        Contract.objects.select_for_update()
        .filter(pk__in=[contract.pk for contract in contracts])
        .order_by("pk")
    )
    lines = [
        Line(
            "contract:assign",
            case_kind=contract.case_kind,
            case_number=contract.number,
            by=by,
            before={"handler": contract.handler.name if contract.handler else ""},
            after={"handler": to.name},
        )
        for contract in chosen
    ]
    for contract in chosen:
        contract.handler = to
    Contract.objects.bulk_update(chosen, ["handler"])
    record_all(lines)
    for contract in chosen:
        if contract.state == ContractState.ACCEPTED:
            close_tasks(contract, by=by)
            open_desk_task(contract)
    return chosen


def unready(contracts: Sequence[Contract], *, by: Any, on: date) -> dict[str, str]:
    """Say of each contract that the person cannot register in bulk why not, by number; empty when all can."""
    reasons: dict[str, str] = {}
    treatments = treatments_of(contracts, on=on) if contracts else []
    grounds, aside = text_grounds(contracts), left_to_colleagues(contracts, by=by)
    for contract, treatment in zip(contracts, treatments, strict=True):
        if contract.state != ContractState.ACCEPTED:
            reasons[contract.number] = _("现在是“%(state)s”，不在审核中") % {
                "state": ContractState(contract.state).label
            }
        elif not contract.verified_trade_fen:
            reasons[contract.number] = _("还没有核定技术交易额")
        elif not contract.text_sha256 and not grounds.get(contract.pk):
            reasons[contract.number] = _("合同文本不在系统里，也没有写明理由")
        elif treatment["needs_review"]:
            reasons[contract.number] = _("达到复核起点或者有争议，须由第二人复核")
        elif not (verdict := permissions.may_register(by, contract)):
            reasons[contract.number] = verdict.reason.rstrip("。")
        elif contract.number in aside:
            reasons[contract.number] = aside[contract.number]
    return reasons


def left_to_colleagues(contracts: Sequence[Contract], *, by: Any) -> dict[str, str]:
    """Say of each contract of an organisation for which the person acts or acted why a colleague decides it, by number."""
    aside = partial_in(by, [permissions.matter_of(contract) for contract in contracts])
    return {number: why.rstrip("。.") for number, why in aside.items()}


@transaction.atomic
def register_contracts(*, contracts: Sequence[Contract], by: Any, on: date) -> list[Contract]:
    """Register many that are examined and below the review threshold; all or nothing. Without a text, its ground is the line's reason."""
    chosen = list(contracts)
    _within_limit(chosen, on=on)
    reasons = unready(chosen, by=by, on=on)
    if reasons:
        raise _not_all(reasons, _("%(count)d项暂不能登记，例如%(number)s：%(why)s。"))
    grounds = text_grounds(chosen)
    for contract, number in zip(chosen, registration_numbers(len(chosen), on=on), strict=True):
        contract.registration_number, contract.registered_on, contract.registered_by = number, on, by
        stop_clock(contract, on=on)
    try:
        with transaction.atomic():
            move_all(
                chosen,
                "register",
                by=by,
                reason=lambda contract: grounds.get(contract.pk, ""),
                fields=("registration_number", "registered_on", "registered_by", *CLOCK_FIELDS),
                after=lambda contract: {
                    "registration_number": contract.registration_number,
                    "has_text": not grounds.get(contract.pk),
                },
            )
    except IntegrityError as fault:
        raise _first_repeated(chosen) from fault
    Certificate.objects.bulk_create(certificate_for(contract, by=by, on=on) for contract in chosen)
    for contract in chosen:
        close_tasks(contract, by=by)
        transaction.on_commit(partial(notices.contract_registered, contract))
    return chosen


def _not_all(reasons: dict[str, str], message: str) -> Refusal:
    number, why = next(iter(reasons.items()))
    return Refusal(
        message % {"count": len(reasons), "number": number, "why": why},
        way_out=_("请去掉这些合同，或者先办好所缺的一步。"),
    )


def _first_repeated(contracts: Sequence[Contract]) -> Refusal:
    seen: set[tuple[Any, ...]] = set()
    for contract in contracts:
        key = (
            contract.seller_id,
            contract.buyer_id,
            contract.project_key,
            contract.signed_on,
            contract.total_fen,
        )
        twice = key in seen or Contract.objects.filter(
            state=ContractState.REGISTERED,
            seller=contract.seller_id,
            buyer=contract.buyer_id,
            project_key=contract.project_key,
            signed_on=contract.signed_on,
            total_fen=contract.total_fen,
        ).exclude(pk=contract.pk)
        if twice:
            return repeated(contract)
        seen.add(key)
    return Refusal(_("其中有合同已经登记过。"), way_out=_("请逐项登记，系统会指出是哪一项。"))


def _within_limit(contracts: Sequence[Contract], *, on: date) -> None:
    limit = values_on(on).bulk_limit
    if len(contracts) > limit:
        raise Refusal(
            _("一次最多办理%(limit)d项，现在选了%(count)d项。") % {"limit": limit, "count": len(contracts)},
            way_out=_("请分批办理。"),
        )
