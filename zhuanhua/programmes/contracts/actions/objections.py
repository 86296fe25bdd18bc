"""Objections to a decision: filed by a party or by finance and tax, reviewed by another person."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import notices, permissions
from zhuanhua.programmes.contracts.actions.desk import CLOCK_FIELDS, open_desk_task, start_term
from zhuanhua.programmes.contracts.models import Contract, Objection
from zhuanhua.programmes.contracts.states import ContractState, ObjectionState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_part


@transaction.atomic
def file_objection(*, contract: Contract, by: Any, text: str) -> Objection:
    """File an objection; the decision stands until it is reviewed."""
    verdict = permissions.may_object(by, contract)
    if not verdict:
        raise Forbidden(verdict.reason)
    if not text.strip():
        raise Refusal(
            _("没有写异议内容。"), field="text", way_out=_("请写明对哪一项决定不服，以及事实和理由。")
        )
    if contract.objections.filter(state=ObjectionState.FILED).exists():
        raise Refusal(_("已有一份异议正在复查。"), way_out=_("请等复查办结。"))
    objection = Objection.objects.create(
        number=next_part(contract.number, "Y"),
        state=ObjectionState.FILED,
        contract=contract,
        text=text,
        filed_by=by,
        filed_at=city_now(),
    )
    record(
        "contract_objection:file",
        case_kind=contract.case_kind,
        case_number=contract.number,
        by=by,
        after={"objection": objection.number},
    )
    open_task(
        case=objection,
        title=noop("复查登记异议"),
        about=contract.project_name,
        permission=Permission.CONTRACT_OBJECTION_DECIDE,
        url=f"/contracts/{contract.number}/",
    )
    return objection


@transaction.atomic
def uphold_objection(*, objection: Objection, by: Any, answer: str) -> Objection:
    """The objection is right: a refusal is reopened for examination; a registration is left to change or revocation."""
    _decide(objection, "uphold", by=by, answer=answer)
    contract = objection.contract
    if contract.state == ContractState.REFUSED:
        contract.refusal_ground = ""
        start_term(contract, on=city_today(), term_days=contract.term_days)  # the examination begins anew
        move(contract, "reopen", by=by, reason=answer, fields=("refusal_ground", *CLOCK_FIELDS))
        open_desk_task(contract)
    return objection


@transaction.atomic
def dismiss_objection(*, objection: Objection, by: Any, answer: str) -> Objection:
    """The objection is not right; the answer says why and names administrative reconsideration."""
    return _decide(objection, "dismiss", by=by, answer=answer)


def _decide(objection: Objection, verb: str, *, by: Any, answer: str) -> Objection:
    if objection.contract.examined_by_id == by.pk:
        raise Forbidden(_("作出原决定的人不能复查，请另一位有权的人办理。"))
    require_impartial(by, permissions.matter_of(objection.contract, objection.filed_by_id))
    objection.answer, objection.decided_by, objection.decided_at = answer, by, city_now()
    move(objection, verb, by=by, reason=answer, fields=("answer", "decided_by", "decided_at"))
    close_tasks(objection, by=by)
    transaction.on_commit(partial(notices.objection_decided, objection))
    return objection
