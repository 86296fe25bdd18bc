"""A subsidy for a contract: whom, how much, on which sheet; and what a buyer proves it with."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.contracts.states_subsidy import (
    CLAIMED,
    SUBSIDY_FINAL,
    SUBSIDY_MOVES,
    SUBSIDY_TONES,
    UNIQUE,
    Scheme,
    SubsidyState,
)
from zhuanhua.shared.workflow.models import Case

PEOPLE = settings.AUTH_USER_MODEL
WITHOUT_SHEET = (*CLAIMED, SubsidyState.REFUSED, SubsidyState.WITHDRAWN)


class Subsidy(Case):
    """技术合同补贴. `judged_on` is the day of its verdict, `year` the year whose cap it uses; amounts are fen, city + district = amount."""

    case_kind = "contract_subsidy"
    States = SubsidyState
    MOVES = SUBSIDY_MOVES
    TONES = SUBSIDY_TONES
    FINAL = SUBSIDY_FINAL

    scheme = models.CharField(_("补贴"), max_length=8, choices=Scheme)
    contract = models.ForeignKey("contracts.Contract", models.PROTECT, related_name="subsidies")
    payee = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="contract_subsidies", verbose_name=_("享受单位")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    judged_on = models.DateField(_("判定日"), null=True, blank=True)
    verdict = models.ForeignKey("policy.Verdict", models.PROTECT, null=True, blank=True, related_name="+")
    base_fen = FenField(_("补贴基数"), default=0)
    amount_fen = FenField(_("补贴金额"), default=0)
    city_fen = FenField(_("市级承担"), default=0)
    district_fen = FenField(_("区县承担"), default=0)
    paid_on = models.DateField(_("到账日期"), null=True, blank=True)

    talent_name = models.CharField(_("高层次人才"), max_length=60, blank=True)
    talent_certificate = models.CharField(_("人才证书编号"), max_length=60, blank=True)
    talent_from = models.DateField(_("证书起始日"), null=True, blank=True)
    talent_until = models.DateField(_("证书截止日"), null=True, blank=True)
    claimed_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    acceptance_number = models.BigIntegerField(_("受理序号"), null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("合同补贴")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("payee", "year", "state"), name="subsidy_payee_year"),
            models.Index(fields=("scheme", "state", "paid_on"), name="subsidy_paid"),
        )
        constraints = (
            models.CheckConstraint(name="subsidy_state_known", condition=Q(state__in=SubsidyState.values)),
            models.CheckConstraint(name="subsidy_scheme_known", condition=Q(scheme__in=Scheme.values)),
            models.UniqueConstraint(
                name="subsidy_seller_once",
                fields=("contract",),
                condition=Q(scheme=Scheme.SELLER, state__in=UNIQUE),
            ),
            models.UniqueConstraint(
                name="subsidy_one_open_claim",
                fields=("contract",),
                condition=Q(scheme=Scheme.BUYER, state__in=CLAIMED),
            ),
            models.CheckConstraint(
                name="subsidy_parts_sum_up", condition=Q(amount_fen=F("city_fen") + F("district_fen"))
            ),
            models.CheckConstraint(
                name="subsidy_granted_on_a_sheet",
                condition=Q(state__in=WITHOUT_SHEET)
                | Q(verdict__isnull=False, judged_on__isnull=False, amount_fen__gt=0),
            ),
            models.CheckConstraint(
                name="subsidy_talent_in_order",
                condition=Q(talent_from__isnull=True)
                | Q(talent_until__isnull=True)
                | Q(talent_until__gte=F("talent_from")),
            ),
        )

    def __str__(self) -> str:
        return self.number


class SubsidyInvoice(models.Model):
    """发票 of the technology trade, as a buyer's claim names it."""

    subsidy = models.ForeignKey(Subsidy, models.CASCADE, related_name="invoices")
    number = models.CharField(_("发票号码"), max_length=40)
    issued_on = models.DateField(_("开票日期"))
    amount_fen = FenField(_("金额"), least=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="subsidy_invoice_once", fields=("subsidy", "number")),
            models.CheckConstraint(
                name="subsidy_invoice_positive", condition=Q(amount_fen__gt=0) & ~Q(number="")
            ),
        )

    def __str__(self) -> str:
        return self.number


class SubsidySlip(models.Model):
    """银行凭证: what was really paid, as a buyer's claim names it."""

    subsidy = models.ForeignKey(Subsidy, models.CASCADE, related_name="slips")
    reference = models.CharField(_("银行流水号"), max_length=60)
    paid_on = models.DateField(_("付款日期"))
    amount_fen = FenField(_("金额"), least=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="subsidy_slip_once", fields=("subsidy", "reference")),
            models.CheckConstraint(
                name="subsidy_slip_positive", condition=Q(amount_fen__gt=0) & ~Q(reference="")
            ),
        )

    def __str__(self) -> str:
        return self.reference
