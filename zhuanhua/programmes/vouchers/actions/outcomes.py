"""What did a voucher bring? Told with the redemption, settled when the money has come, and asked again a year later."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.vouchers import permissions, queries
from zhuanhua.programmes.vouchers.codes import Moment
from zhuanhua.programmes.vouchers.models import Outcome, Voucher
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import close_tasks

OUTCOME = ("research_fen", "testing_fen", "ip_fen", "information_fen", "new_products", "ip_rights")
LATER = (*OUTCOME, "saved_fen", "income_fen", "remark")


@transaction.atomic
def answer_outcome(*, voucher: Voucher, outcome: Mapping[str, Any], by: Any, on: date) -> Outcome:
    """Keep what the voucher had brought a year later; once, by its holder."""
    verdict = permissions.may_act(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)
    due = queries.outcome_due_on(voucher)
    if due is None or on < due:
        raise Refusal(
            _("现在不用填报一年后的成效。"), way_out=_("到账满一年后在这里填报一次。"), code="not_due"
        )
    answers = {name: outcome.get(name) or ("" if name == "remark" else 0) for name in LATER}
    made = keep_outcome(voucher, Moment.YEAR_LATER, answers, by=by, on=on)
    record(
        "voucher:outcome", case_kind=voucher.case_kind, case_number=voucher.number, by=by,
        after={"new_products": made.new_products, "ip_rights": made.ip_rights},
    )  # fmt: skip
    close_tasks(voucher, by=by)
    return made


def keep_outcome(voucher: Voucher, moment: str, answers: Mapping[str, Any], *, by: Any, on: date) -> Outcome:
    """Keep what was told at one moment, in place of what was told before."""
    facts = {**answers, "answered_by": by, "answered_on": on}
    told = Outcome(voucher=voucher, moment=moment, **facts)
    try:
        [made] = Outcome.objects.bulk_create(
            [told], update_conflicts=True, unique_fields=("voucher", "moment"), update_fields=tuple(facts)
        )
    except IntegrityError as fault:
        raise Refusal(_("金额和数量不能小于零。"), way_out=_("请核对成效。"), code="negative") from fault
    return made


def settle_outcome(voucher: Voucher) -> None:
    """When the money has arrived: what it lowered the holder's cost by, and what the provider earned, are what was paid and invoiced."""
    income = sum(voucher.invoices.values_list("amount_fen", flat=True))
    paid = sum(voucher.slips.values_list("amount_fen", flat=True))
    voucher.outcomes.filter(moment=Moment.REDEMPTION).update(
        saved_fen=voucher.redeem_fen, income_fen=min(income, paid)
    )
