"""After registration: a change or a cancellation is asked for and decided; a fraud is revoked after public notice."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import codes, notices, permissions
from zhuanhua.programmes.contracts.actions.certificates import issue_certificate
from zhuanhua.programmes.contracts.actions.deciding import needs_review, repeated
from zhuanhua.programmes.contracts.actions.entering import leave_entered
from zhuanhua.programmes.contracts.actions.judging import values_on
from zhuanhua.programmes.contracts.actions.stopping import lock_subsidies, lower_subsidies, stop_subsidies
from zhuanhua.programmes.contracts.models import Change, Contract
from zhuanhua.programmes.contracts.models.change import AMOUNTS
from zhuanhua.programmes.contracts.states import ChangeState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows, require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_publicity, close_tasks, open_task, publish
from zhuanhua.shared.workflow.models import Publicity
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_part

CHANGEABLE = ("project_name", *AMOUNTS, "ends_on")


@transaction.atomic
def request_change(
    *, contract: Contract, by: Any, kind: str, reason: str, after: dict[str, Any] | None = None
) -> Change:
    """Ask for a change or a cancellation of what is registered; the certificate stands until it is decided."""
    verdict = permissions.may_request_change(by, contract)
    if not verdict:
        raise Forbidden(verdict.reason)
    wanted = {
        name: value
        for name, value in (after or {}).items()
        if name in CHANGEABLE and value != getattr(contract, name)
    }
    if kind == codes.ChangeKind.AMEND and not wanted:
        raise Refusal(_("没有改动任何一项。"), way_out=_("请改要变更的内容，再提出申请。"))
    _check_amounts(contract, wanted)
    _check_days(contract, wanted)
    if contract.changes.filter(state=ChangeState.REQUESTED).exists():
        raise Refusal(_("已有一份变更申请待审核。"), way_out=_("请等它办结后再提。"))
    change = Change.objects.create(
        number=next_part(contract.number, "B"),
        state=ChangeState.REQUESTED,
        contract=contract,
        kind=kind,
        reason=reason,
        before={name: _plain(getattr(contract, name)) for name in wanted},
        after={name: _plain(value) for name, value in wanted.items()},
        requested_by=by,
        requested_at=city_now(),
    )
    record(
        "contract_change:request",
        case_kind=contract.case_kind,
        case_number=contract.number,
        by=by,
        before=change.before,
        after=change.after,
        reason=reason,
    )
    open_task(
        case=change,
        title=noop("审核登记变更"),
        about=contract.project_name,
        permission=Permission.CONTRACT_REVIEW
        if needs_second(change, on=change.requested_at.date())
        else Permission.CONTRACT_CHANGE_DECIDE,
        url=f"/contracts/{contract.number}/changes/{change.number}/",
    )
    return change


@transaction.atomic
def grant_change(*, change: Change, by: Any, on: date, reason: str = "") -> Contract:
    """Agree: the contract changes and gets a new edition of its certificate, or its registration is cancelled.

    An amount that reaches the threshold is agreed to by a second person, as at registration; what was granted on more is lowered.
    """
    lock_subsidies(change.contract)
    contract = Contract.objects.get(pk=change.contract_id)
    change.decided_by, change.decided_at = by, city_now()
    is_second = needs_second(change, on=on)
    verdict = may_decide(by, change, on=on)
    if not verdict:
        raise Forbidden(verdict.reason)
    require_impartial(by, permissions.matter_of(change.contract, change.requested_by_id))
    verb = "confirm" if is_second else "grant"
    move(change, verb, by=by, reason=reason, fields=("decided_by", "decided_at"))
    close_tasks(change, by=by)
    if change.kind == codes.ChangeKind.CANCEL:
        contract.ended_on = on
        move(contract, "cancel", by=by, reason=change.reason, fields=("ended_on",))
        stop_subsidies(contract=contract, by=by, on=on, reason=noop("合同登记已注销"))
        leave_entered([contract], by=by)
        transaction.on_commit(partial(notices.contract_cancelled, contract, change.reason))
        return contract
    _amend(contract, change, by if is_second else None)
    record(
        "contract:amend",
        case_kind=contract.case_kind,
        case_number=contract.number,
        by=by,
        before=change.before,
        after=change.after,
        reason=change.reason,
    )
    issue_certificate(contract=contract, by=by, on=on)
    lower_subsidies(contract=contract, on=on, reason=noop("合同金额已变更"))
    transaction.on_commit(partial(notices.contract_amended, contract))
    return contract


@transaction.atomic
def decline_change(*, change: Change, by: Any, reason: str) -> Change:
    """Disagree, with the reason; the registration stands as it was. Whoever would agree may also disagree."""
    require_impartial(by, permissions.matter_of(change.contract, change.requested_by_id))
    change.decided_by, change.decided_at = by, city_now()
    is_second = needs_second(change, on=city_today()) and allows(by, Permission.CONTRACT_REVIEW)
    verb = "disagree" if is_second else "decline"
    move(change, verb, by=by, reason=reason, fields=("decided_by", "decided_at"))
    close_tasks(change, by=by)
    transaction.on_commit(partial(notices.change_declined, change, reason))
    return change


@transaction.atomic
def propose_revocation(*, contract: Contract, by: Any, reason: str, on: date) -> Publicity:
    """Announce that a registration shall be revoked (骗取登记): objections are heard before the leader decides."""
    require(by, Permission.CONTRACT_CHANGE_DECIDE)
    require_impartial(by, permissions.matter_of(contract))
    if contract.state != contract.States.REGISTERED:
        raise Refusal(_("只有已登记的合同可以撤销。"))
    days = values_on(on).revocation_notice_days
    return publish(
        kind="contract_revocation",
        case=contract,
        title=noop("拟撤销技术合同登记：") + str(contract.registration_number),
        body=reason,
        starts_on=on,
        ends_on=on + timedelta(days=days),
        by=by,
    )


@transaction.atomic
def revoke_contract(*, contract: Contract, publicity: Publicity, by: Any, on: date, reason: str) -> Contract:
    """Revoke after the notice ended without an open objection; decided by another person than proposed it."""
    lock_subsidies(contract)
    if on <= publicity.ends_on:
        raise Refusal(_("公示还没有期满。"), way_out=_("请在%(day)s之后办理。") % {"day": publicity.ends_on})
    if publicity.published_by_id == by.pk:
        raise Forbidden(_("提出撤销的人不能作出决定，请另一位有权的人办理。"))
    require_impartial(by, permissions.matter_of(contract))
    contract.ended_on = on
    close_publicity(publicity=publicity, by=by, on=on)
    move(contract, "revoke", by=by, reason=reason, fields=("ended_on",))
    stop_subsidies(contract=contract, by=by, on=on, reason=noop("合同登记已撤销"))
    leave_entered([contract], by=by)
    transaction.on_commit(partial(notices.contract_revoked, contract, reason))
    return contract


def needs_second(change: Change, *, on: date) -> bool:
    """Whether the amounts after the change ask for a second person by the policy of the day of acceptance."""
    if change.kind != codes.ChangeKind.AMEND or not change.touches_amounts:
        return False
    amended = Contract.objects.get(pk=change.contract_id)
    for name in AMOUNTS:
        setattr(amended, name, change.after.get(name, getattr(amended, name)))
    return needs_review(amended, on=on)


def may_decide(person: Any, change: Change, *, on: date) -> Verdict:
    """Whether the person may agree to a change: from the threshold on the second reviewer, who did not examine the contract."""
    verdict = permissions.may_agree(person, change)
    if not verdict:
        return verdict
    if not needs_second(change, on=on):
        return allows(person, Permission.CONTRACT_CHANGE_DECIDE)
    verdict = permissions.may_review(person, change.contract)
    if verdict:
        return verdict
    return Verdict(allowed=False, reason=_("变更后的金额达到复核起点。%(why)s") % {"why": verdict.reason})


def _amend(contract: Contract, change: Change, reviewer: Any) -> None:
    """Take the wanted values over; what the firm itself had stated as technology amount never exceeds the total."""
    for name, value in change.after.items():
        setattr(contract, name, date.fromisoformat(value) if name.endswith("_on") else value)
    _check_amounts(contract, {})
    _check_days(contract, {})
    if contract.total_fen is not None and (contract.trade_fen or 0) > contract.total_fen:
        contract.trade_fen = contract.total_fen
    if not contract.awaits_confirmation:  # who agrees to a change has not looked at what was entered
        contract.reviewed_by = reviewer or contract.reviewed_by
    try:
        with transaction.atomic():
            contract.save(update_fields=[*change.after, "trade_fen", "reviewed_by"])
    except IntegrityError as fault:
        raise repeated(contract) from fault


def _check_days(contract: Contract, wanted: dict[str, Any]) -> None:
    ends_on = wanted.get("ends_on", contract.ends_on)
    if contract.starts_on and ends_on and ends_on < contract.starts_on:
        raise Refusal(
            _("履行截止日期早于起始日期。"), field="ends_on", way_out=_("请填起始日期或以后的日期。")
        )


def _check_amounts(contract: Contract, wanted: dict[str, Any]) -> None:
    total = wanted.get("total_fen", contract.total_fen)
    trade = wanted.get("verified_trade_fen", contract.verified_trade_fen)
    if total is None or trade is None or not 0 < trade <= total:
        raise Refusal(
            _("技术交易额须大于零且不超过成交额。"), field="verified_trade_fen", way_out=_("请核对两个金额。")
        )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
