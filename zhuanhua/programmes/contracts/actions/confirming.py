"""A second person confirms what one person entered from the national system; from then on money may go out for it."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import permissions
from zhuanhua.programmes.contracts.actions.entering import Intake, close_finished
from zhuanhua.programmes.contracts.models import NATIONAL, Contract
from zhuanhua.programmes.contracts.queries.entered import SEEN, digest_of, mark
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.avoidance import partial_in

CHUNK = 500
CASE = ("number", "registrant_id", "seller_id", "buyer_id")
STANDS = ("source", "state", "reviewed_by_id", "state_since", "registrant_id")


@transaction.atomic
def confirm_registrations(*, keys: Collection[int], digest: str, by: Any) -> int:
    """Confirm exactly what was seen (`digest` of keys and marks), all or nothing; gives how many.

    Refused to whoever entered one of them, acts or acted for a party of one; Conflict when one was confirmed, entered anew or ended meanwhile.
    """
    require(by, Permission.CONTRACT_REVIEW)
    if not keys:
        raise Refusal(_("没有选择要核对的登记。"), way_out=_("请至少选一份，再确认。"))
    rows = list(_held(keys))
    if any(row["registered_by_id"] == by.pk and row["source"] == NATIONAL for row in rows):
        raise Forbidden(_("导入登记的人不能核对自己导入的登记，请另一位复核员办理。"))
    _refuse_partial(rows, by)
    seen = digest_of((row["pk"], mark(*(row[name] for name in SEEN))) for row in rows)
    if len(rows) != len(set(keys)) or seen != digest or not all(map(_waits, rows)):
        raise Conflict(
            _("导入的登记在您查看以后有变化，一份也没有确认。"),
            way_out=_("请重新查看，再确认。"),
            code="changed",
        )
    for chunk in _chunks(keys):
        Contract.objects.filter(pk__in=chunk).update(reviewed_by=by)
    record_all(
        [
            Line(
                "contract:confirm",
                case_kind=Contract.case_kind,
                case_number=row["number"],
                by=by,
                after={
                    name: row[name] for name in ("registration_number", "total_fen", "verified_trade_fen")
                },
            )
            for row in rows
        ]
    )
    close_finished({Intake.of(row["registered_by_id"], row["state_since"]) for row in rows}, by=by)
    return len(rows)


def _held(keys: Collection[int]) -> Iterator[dict[str, Any]]:
    """Lock the rows in the order of their keys."""
    for chunk in _chunks(keys):
        held = Contract.objects.select_for_update().filter(pk__in=chunk).order_by("pk")
        yield from held.values("pk", *SEEN, *STANDS)


def _refuse_partial(rows: Collection[dict[str, Any]], by: Any) -> None:
    cases = [Contract(**{name: row[name] for name in CASE}) for row in rows]
    partial = partial_in(by, [permissions.matter_of(case) for case in cases])
    if partial:
        number, why = next(iter(partial.items()))
        raise Forbidden(
            _("有%(count)d份不能由您核对，例如%(number)s：%(why)s")
            % {"count": len(partial), "number": number, "why": why},
            way_out=_("其余的请另行勾选，再确认。"),
            code="partial",
        )


def _waits(row: dict[str, Any]) -> bool:
    stood = (row["source"], row["state"], row["reviewed_by_id"])
    return stood == (NATIONAL, ContractState.REGISTERED.value, None)


def _chunks(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(set(keys))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]
