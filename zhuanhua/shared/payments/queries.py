"""What can be asked of money on its way? Batches for the bureau; for a payee, its own payments, recoveries and account."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.payments import programmes
from zhuanhua.shared.payments.models import BankAccount, Batch, OfferedPaper, OfferState, Payment, Recovery
from zhuanhua.shared.payments.states import (
    BATCH_FINAL,
    RECOVERY_FINAL,
    BatchState,
    PaymentState,
    RecoveryState,
)

ALIVE = ~Q(payments__state=PaymentState.DROPPED)
PAYEE_SEES = (BatchState.APPROVED, BatchState.SENT, BatchState.RECONCILED)


def batches(person: Any) -> QuerySet[Batch]:
    """Give every batch with its count and sum, those in work first; nothing for who may not read payments."""
    if not allows(person, Permission.PAYMENT_READ):
        return Batch.objects.none()
    return (
        Batch.objects.select_related("account__budget", "made_by", "approved_by", "publicity")
        .annotate(
            count=Count("payments", filter=ALIVE),
            total_fen=Sum("payments__amount_fen", filter=ALIVE),
            is_over=Q(state__in=BATCH_FINAL),
        )
        .order_by("is_over", "-made_on", "-id")
    )


def batch_for(person: Any, number: str) -> Batch:
    """Give one batch; Http404 when there is none, or none for this person."""
    batch = batches(person).filter(number=number).first()
    if batch is None:
        raise Http404
    return batch


def payments_of(batch: Batch) -> QuerySet[Payment]:
    """Give a batch's payments with payee and reservation."""
    return batch.payments.select_related("payee", "reservation", "recovery").order_by("number")


def sums_of(batch: Batch) -> dict[str, tuple[int, int]]:
    """Count and sum a batch by state: state → (payments, fen)."""
    rows = batch.payments.values("state").order_by().annotate(count=Count("pk"), total=Sum("amount_fen"))
    return {row["state"]: (row["count"], row["total"]) for row in rows}


def recoveries(person: Any) -> QuerySet[Recovery]:
    """Give every recovery, open ones first; nothing for who may not read payments."""
    if not allows(person, Permission.PAYMENT_READ):
        return Recovery.objects.none()
    return (
        Recovery.objects.select_related("payment__payee", "payment__batch", "demanded_by")
        .annotate(is_over=Q(state__in=RECOVERY_FINAL))
        .order_by("is_over", Coalesce("due_on", "late_since"), "-id")
    )


def recovery_for(person: Any, number: str) -> Recovery:
    """Give one recovery; Http404 when there is none, or none for this person."""
    recovery = recoveries(person).filter(number=number).first()
    if recovery is None:
        raise Http404
    return recovery


def my_payments(person: Any) -> QuerySet[Payment]:
    """Give what was approved for the person's organisation; what is still being prepared is nobody's business yet."""
    if person.organisation is None:
        return Payment.objects.none()
    approved = Payment.objects.filter(payee=person.organisation.pk, batch__state__in=PAYEE_SEES)
    shown = approved.exclude(state=PaymentState.DROPPED).select_related("batch", "recovery", "payee")
    return shown.alias(waits=Q(state=PaymentState.REJECTED)).order_by("-waits", "-id")


def my_recoveries(person: Any) -> QuerySet[Recovery]:
    """Give the demands made to the person's organisation."""
    if person.organisation is None:
        return Recovery.objects.none()
    own = Recovery.objects.filter(payment__payee=person.organisation.pk)
    return own.exclude(state=RecoveryState.OPEN).select_related("payment").order_by("-id")


def bank_account_of(organisation: Any) -> BankAccount | None:
    """Give the account into which an organisation is paid now."""
    if organisation is None:
        return None
    present = BankAccount.objects.filter(organisation=organisation.pk, ended_at__isnull=True)
    return present.select_related("organisation").first()


def payable(organisations: Iterable[int]) -> dict[int, BankAccount]:
    """Give the account of each of these organisations that can be paid now: one in its present name."""
    present = BankAccount.objects.filter(organisation__in=set(organisations), ended_at__isnull=True)
    return {
        account.organisation_id: account
        for account in present.select_related("organisation")
        if account.is_in_present_name
    }


