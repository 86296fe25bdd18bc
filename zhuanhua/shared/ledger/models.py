"""What do we keep of public money? Budgets with their sources, reservations, and transfers of entries that nobody can change.

Amounts are whole fen. Every entry is a transfer's change of one book of one account; the entries of a transfer sum to zero, and so do
an account's books: allocated = available + reserved + paid + returned. The balances on `Account` are those sums, kept for the limits.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.core.dates import city_now
from zhuanhua.core.fields import FenField
from zhuanhua.shared.ledger.books import Book, BudgetState, TransferKind

PEOPLE = settings.AUTH_USER_MODEL


class Budget(models.Model):
    """预算: what a programme may spend in a year; closed at the year's end."""

    code = models.CharField(_("预算代码"), max_length=40, unique=True)
    programme = models.CharField(_("政策项目"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    name = models.CharField(_("名称"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=BudgetState, default=BudgetState.OPEN)
    opened_on = models.DateField(_("设立日期"))
    closed_on = models.DateField(_("结账日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("预算")
        ordering = ("-year", "programme", "code")
        constraints = (
            models.UniqueConstraint(name="budget_named_once", fields=("programme", "year", "name")),
            models.CheckConstraint(
                name="budget_is_named", condition=~Q(code="") & ~Q(programme="") & ~Q(name="")
            ),
            models.CheckConstraint(
                name="budget_closed_on_a_day",
                condition=Q(state=BudgetState.OPEN, closed_on__isnull=True)
                | Q(state=BudgetState.CLOSED, closed_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_open(self) -> bool:
        """Whether money may be allocated and reserved."""
        return self.state == BudgetState.OPEN


class Account(models.Model):
    """One source of a budget (市级财政, 区级财政 …) with its balances; the database lets none fall below zero."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="accounts")
    source = models.CharField(_("资金来源"), max_length=60)
    allocated_fen = FenField(_("安排"), default=0)
    available_fen = FenField(_("可用"), default=0)
    reserved_fen = FenField(_("已预留"), default=0)
    paid_fen = FenField(_("已支付"), default=0)
    returned_fen = FenField(_("交回财政"), default=0)

    class Meta:
        verbose_name = _("预算账户")
        ordering = ("budget_id", "id")
        constraints = (
            models.UniqueConstraint(name="account_source_once", fields=("budget", "source")),
            models.CheckConstraint(name="account_source_named", condition=~Q(source="")),
            models.CheckConstraint(name="account_not_overspent", condition=Q(available_fen__gte=0)),
            models.CheckConstraint(
                name="account_books_not_negative",
                condition=Q(reserved_fen__gte=0, paid_fen__gte=0, returned_fen__gte=0, allocated_fen__gte=0),
            ),
            models.CheckConstraint(
                name="account_books_sum_to_zero",
                condition=Q(
                    allocated_fen=F("available_fen") + F("reserved_fen") + F("paid_fen") + F("returned_fen")
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.budget_id}/{self.source}"

    def balance(self, book: str) -> int:
        """Give a book's balance, whole fen; the treasury's is minus what was allocated."""
        return -self.allocated_fen if book == Book.TREASURY else int(getattr(self, f"{book}_fen"))


class Reservation(models.Model):
    """预留: money set aside for one case; paid out in parts, released, or given back.

    `business_key` says what the money is for (`contracts.subsidy.seller:JS2018-000417`). It is unique while anything of the reservation
    is open or was paid: the same thing is never reserved or paid twice; a reservation that was released whole may be made anew.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="reservations")
    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(_("编号"), max_length=40)
    business_key = models.CharField(max_length=120)
    amount_fen = FenField(_("预留金额"), least=1)
    posted_fen = FenField(_("已支付"), default=0)
    released_fen = FenField(_("已释放"), default=0)
    refunded_fen = FenField(_("已退回"), default=0)
    expires_on = models.DateField(pgettext_lazy("ledger", "到期日"), null=True, blank=True)
    made_on = models.DateField(_("预留日期"))

    class Meta:
        verbose_name = _("预留")
        ordering = ("id",)
        indexes = (models.Index(fields=("case_kind", "case_number"), name="reservation_case"),)
        constraints = (
            models.UniqueConstraint(
                name="reservation_once",
                fields=("business_key",),
                condition=Q(released_fen__lt=F("amount_fen")),
            ),
            models.CheckConstraint(
                name="reservation_names_its_case",
                condition=~Q(case_kind="") & ~Q(case_number="") & ~Q(business_key=""),
            ),
            models.CheckConstraint(
                name="reservation_amount_positive",
                condition=Q(amount_fen__gt=0, posted_fen__gte=0, released_fen__gte=0, refunded_fen__gte=0),
            ),
            models.CheckConstraint(
                name="reservation_within_amount",
                condition=Q(amount_fen__gte=F("posted_fen") + F("released_fen")),
            ),
            models.CheckConstraint(
                name="reservation_refund_within_posted", condition=Q(refunded_fen__lte=F("posted_fen"))
            ),
        )

    def __str__(self) -> str:
        return self.business_key

    @property
    def open_fen(self) -> int:
        """What is still set aside."""
        return self.amount_fen - self.posted_fen - self.released_fen

    @property
    def kept_fen(self) -> int:
        """What was paid and not given back."""
        return self.posted_fen - self.refunded_fen


class Transfer(models.Model):
    """One movement of money; never changed, never deleted. `key` makes it happen once for whoever `actor` is, for ever."""

    kind = models.CharField(_("事项"), max_length=10, choices=TransferKind)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="transfers")
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, related_name="transfers")
    amount_fen = FenField(_("金额"), least=-(9 * 10**15))
    actor = models.CharField(_("经办账号"), max_length=150)
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(_("记账时间"), default=city_now)
    on = models.DateField(_("日期"))
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    case_kind = models.CharField(max_length=40, blank=True)
    case_number = models.CharField(_("编号"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("资金变动")
        ordering = ("id",)
        indexes = (models.Index(fields=("case_kind", "case_number"), name="transfer_case"),)
        constraints = (
            models.UniqueConstraint(name="transfer_key_once", fields=("actor", "key")),
            models.CheckConstraint(name="transfer_has_key", condition=~Q(key="") & ~Q(actor="")),
            models.CheckConstraint(name="transfer_kind_known", condition=Q(kind__in=TransferKind.values)),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Entry(models.Model):
    """One side of a transfer: the change of one book of one account; never changed, never deleted."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries")
    book = models.CharField(_("账"), max_length=10, choices=Book)
    amount_fen = FenField(_("金额"), least=-(9 * 10**15))

    class Meta:
        verbose_name = _("分录")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="entry_once_a_book", fields=("transfer", "account", "book")),
            models.CheckConstraint(name="entry_moves_something", condition=~Q(amount_fen=0)),
            models.CheckConstraint(name="entry_book_known", condition=Q(book__in=Book.values)),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.book} {self.amount_fen}"
