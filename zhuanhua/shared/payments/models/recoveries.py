"""Paid money that has to come back: the case, and what came."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.core.text import number_key
from zhuanhua.shared.payments.states import RECOVERY_MOVES, RECOVERY_TONES, RecoveryState
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL


class Recovery(Case):
    """追缴: how much of a payment has to come back and why; what cannot be had is written off by another person.

    When more has to come back later, also after it has ended, the same case grows. It then waits for a new letter and its day;
    who was late with the smaller amount stays so until then: `late_since`.
    """

    case_kind = "recovery"
    States = RecoveryState
    MOVES = RECOVERY_MOVES
    TONES = RECOVERY_TONES

    payment = models.OneToOneField("payments.Payment", models.PROTECT, related_name="recovery")
    amount_fen = FenField(_("应追回"), least=1)
    received_fen = FenField(_("已追回"), default=0)
    ground = models.CharField(_("理由"), max_length=300)
    opened_on = models.DateField(_("立案日期"))
    demanded_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    demanded_on = models.DateField(_("发函日期"), null=True, blank=True)
    due_on = models.DateField(_("限期"), null=True, blank=True)
    late_since = models.DateField(_("逾期自"), null=True, blank=True)
    waived_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("追缴")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="recovery_state_known", condition=Q(state__in=RecoveryState.values)),
            models.CheckConstraint(
                name="recovery_within_amount",
                condition=Q(amount_fen__gt=0, received_fen__gte=0, received_fen__lte=F("amount_fen")),
            ),
            models.CheckConstraint(
                name="recovery_closed_is_whole",
                condition=~Q(state=RecoveryState.CLOSED) | Q(received_fen=F("amount_fen")),
            ),
            models.CheckConstraint(
                name="recovery_late_between_letters",
                condition=Q(state=RecoveryState.OPEN, due_on__isnull=True)
                | (~Q(state=RecoveryState.OPEN) & Q(late_since__isnull=True)),
            ),
            different_people("demanded_by", "waived_by", "recovery_waiver_is_another"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def left_fen(self) -> int:
        """What is still to come."""
        return self.amount_fen - self.received_fen


class Receipt(models.Model):
    """到账: money of a recovery that came back, once per bank reference, in whatever spelling: `reference_key`."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="receipts")
    amount_fen = FenField(_("金额"), least=1)
    received_on = models.DateField(_("到账日期"))
    bank_reference = models.CharField(_("银行流水号"), max_length=60, unique=True)
    reference_key = models.CharField(max_length=60, null=True, unique=True, editable=False)
    recorded_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("追回到账")
        ordering = ("received_on", "id")
        constraints = (
            models.CheckConstraint(name="receipt_amount_positive", condition=Q(amount_fen__gt=0)),
            models.CheckConstraint(name="receipt_has_reference", condition=~Q(bank_reference="")),
        )

    def __str__(self) -> str:
        return self.bank_reference

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the comparison key beside the reference."""
        self.reference_key = number_key(self.bank_reference)[:60] or None
        super().save(*args, **kwargs)  # type: ignore[arg-type]