def sendable(payments: Iterable[Payment]) -> dict[int, BankAccount]:
    """Give, by payment, the account into which it can go now; who has none, is another than was announced, or has still the one that the bank sent back, waits."""
    payments = list(payments)
    accounts = payable(payment.payee_id for payment in payments)
    return {
        payment.pk: account
        for payment in payments
        if (account := accounts.get(payment.payee_id)) is not None
        and payment.is_for(account.organisation)
        and not payment.came_back_from(account)
    }


def going(batch: Batch, payments: Iterable[Payment]) -> tuple[dict[int, BankAccount], dict[int, str]]:
    """Give, of a batch's payments, the accounts of those that go now; and, with the reason, those that their cases no longer give.

    The page counts what this gives, and the file holds the same: a contract may have ended while its subsidy was at the bank.
    """
    payments = list(payments)
    gone = programmes.paying(batch.programme).no_longer_owed(payments)
    return sendable(each for each in payments if each.pk not in gone), gone


def on_its_way(organisations: Iterable[int]) -> str:
    """Name the batch in which money is on its way to one of these organisations; nothing when there is none."""
    ended = (PaymentState.PAID, PaymentState.DROPPED)
    waiting = Payment.objects.filter(payee__in=list(organisations)).exclude(state__in=ended)
    return waiting.order_by("pk").values_list("batch__number", flat=True).first() or ""


def payment_of(case_kind: str, case_number: str) -> Payment | None:
    """Give the payment of a case that stands: the newest that was not dropped."""
    standing = Payment.objects.filter(case_kind=case_kind, case_number=case_number)
    return standing.exclude(state=PaymentState.DROPPED).select_related("batch").order_by("-id").first()


def is_called_back(payment: Payment) -> bool:
    """Tell whether money of a payment was called back before; that happens once."""
    return Recovery.objects.filter(payment=payment.pk).exists()


def standing_payments(case_kind: str) -> Iterator[Payment]:
    """Give the payments of a kind of case that were not dropped, oldest first, for a comparison with the cases."""
    standing = Payment.objects.filter(case_kind=case_kind).exclude(state=PaymentState.DROPPED)
    return standing.order_by("pk").iterator(2_000)


def waiting(person: Any) -> int:
    """Count the batches on which this person may act now."""
    states = [
        state
        for permission, state in (
            (Permission.PAYMENT_PREPARE, BatchState.DRAFT),
            (Permission.PAYMENT_APPROVE, BatchState.APPROVAL),
            (Permission.PAYMENT_EXECUTE, BatchState.APPROVED),
            (Permission.PAYMENT_EXECUTE, BatchState.SENT),
        )
        if allows(person, permission)
    ]
    return Batch.objects.filter(state__in=states).count() if states else 0


def due_of(accounts: Iterable[int]) -> dict[int, int]:
    """Give what is approved and not yet paid, whole fen by ledger account."""
    waiting = Payment.objects.filter(
        reservation__account__in=list(accounts),
        batch__state__in=(BatchState.APPROVED, BatchState.SENT),
        state__in=(PaymentState.PLANNED, PaymentState.SENT, PaymentState.REJECTED),
    )
    rows = waiting.values("reservation__account").order_by().annotate(total=Sum("amount_fen"))
    return {row["reservation__account"]: row["total"] for row in rows}


def odd_payments() -> Iterator[str]:
    """Say which payments stand otherwise in the ledger: paid, given up, come back."""
    received = dict(Recovery.objects.values_list("payment", "received_fen"))
    for payment in Payment.objects.select_related("reservation").order_by("pk").iterator(2_000):
        kept = payment.reservation
        should = (
            payment.amount_fen,
            payment.amount_fen if payment.state == PaymentState.PAID else 0,
            payment.amount_fen if payment.state == PaymentState.DROPPED else 0,
            received.get(payment.pk, 0),
        )
        if should != (kept.amount_fen, kept.posted_fen, kept.released_fen, kept.refunded_fen):
            yield _("付款%(number)s和账上不一致。") % {"number": payment.number}


