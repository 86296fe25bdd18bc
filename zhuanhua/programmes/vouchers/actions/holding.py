"""How is a voucher held for a person, and let go on? Suspicions become holds; a hold is cleared with a finding, or the case is refused."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.vouchers import permissions
from zhuanhua.programmes.vouchers.actions.suspecting import Suspicion, suspicions
from zhuanhua.programmes.vouchers.models import Hold, Voucher
from zhuanhua.programmes.vouchers.states import ONCE, VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import open_task

Deed = TypeVar("Deed", bound=Callable[..., Voucher])
FINDING_LENGTH = 500
MUTUAL = tuple(
    set(ONCE) - {VoucherState.GRANTED, VoucherState.PAID, VoucherState.RECOVERING, VoucherState.RECOVERED}
)


class _OthersNamed(Exception):  # noqa: N818 - nothing is wrong, more rows have to be locked
    """What is handed in names vouchers that are not locked yet."""

    def __init__(self, keys: frozenset[int]) -> None:
        super().__init__(keys)
        self.keys = keys


def with_others(deed: Deed) -> Deed:
    """Let a deed begin with its voucher and those that what it hands in names locked, by key over all; it is told their keys.

    Whom it names is known only under way. Then it is begun again; the savepoint lets go of its locks and of what it wrote.
    """

    @wraps(deed)
    def begin(*, voucher: Voucher, **facts: Any) -> Voucher:
        held = frozenset({voucher.pk})
        while True:
            try:
                with transaction.atomic():
                    rows = Voucher.objects.select_for_update(of=("self",)).filter(pk__in=held)
                    list(rows.order_by("pk").values_list("pk"))
                    return deed(voucher=voucher, held=held, **facts)
            except _OthersNamed as named:
                held |= named.keys

    return cast("Deed", begin)


def doubts_against(voucher: Voucher, on: date, held: frozenset[int]) -> list[Suspicion]:
    """Find what the data give against a voucher; the others it names are locked (`with_others`) before a line is written."""
    found = suspicions(voucher, on)
    numbers = [number for kind, number in (each.other for each in found) if kind == Voucher.case_kind]
    others = frozenset(Voucher.objects.filter(number__in=numbers).values_list("pk", flat=True))
    if not others <= held:
        raise _OthersNamed(others)
    return found


def raise_holds(*, voucher: Voucher, found: list[Suspicion], on: date) -> list[Hold]:
    """Hold a voucher for what `doubts_against` found, and the other vouchers concerned; part of the move that hands it in.

    The finder in the journal is the system, which compares: neither firm found anything, and neither may read the other's name.
    """
    made = _hold(voucher, found, on=on)
    for hold in made:
        other = Voucher.objects.filter(number=hold.other_number, state__in=MUTUAL).first()
        if hold.other_kind == Voucher.case_kind and other is not None:
            mirror = Suspicion(hold.ground, hold.fact, hold.words, (voucher.case_kind, voucher.number))
            _hold(other, [mirror], on=on)
    return made


def _hold(voucher: Voucher, found: list[Suspicion], *, on: date) -> list[Hold]:
    known = set(voucher.holds.values_list("ground", "other_kind", "other_number"))
    fresh = [each for each in found if (each.ground, *each.other) not in known]
    made = Hold.objects.bulk_create(
        Hold(
            voucher=voucher,
            ground=each.ground,
            fact=each.fact,
            words=each.words,
            other_kind=each.other[0],
            other_number=each.other[1],
            raised_on=on,
        )
        for each in fresh
    )
    if made:
        record(
            "voucher:hold", case_kind=voucher.case_kind, case_number=voucher.number, by=None,
            after={"grounds": [hold.ground for hold in made]},
        )  # fmt: skip
        open_task(
            case=voucher,
            title=noop("核实创新券的疑点"),
            about=voucher.contract_name,
            permission=Permission.VOUCHER_DECIDE,
            url=f"/vouchers/{voucher.number}/",
        )
    return made


def stand_still(voucher: Voucher) -> None:
    """Lock a voucher's row before the first line of a decision is written; `move` still compares it with what was read.

    Conflict when its holder was merged with another organisation, or parted from it, since it was read.
    """
    kept = Voucher.objects.select_for_update(of=("self",)).get(pk=voucher.pk)
    if kept.holder_id != voucher.holder_id:
        raise Conflict(_("持券单位刚刚合并或者撤销了合并。"), way_out=_("请刷新后再看。"), code="merged")


def refuse_held(voucher: Voucher) -> None:
    """Stop whoever wants to go on while something has not been looked into."""
    hold = voucher.holds.filter(cleared_on__isnull=True).first()
    if hold is not None:
        raise Refusal(
            _("有疑点没有核实：%(what)s") % {"what": hold.sentence},
            way_out=_("请先写明核实结果，再继续办理。"),
            code="held",
        )


@transaction.atomic
def clear_hold(*, hold: Hold, finding: str, by: Any, on: date) -> Hold:
    """Let a voucher go on, with what was found; the same fact does not hold it again."""
    require(by, Permission.VOUCHER_DECIDE)
    if not finding.strip() or len(finding.strip()) > FINDING_LENGTH:
        raise Refusal(
            _("没有写核实结果，或者超过%(most)s字。") % {"most": FINDING_LENGTH},
            field="reason",
            way_out=_("请写明查了什么、结论是什么。"),
        )
    hold = Hold.objects.select_for_update(of=("self",)).select_related("voucher__provider").get(pk=hold.pk)
    if hold.cleared_on is not None:
        raise Conflict(_("这个疑点已经核实。"), way_out=_("请刷新后再看。"), code="cleared")
    hold.cleared_by, hold.cleared_on, hold.finding = by, on, finding.strip()
    hold.save(update_fields=["cleared_by", "cleared_on", "finding"])
    voucher = hold.voucher
    require_impartial(by, permissions.matter_of(voucher))
    record(
        "voucher:clear", case_kind=voucher.case_kind, case_number=voucher.number, by=by,
        after={"ground": hold.ground}, reason=hold.finding,
    )  # fmt: skip
    return hold
