"""The answer to a return: what was marked is changed, or the applicant says that it need not be."""

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import notices, permissions
from zhuanhua.programmes.contracts.actions.filing import (
    copy_districts,
    forget_examination,
    open_accepting_task,
    payload_of,
    require_complete,
    require_verdict,
)
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.workflow.actions import answer_return, close_tasks, keep_version
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.queries import open_return, versions_of


@transaction.atomic
def resubmit_contract(*, contract: Contract, by: Any, on: date, although_unchanged: bool = False) -> Contract:
    """Hand the corrected contract in; the difference to the version before is kept for the desk, which examines what changed anew.

    Refused while a marked field is as it was, unless the applicant says that it need not change.
    """
    require_verdict(permissions.may_edit(by, contract))
    contract.refresh_from_db()
    require_complete(contract, on=on)
    if not although_unchanged:
        _require_changed(contract)
    contract.submitted_on = on
    copy_districts(contract)
    payload, before = payload_of(contract), versions_of(contract).last()
    if before is None or before.payload != payload:
        forget_examination(contract)
    move(
        contract,
        "resubmit",
        by=by,
        fields=(
            "submitted_on",
            "seller_district",
            "buyer_district",
            "trade_fen",
            "text_sha256",
            "verified_trade_fen",
            "examined_by",
        ),
    )
    keep_version(contract, payload, by=by)
    answer_return(contract, by=by)
    close_tasks(contract, by=by)
    open_accepting_task(contract)
    transaction.on_commit(partial(notices.contract_resubmitted, contract))
    return contract


def unchanged_marks(contract: Contract) -> list[str]:
    """Name the marked fields that still hold what they held when the contract was returned."""
    returned, handed_in = open_return(contract), versions_of(contract).last()
    if returned is None or handed_in is None:
        return []
    before, now = handed_in.payload, payload_of(contract)
    marked = [item.field for item in returned.fields.all()]
    return [name for name in marked if name in before and before[name] == now.get(name)]


def field_label(name: str) -> str:
    """Name a field, the lines of 非技术性支出, or the papers."""
    others = {"items": _("非技术性支出"), "papers": _("附件")}
    return others.get(name) or str(Contract._meta.get_field(name).verbose_name)


def _require_changed(contract: Contract) -> None:
    same = unchanged_marks(contract)
    if same:
        names = "”“".join(field_label(name) for name in same)
        raise Refusal(
            _("退回时标出的“%(fields)s”还没有改。") % {"fields": names},
            field=same[0],
            way_out=_("请改好后再提交；确实不用改的，请勾选“这几处不用改”再提交。"),
            code="unchanged",
        )
