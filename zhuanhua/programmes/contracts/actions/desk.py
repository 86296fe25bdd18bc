"""The registrar's side of one contract: accept, return, examine, refer, refuse."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.contracts import codes, notices
from zhuanhua.programmes.contracts.actions.judging import treatments_of, values_on
from zhuanhua.programmes.contracts.models import Contract, Examination
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
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


@dataclass(frozen=True)
class Answers:
    """The registrar's answers to the three questions; a ground belongs to each."""

    is_technology: bool
    technology_ground: str
    kind: str = ""
    subkind: str = ""
    kind_ground: str = ""
    trade_fen: int | None = None
    trade_ground: str = ""


@transaction.atomic
def accept_contract(*, contract: Contract, by: Any, on: date) -> Contract:
    """Take the papers in: the regime of this day holds, and the clock starts (or starts again after a correction)."""
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
def examine_contract(*, contract: Contract, by: Any, answers: Answers, on: date) -> Examination:
    """Answer the three questions. The state does not move; the verified amount may not exceed the total."""
    require(by, Permission.CONTRACT_EXAMINE)
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    if contract.state != ContractState.ACCEPTED:
        raise Conflict(
            _("合同现在是“%(state)s”，受理后、办结前才能认定。")
            % {"state": ContractState(contract.state).label},
            way_out=_("请刷新页面。"),
        )
    _check_answers(contract, answers)
    examination = Examination.objects.create(
        contract=contract,
        is_technology=answers.is_technology,
        technology_ground=answers.technology_ground,
        kind=answers.kind if answers.is_technology else "",
        subkind=answers.subkind if answers.is_technology else "",
        kind_ground=answers.kind_ground,
        trade_fen=answers.trade_fen if answers.is_technology else None,
        trade_ground=answers.trade_ground,
        policy_version=values_on(contract.accepted_on or on).version,
        examined_by=by,
        examined_at=city_now(),
    )
    before = {
        "kind": contract.kind,
        "subkind": contract.subkind,
        "verified_trade_fen": contract.verified_trade_fen,
    }
    contract.examined_by = by
    contract.verified_trade_fen = answers.trade_fen if answers.is_technology else None
    if answers.is_technology:
        contract.kind, contract.subkind = answers.kind, answers.subkind
    [treatment] = treatments_of([contract], on=contract.accepted_on or on)
    if contract.clock_started_on and treatment["term_days"] != contract.term_days:
        start_term(contract, on=contract.clock_started_on, term_days=treatment["term_days"])
    contract.save(update_fields=["examined_by", "verified_trade_fen", "kind", "subkind", *CLOCK_FIELDS])
    record(
        "contract:examine",
        case_kind=contract.case_kind,
        case_number=contract.number,
        by=by,
        before=before,
        after={
            "is_technology": answers.is_technology,
            "kind": contract.kind,
            "subkind": contract.subkind,
            "verified_trade_fen": contract.verified_trade_fen,
        },
        reason=answers.trade_ground or answers.technology_ground,
        policy_version=examination.policy_version,
    )
    return examination


@transaction.atomic
def refer_contract(*, contract: Contract, by: Any, reason: str = "") -> Contract:
    """Hand the examined contract to a second person."""
    require_examined(contract)
    move(contract, "refer", by=by, reason=reason)
    close_tasks(contract, by=by)
    open_task(
        case=contract,
        title=noop("复核技术合同"),
        about=contract.project_name,
        permission=Permission.CONTRACT_REVIEW,
        due_on=contract.due_on,
        url=f"/contracts/{contract.number}/",
    )
    return contract


@transaction.atomic
def refuse_contract(*, contract: Contract, by: Any, on: date, ground: str, reason: str) -> Contract:
    """Refuse with its ground; the notice tells the applicant where and until when to appeal."""
    if ground not in codes.RefusalGround.values:
        raise Refusal(_("没有选择不予登记的理由。"), field="ground", way_out=_("请从十项理由中选择一项。"))
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


def require_examined(contract: Contract) -> None:
    latest = contract.examinations.first()
    if latest is None or not latest.is_technology or not contract.verified_trade_fen:
        raise Refusal(
            _("还没有完成三项认定。"),
            way_out=_("请先认定是否技术合同、类型和技术交易额。"),
            code="not_examined",
        )


def _check_answers(contract: Contract, answers: Answers) -> None:
    if not answers.technology_ground.strip():
        raise Refusal(
            _("没有写认定依据。"),
            field="technology_ground",
            way_out=_("请写明依据，例如“有明确的技术目标”。"),
        )
    if not answers.is_technology:
        return
    if not answers.subkind or codes.kind_of(answers.subkind) != answers.kind:
        raise Refusal(_("合同细类不属于所选的合同类型。"), field="subkind", way_out=_("请重新选择细类。"))
    if not answers.trade_fen or answers.trade_fen <= 0:
        raise Refusal(
            _("技术交易额必须大于零。"), field="trade_fen", way_out=_("全部为非技术性支出的，不是技术合同。")
        )
    if contract.total_fen is not None and answers.trade_fen > contract.total_fen:
        raise Refusal(
            _("技术交易额大于合同成交额。"), field="trade_fen", way_out=_("请填不超过成交额的金额。")
        )
    if answers.trade_fen != contract.total_fen and not answers.trade_ground.strip():
        raise Refusal(
            _("技术交易额小于成交额，没有写核定依据。"),
            field="trade_ground",
            way_out=_("请写明减去了哪些非技术性支出。"),
        )
