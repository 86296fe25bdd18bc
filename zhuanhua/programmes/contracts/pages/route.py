"""The line of stages above a contract: what is behind, where it stands, what is still to come."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState

_ORDER = {
    ContractState.DRAFT: 0,
    ContractState.SUBMITTED: 2,
    ContractState.RETURNED: 2,
    ContractState.RESUBMITTED: 2,
    ContractState.ACCEPTED: 3,
    ContractState.IN_REVIEW: 3,
    ContractState.REGISTERED: 5,
    ContractState.REFUSED: 5,
    ContractState.CANCELLED: 5,
    ContractState.REVOKED: 5,
    ContractState.WITHDRAWN: 5,
}


@dataclass(frozen=True)
class Stage:
    """One stop: done, now or still to come; `on` where a day is known."""

    name: str
    status: str
    on: date | None = None
    words: str = ""


def route_of(contract: Contract) -> list[Stage]:
    """Give the stages of a contract."""
    place = _ORDER[ContractState(contract.state)]
    names: list[tuple[str, Any]] = [
        (_("填报"), None),
        (_("提交"), contract.submitted_on),
        (pgettext("done", "受理"), contract.accepted_on),
    ]
    names.append(
        (_("复核"), None)
        if contract.state == ContractState.IN_REVIEW or contract.reviewed_by_id
        else (_("审核"), None)
    )
    names.append((_last(contract), contract.registered_on or contract.ended_on))
    stages = []
    for index, (name, day) in enumerate(names):
        if place >= len(names) or index < place:
            stages.append(Stage(name, "done", day))
        elif index == place:
            stages.append(Stage(name, "now", day, str(contract.get_state_display())))  # type: ignore[attr-defined]
        else:
            stages.append(Stage(name, "left", None, _("未到")))
    return stages


def _last(contract: Contract) -> str:
    words = {
        ContractState.REFUSED: _("不予登记"),
        ContractState.CANCELLED: _("注销"),
        ContractState.REVOKED: _("撤销"),
        ContractState.WITHDRAWN: _("撤回"),
    }
    return words.get(ContractState(contract.state), _("登记发证"))
