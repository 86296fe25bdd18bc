"""The deciding end of the desk: register, or, from the threshold on, have a second person approve or send back."""

from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import notices, permissions
from zhuanhua.programmes.contracts.actions.certificates import issue_certificate
from zhuanhua.programmes.contracts.actions.desk import CLOCK_FIELDS, open_desk_task
from zhuanhua.programmes.contracts.actions.examining import require_examined
from zhuanhua.programmes.contracts.actions.judging import treatments_of
from zhuanhua.programmes.contracts.actions.numbering import registration_number
from zhuanhua.programmes.contracts.actions.repeating import repeated
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.clock import stop_clock
from zhuanhua.shared.workflow.moves import move


@transaction.atomic
def register_contract(*, contract: Contract, by: Any, on: date) -> Contract:
    """Register and certify. From the threshold on, or when disputed, a second person must review instead.

    Where the contract's text is not in the system, the registrar's ground goes into the journal as the reason.
    """
    require_examined(contract)
    verdict = permissions.may_register(by, contract)
    if not verdict:
        raise Forbidden(verdict.reason)
    require_impartial(by, permissions.matter_of(contract))
    if needs_review(contract, on=on):
        raise Refusal(
            _("技术交易额达到复核起点，或者合同有争议，须由第二人复核。"),
            way_out=_("请报请复核。"),
            code="needs_review",
        )
    return _register(contract, "register", by=by, on=on)


@transaction.atomic
def approve_contract(*, contract: Contract, by: Any, on: date) -> Contract:
    """The second reviewer agrees: the contract is registered and certified. Refused to the person who examined it."""
    verdict = permissions.may_review(by, contract)
    if not verdict:
        raise Forbidden(verdict.reason)
    require_impartial(by, permissions.matter_of(contract))
    contract.reviewed_by = by
    return _register(contract, "approve", by=by, on=on)


@transaction.atomic
def send_back_contract(*, contract: Contract, by: Any, reason: str) -> Contract:
    """The second reviewer disagrees: the registrar looks again."""
    require_impartial(by, permissions.matter_of(contract))
    move(contract, "send_back", by=by, reason=reason)
    close_tasks(contract, by=by)
    open_desk_task(contract)
    return contract


def needs_review(contract: Contract, *, on: date) -> bool:
    """Whether the policy of the day of acceptance asks for a second person."""
    [treatment] = treatments_of([contract], on=contract.accepted_on or on)
    return bool(treatment["needs_review"])


def _register(contract: Contract, verb: str, *, by: Any, on: date) -> Contract:
    ground = require_examined(contract).text_ground
    contract.registration_number = registration_number(on=on)
    contract.registered_on = on
    contract.registered_by = by
    stop_clock(contract, on=on)
    fields = ("registration_number", "registered_on", "registered_by", "reviewed_by", *CLOCK_FIELDS)
    try:
        with transaction.atomic():
            move(
                contract,
                verb,
                by=by,
                reason=ground,
                fields=fields,
                after={"registration_number": contract.registration_number, "has_text": not ground},
            )
    except IntegrityError as fault:
        if (
            "contract_registered_once" in str(fault)
            or "contract_text" in str(fault)
            or "UNIQUE" in str(fault)
        ):
            raise repeated(contract) from fault
        raise
    issue_certificate(contract=contract, by=by, on=on)
    close_tasks(contract, by=by)
    transaction.on_commit(partial(notices.contract_registered, contract))
    return contract