@dataclass(frozen=True)
class Clash:
    """The same paper in another case; `number` and `url` stand only where the person may see that case."""

    paper: OfferedPaper
    other: OfferedPaper
    title: Any
    number: str
    url: str


def papers_elsewhere(case_kind: str, case_number: str) -> list[tuple[OfferedPaper, OfferedPaper]]:
    """Give each paper of a case that another case rests on too, with that other one."""
    return papers_elsewhere_of(case_kind, [case_number])[case_number]


def papers_elsewhere_of(
    case_kind: str, numbers: Iterable[str]
) -> dict[str, list[tuple[OfferedPaper, OfferedPaper]]]:
    """Give the same of many cases of a kind, each by its number, in one query."""
    pairs: dict[str, list[tuple[OfferedPaper, OfferedPaper]]] = {number: [] for number in numbers}
    alive = OfferedPaper.objects.exclude(state=OfferState.ENDED)
    keys = alive.filter(case_kind=case_kind, case_number__in=list(pairs)).order_by().values("key")
    alike: dict[tuple[str, str], list[OfferedPaper]] = {}
    for each in alive.filter(key__in=keys):
        alike.setdefault((each.paper, each.key), []).append(each)
    for papers in alike.values():
        for own in papers:
            if own.case_kind == case_kind and own.case_number in pairs:
                pairs[own.case_number] += [(own, other) for other in papers if other is not own]
    return {number: sorted(found, key=lambda pair: pair[1].pk) for number, found in pairs.items()}


def clashes_for(person: Any, case_kind: str, case_number: str) -> list[Clash]:
    """Give the same for a page: other cases are named to those who may see them."""
    return [
        Clash(own, other, *case_named(person, other))
        for own, other in papers_elsewhere(case_kind, case_number)
    ]


def case_named(person: Any, paper: OfferedPaper) -> tuple[Any, str, str]:
    """Give title, number and address of the case behind a paper; number and address only to who may see it."""
    title, url = programmes.case_of(person, paper.case_kind, paper.case_number)
    return title, paper.case_number if url else "", url


def clashes_by_number(case_kind: str, *, papers: Iterable[str]) -> dict[str, str]:
    """Give the cases of a kind one of whose papers stands in another case: used there, or merely offered; one query a kind of paper.

    A case that has used its own paper is not doubted because another names it.
    """
    found: dict[str, str] = {}
    for paper in papers:
        alive = OfferedPaper.objects.filter(paper=paper).exclude(state=OfferState.ENDED)
        twice = alive.values("key").order_by().annotate(cases=Count("pk")).filter(cases__gt=1)
        shared = list(alive.filter(key__in=twice.values("key")))
        used = {each.key for each in shared if each.state == OfferState.USED}
        for each in shared:
            if each.case_kind == case_kind and each.state == OfferState.OFFERED:
                state = OfferState.USED if each.key in used else OfferState.OFFERED
                found[each.case_number] = max(
                    found.get(each.case_number, ""), state
                )  # used is the greater word
    return found


def states_elsewhere(case_kind: str, *, paper: str) -> dict[str, str]:
    """Give the key of every paper that cases of other kinds rest on now: used there, or merely offered.

    What a case of this kind has used itself is left out: nobody else can use it any more.
    """
    own = OfferedPaper.objects.filter(paper=paper, case_kind=case_kind, state=OfferState.USED)
    others = papers_of_others(case_kind, paper=paper).exclude(key__in=own.order_by().values("key"))
    return dict(others.order_by("state").values_list("key", "state"))  # used comes last and stays


def papers_of_others(case_kind: str, *, paper: str, key: Any = None) -> QuerySet[OfferedPaper]:
    """Give the papers that cases of other kinds rest on now; those of one key, which may be a column of an outer query."""
    alive = OfferedPaper.objects.filter(paper=paper).exclude(state=OfferState.ENDED)
    others = alive.exclude(case_kind=case_kind)
    return others if key is None else others.filter(key=key)
