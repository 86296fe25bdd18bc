"""What belongs to a voucher: invoices and slips that prove it was used, reasons to hold it, and what it brought."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.core.wording import said
from zhuanhua.programmes.vouchers.codes import Ground, Moment
from zhuanhua.programmes.vouchers.models.voucher import Voucher

PEOPLE = settings.AUTH_USER_MODEL


class VoucherInvoice(models.Model):
    """发票 of the service, as the redemption names it."""

    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="invoices")
    number = models.CharField(_("发票号码"), max_length=40)
    issued_on = models.DateField(_("开票日期"))
    amount_fen = FenField(_("金额"), least=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="voucher_invoice_once", fields=("voucher", "number")),
            models.CheckConstraint(
                name="voucher_invoice_positive", condition=Q(amount_fen__gt=0) & ~Q(number="")
            ),
        )

    def __str__(self) -> str:
        return self.number


class VoucherSlip(models.Model):
    """付款凭证: what was really paid to the provider."""

    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="slips")
    reference = models.CharField(_("银行流水号"), max_length=60)
    paid_on = models.DateField(_("付款日期"))
    amount_fen = FenField(_("金额"), least=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="voucher_slip_once", fields=("voucher", "reference")),
            models.CheckConstraint(
                name="voucher_slip_positive", condition=Q(amount_fen__gt=0) & ~Q(reference="")
            ),
        )

    def __str__(self) -> str:
        return self.reference


class Hold(models.Model):
    """暂停: why a person has to look before the voucher goes on, and who let it go on."""

    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="holds")
    ground = models.CharField(_("事由"), max_length=10, choices=Ground)
    fact = models.CharField(_("事实"), max_length=200)
    words = models.JSONField(default=dict)
    other_kind = models.CharField(max_length=40, blank=True)
    other_number = models.CharField(max_length=40, blank=True)
    raised_on = models.DateField(_("发现日期"))
    cleared_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_on = models.DateField(_("核实日期"), null=True, blank=True)
    finding = models.CharField(_("核实结果"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("暂停事项")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                name="hold_raised_once", fields=("voucher", "ground", "other_kind", "other_number")
            ),
            models.CheckConstraint(name="hold_ground_known", condition=Q(ground__in=Ground.values)),
            models.CheckConstraint(
                name="hold_cleared_whole",
                condition=Q(cleared_by__isnull=True, cleared_on__isnull=True, finding="")
                | Q(cleared_by__isnull=False, cleared_on__isnull=False) & ~Q(finding=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.ground}"

    @property
    def sentence(self) -> str:
        """Say the fact in the reader's language; other cases are named beside it, to those who may see them."""
        return said(self.fact, self.words)


class Outcome(models.Model):
    """成效: what the holder says the voucher brought, at redemption and a year later; amounts are fen."""

    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="outcomes")
    moment = models.CharField(_("填报时点"), max_length=12, choices=Moment)
    answered_on = models.DateField(_("填报日期"))
    answered_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    research_fen = FenField(_("技术研发投入"), default=0)
    testing_fen = FenField(_("技术检测投入"), default=0)
    ip_fen = FenField(_("知识产权投入"), default=0)
    information_fen = FenField(_("科技信息服务投入"), default=0)
    new_products = models.PositiveSmallIntegerField(_("新产品、新技术、新工艺（种）"), default=0)
    ip_rights = models.PositiveSmallIntegerField(_("取得专利、著作权（项）"), default=0)
    saved_fen = FenField(_("降低的成本"), default=0)
    income_fen = FenField(_("服务机构收入"), default=0)
    remark = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("成效")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="outcome_once_a_moment", fields=("voucher", "moment")),
            models.CheckConstraint(
                name="outcome_not_negative",
                condition=Q(
                    moment__in=Moment.values,
                    research_fen__gte=0,
                    testing_fen__gte=0,
                    ip_fen__gte=0,
                    information_fen__gte=0,
                    saved_fen__gte=0,
                    income_fen__gte=0,
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.moment}"

    @property
    def spent_fen(self) -> int:
        """The R&D money that the voucher drew in."""
        return self.research_fen + self.testing_fen + self.ip_fen + self.information_fen
