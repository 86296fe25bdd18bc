"""The registrar's side of one contract: accept, return, refuse, and the clock and desk that go with it."""

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import codes, notices, permissions
from zhuanhua.programmes.contracts.actions.judging import treatments_of, values_on
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task, return_fields
from zhuanhua.shared.workflow.clock import pause_clock, start_clock, stop_clock
from zhuanhua.shared.workflow.moves import move

CLOCK_FIELDS = (
    "clock_started_on",
    "term_days",
    "due_on",
    "clock_paused_on",
    "clock_used_days",
    "clock_stopped_on",
)


@transaction.atomic
def accept_contract(*, contract: Contract, by: Any, on: date) -> Contract:
    """Take the papers in: the regime of this day holds, and the clock starts (or starts again after a correction)."""
    require_impartial(by, permissions.matter_of(contract))
    begin_examination([contract], on=on, handler=by)
    move(contract, "accept", by=by, fields=("regime", "accepted_on", "handler", *CLOCK_FIELDS))
    close_tasks(contract, by=by)
    open_desk_task(contract)
    transaction.on_commit(partial(notices.contract_accepted, contract))
    return contract


@transaction.atomic
def return_contract(
    *, contract: Contract, by: Any, on: date, remark: str = "", fields: dict[str, str]
) -> Contract:
    """Ask for a correction: names the fields and says what is wrong with each; the clock stands while the firm works.

    Without a remark for the whole, the remarks of the fields are the reason.
    """
    if not fields:
        raise Refusal(
            _("没有标出要补正的字段。"), way_out=_("请至少标出一处，并写明怎么改。"), code="no_field"
        )
    require_impartial(by, permissions.matter_of(contract))
    if contract.clock_started_on:
        pause_clock(contract, on=on)
    reason = remark.strip() or "；".join(fields.values())
    move(contract, "return", by=by, reason=reason, note={"fields": fields}, fields=CLOCK_FIELDS)
    return_fields(contract, by=by, remark=remark, fields=fields)
    close_tasks(contract, by=by)
    open_task(
        case=contract,
        title=noop("补正技术合同"),
        about=contract.project_name,
        permission=Permission.CONTRACT_FILE,
        organisation=contract.registrant,
        url=f"/contracts/{contract.number}/edit/",
    )
    transaction.on_commit(partial(notices.contract_returned, contract, reason))
    return contract


@transaction.atomic
def refuse_contract(*, contract: Contract, by: Any, on: date, ground: str, reason: str) -> Contract:
    """Refuse with its ground; the notice tells the applicant where and until when to appeal."""
    if ground not in codes.RefusalGround.values:
        raise Refusal(_("没有选择不予登记的理由。"), field="ground", way_out=_("请从十项理由中选择一项。"))
    require_impartial(by, permissions.matter_of(contract))
    contract.refusal_ground = ground
    stop_clock(contract, on=on)
    move(
        contract,
        "refuse",
        by=by,
        reason=reason,
        note={"ground": ground},
        fields=("refusal_ground", *CLOCK_FIELDS),
    )
    close_tasks(contract, by=by)
    transaction.on_commit(partial(notices.contract_refused, contract, reason))
    return contract


def begin_examination(contracts: list[Contract], *, on: date, handler: Any) -> None:
    """Set regime, day of acceptance, handler and clock on contracts that are about to be accepted; saves nothing."""
    values = values_on(on)
    for contract, treatment in zip(contracts, treatments_of(contracts, on=on), strict=True):
        contract.regime = values.regime
        contract.accepted_on = on
        contract.handler = contract.handler or handler
        start_term(contract, on=on, term_days=treatment["term_days"])


def start_term(contract: Contract, *, on: date, term_days: int) -> None:
    """Start the clock in the days that the regime counts: calendar days under the old rules, working days since 2026."""
    start_clock(contract, on=on, term_days=term_days, working=bool(values_on(on).clock_is_working_time))


def open_desk_task(contract: Contract) -> None:
    """Put the contract on its handler's desk until the day it is due."""
    open_task(
        case=contract,
        title=noop("审核技术合同"),
        about=contract.project_name,
        permission=Permission.CONTRACT_EXAMINE,
        assignee=contract.handler,
        due_on=contract.due_on,
        url=f"/contracts/{contract.number}/",
    )
