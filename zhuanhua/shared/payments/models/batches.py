"""A batch of payments, each with its reservation, and the files that went to the treasury."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.fields import FenField
from zhuanhua.core.text import match_key
from zhuanhua.shared.payments.models.accounts import BankAccount
from zhuanhua.shared.payments.states import (
    BATCH_FINAL,
    BATCH_MOVES,
    BATCH_TONES,
    PAYMENT_TONES,
    BatchState,
    PaymentState,
)
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL
NEVER_APPROVED = (BatchState.DRAFT, BatchState.PUBLICITY, BatchState.APPROVAL, BatchState.CANCELLED)


class Batch(Case):
    """拨付批次: what a programme pays together. Who made it never approves it."""

    case_kind = "payment_batch"
    States = BatchState
    MOVES = BATCH_MOVES
    TONES = BATCH_TONES
    FINAL = BATCH_FINAL

    programme = models.CharField(_("政策项目"), max_length=40)
    title = models.CharField(_("名称"), max_length=160)
    account = models.ForeignKey(
        "ledger.Account", models.PROTECT, related_name="+", verbose_name=_("资金来源")
    )
    key = models.CharField(max_length=120, unique=True)
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("编制"))
    made_on = models.DateField(_("编制日期"))
    publicity = models.ForeignKey(
        "workflow.Publicity", models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("批准人")
    )
    approved_on = models.DateField(_("批准日期"), null=True, blank=True)
    reconciled_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    reconciled_on = models.DateField(_("对账日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("拨付批次")
        ordering = ("-id",)
        indexes = (models.Index(fields=("programme", "state"), name="batch_programme"),)
        constraints = (
            models.CheckConstraint(name="batch_state_known", condition=Q(state__in=BatchState.values)),
            different_people("made_by", "approved_by", "batch_approver_is_another"),
            models.CheckConstraint(
                name="batch_is_approved_by_somebody",
                condition=Q(state__in=NEVER_APPROVED)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Payment(models.Model):
    """付款: one case's money. The bank details are those that went into the treasury's file."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="payments")
    number = models.CharField(_("付款编号"), max_length=40, unique=True)
    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("用途"), max_length=200)
    payee = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="payments", verbose_name=_("收款单位")
    )
    payee_name = models.CharField(_("公示的收款单位"), max_length=200, blank=True)
    payee_uscc = models.CharField(_("公示的统一社会信用代码"), max_length=18, blank=True)
    amount_fen = FenField(_("金额"), least=1)
    reservation = models.OneToOneField("ledger.Reservation", models.PROTECT, related_name="payment")
    state = models.CharField(_("状态"), max_length=10, choices=PaymentState, default=PaymentState.PLANNED)
    account_name = models.CharField(_("户名"), max_length=120, blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=120, blank=True)
    bank_account = models.CharField(_("账号"), max_length=32, blank=True)
    sent_times = models.PositiveSmallIntegerField(default=0)
    paid_on = models.DateField(_("到账日期"), null=True, blank=True)
    bank_reference = models.CharField(_("银行流水号"), max_length=60, null=True, blank=True, unique=True)
    reference_key = models.CharField(max_length=60, null=True, blank=True, unique=True, editable=False)
    reject_reason = models.CharField(_("退回原因"), max_length=200, blank=True)
    drop_reason = models.CharField(_("不再支付的理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("付款")
        ordering = ("number",)
        indexes = (
            models.Index(fields=("case_kind", "case_number"), name="payment_case"),
            models.Index(fields=("payee", "state"), name="payment_payee"),
        )
        constraints = (
            models.CheckConstraint(name="payment_state_known", condition=Q(state__in=PaymentState.values)),
            models.CheckConstraint(name="payment_amount_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(
                name="payment_paid_is_whole",
                condition=Q(state=PaymentState.PAID, paid_on__isnull=False, bank_reference__isnull=False)
                | ~Q(state=PaymentState.PAID) & Q(paid_on__isnull=True, bank_reference__isnull=True),
            ),
            models.CheckConstraint(
                name="payment_dropped_for_a_reason",
                condition=~Q(state=PaymentState.DROPPED) | ~Q(drop_reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.number

    def is_for(self, payee: Any) -> bool:
        """Whether the payee is still the one that was announced and approved: its name and its code."""
        return match_key(self.payee_name) == payee.name_key and self.payee_uscc == (payee.uscc or "")

    def came_back_from(self, account: BankAccount) -> bool:
        """Whether the bank sent it back from just this account; it may have been for name, bank or number."""
        sent = (self.account_name, self.bank_name, self.bank_account)
        now = (account.account_name, account.bank_name, account.bank_account)
        return self.state == PaymentState.REJECTED and now == sent

    @property
    def state_label(self) -> str:
        """Name the state."""
        return str(PaymentState(self.state).label)

    @property
    def tone(self) -> str:
        """Say whose turn it is."""
        return PAYMENT_TONES[PaymentState(self.state)]


class PaymentFile(models.Model):
    """付款文件: what went to the treasury, with its count, total and fingerprint."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="files")
    edition = models.PositiveSmallIntegerField(_("次"))
    stored = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("笔数"))
    total_fen = FenField(_("金额"))
    made_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("导出时间"), default=city_now)
    made_on = models.DateField(_("报送日期"), default=city_today)

    class Meta:
        verbose_name = _("付款文件")
        ordering = ("edition",)
        constraints = (
            models.UniqueConstraint(name="payment_file_edition_once", fields=("batch", "edition")),
        )

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.edition}"
