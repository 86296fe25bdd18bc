"""In which order are payments locked? Batches, their money, the payments, what is recovered of them; the case they pay comes next, the journal last."""

from collections.abc import Iterable, Sequence

from zhuanhua.shared.ledger.actions import lock_money
from zhuanhua.shared.ledger.actions.locking import locked_places
from zhuanhua.shared.ledger.models import Account, Reservation
from zhuanhua.shared.payments import programmes
from zhuanhua.shared.payments.models import Batch, Payment, Recovery


def lock_payments(case_kind: str, numbers: Iterable[str], *places: Reservation) -> None:
    """Lock all that the payments of some cases stand in, and other reservations of the cases, before a line is written.

    An answer of the bank takes the same locks in the same order: whoever ends a case and wrote its line first could wait for it for ever.
    """
    found = Payment.objects.filter(case_kind=case_kind, case_number__in=list(numbers))
    batches = list(
        Batch.objects.select_for_update()
        .filter(pk__in=found.values("batch"))
        .order_by("id")
        .values_list("pk")
    )
    accounts = Account.objects.filter(pk__in=found.values("reservation__account")) if batches else ()
    lock_money(*places, *accounts)
    list(found.select_for_update().order_by("id").values_list("pk"))
    recoveries = Recovery.objects.filter(payment__in=[each.pk for each in found])
    list(recoveries.select_for_update().order_by("id").values_list("pk"))


def lock_recovery(recovery: Recovery) -> Recovery:
    """Lock what money that comes back moves: the money wherever it stands, the payment, its recovery, then the case.

    Gives the recovery as it stands now. What it was read with may have moved on.
    """
    place = Payment.objects.select_related("batch", "reservation").get(recovery=recovery.pk)
    locked_places(place.reservation)
    Payment.objects.select_for_update().get(pk=place.pk)
    held = Recovery.objects.select_for_update(of=("self",)).select_related("payment__batch")
    found = held.get(pk=recovery.pk)
    programmes.paying(place.batch.programme).lock_case(place.case_number)
    return found


def lock_money_of(batches: Sequence[Batch]) -> None:
    """Lock the money of batches: where they were made, and where a year's end has carried it since."""
    carried = Payment.objects.filter(batch__in=[each.pk for each in batches]).values("reservation__account")
    lock_money(*(each.account for each in batches), *Account.objects.filter(pk__in=carried))
