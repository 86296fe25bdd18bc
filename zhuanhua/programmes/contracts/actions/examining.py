"""The three questions: answered with their grounds, and, where the contract's text is not in the system, why it may be registered all the same."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.contracts import codes, permissions
from zhuanhua.programmes.contracts.actions.desk import CLOCK_FIELDS, start_term
from zhuanhua.programmes.contracts.actions.judging import treatments_of, values_on
from zhuanhua.programmes.contracts.models import Contract, Examination
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move


@dataclass(frozen=True)
class Answers:
    """The registrar's answers to the three questions; a ground belongs to each.

    `text_ground` says why the contract may be registered though its text is not in the system.
    """

    is_technology: bool
    technology_ground: str
    kind: str = ""
    subkind: str = ""
    kind_ground: str = ""
    trade_fen: int | None = None
    trade_ground: str = ""
    text_ground: str = ""


@transaction.atomic
def examine_contract(*, contract: Contract, by: Any, answers: Answers, on: date) -> Examination:
    """Answer the three questions. The state does not move; the verified amount may not exceed the total.

    Without the contract's text, what is found to be a technology contract needs a ground why it may be registered all the same.
    """
    require(by, Permission.CONTRACT_EXAMINE)
    contract = Contract.objects.select_for_update().get(pk=contract.pk)
    require_impartial(by, permissions.matter_of(contract))
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
        text_sha256=contract.text_sha256,
        text_ground="" if contract.text_sha256 else answers.text_ground.strip(),
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
            "text_ground": examination.text_ground,
        },
        reason=answers.trade_ground or answers.technology_ground,
        policy_version=examination.policy_version,
    )
    return examination


@transaction.atomic
def refer_contract(*, contract: Contract, by: Any, reason: str = "") -> Contract:
    """Hand the examined contract to a second person."""
    require_examined(contract)
    require_impartial(by, permissions.matter_of(contract))
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


def require_examined(contract: Contract) -> Examination:
    """Give the examination that stands. Raises Refusal without one, or when neither a text nor a ground for its absence is there."""
    latest = contract.examinations.first()
    if latest is None or not latest.is_technology or not contract.verified_trade_fen:
        raise Refusal(
            _("还没有完成三项认定。"),
            way_out=_("请先认定是否技术合同、类型和技术交易额。"),
            code="not_examined",
        )
    if not contract.text_sha256 and not latest.text_ground:
        raise Refusal(
            _("合同文本不在系统里，也没有写明理由。"),
            way_out=_("请退回补正，让申请单位上传；核对过原件的，在三项认定里写明理由。"),
            code="no_text",
        )
    return latest


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
    if not contract.text_sha256 and not answers.text_ground.strip():
        raise Refusal(
            _("合同文本不在系统里，没有写明理由。"),
            field="text_ground",
            way_out=_("请退回补正，让申请单位上传；核对过原件的，写明依据，例如“纸质原件已在窗口核对”。"),
            code="no_text",
        )
