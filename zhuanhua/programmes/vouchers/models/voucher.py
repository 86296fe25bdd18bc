"""The voucher itself: who holds it, for which contract with which provider, how much it is worth, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.vouchers.codes import HolderKind, ServiceKind, Standing
from zhuanhua.programmes.vouchers.states import (
    HOLDER_LABELS,
    JUDGED,
    NEVER_ISSUED,
    ONCE,
    VOUCHER_FINAL,
    VOUCHER_MOVES,
    VOUCHER_TONES,
    VoucherState,
)
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL


class Voucher(Case):
    """科技创新券. One signed contract, one voucher. Amounts are fen; `face` was issued, `redeem` is what the proof carries.

    `reservation` holds the face from the day of issue; the payment takes its money from there.
    """

    case_kind = "voucher"
    States = VoucherState
    MOVES = VOUCHER_MOVES
    TONES = VOUCHER_TONES
    FINAL = VOUCHER_FINAL
    APPLICANT_LABELS = HOLDER_LABELS

    holder = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="vouchers", verbose_name=_("持券单位")
    )
    holder_kind = models.CharField(_("持券人类型"), max_length=10, choices=HolderKind)
    standing = models.CharField(_("企业类型"), max_length=12, choices=Standing, default=Standing.OTHER)
    district = models.CharField(_("所在区县"), max_length=6)
    provider = models.ForeignKey(
        "vouchers.Provider",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="vouchers",
        verbose_name=_("服务机构"),
    )
    service_kind = models.CharField(_("服务类型"), max_length=12, choices=ServiceKind, blank=True)
    contract_name = models.CharField(_("服务合同名称"), max_length=200, blank=True)
    contract_number = models.CharField(_("服务合同编号"), max_length=60, blank=True)
    contract_key = models.CharField(max_length=60, blank=True, editable=False)
    registration_number = models.CharField(_("技术合同登记编号"), max_length=20, blank=True)
    contract_fen = FenField(_("合同金额"), null=True, blank=True)
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    asked_fen = FenField(_("申领金额"), null=True, blank=True)
    controller = models.CharField(_("实际控制人"), max_length=120, blank=True)
    is_apart = models.BooleanField(_("与服务机构不是关联方"), default=False)
    is_service = models.BooleanField(_("不是法定检验、批量检测、培训或者买设备"), default=False)
    applied_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    applied_on = models.DateField(_("申领日期"), null=True, blank=True)
    district_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    district_on = models.DateField(_("区县审核日期"), null=True, blank=True)

    voucher_number = models.CharField(_("券号"), max_length=40, null=True, blank=True, unique=True)
    face_fen = FenField(_("面额"), default=0)
    issued_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    issued_on = models.DateField(_("发放日期"), null=True, blank=True)
    use_by = models.DateField(_("使用截止日期"), null=True, blank=True)
    redeem_by = models.DateField(_("兑付截止日期"), null=True, blank=True)
    reservation = models.ForeignKey(
        "ledger.Reservation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.ForeignKey("policy.Verdict", models.PROTECT, null=True, blank=True, related_name="+")
    began_on = models.DateField(_("开始使用日期"), null=True, blank=True)

    receipt_number = models.CharField(_("兑付回执"), max_length=40, null=True, blank=True, unique=True)
    redeem_asked_on = models.DateField(_("申请兑付日期"), null=True, blank=True)
    correct_by = models.DateField(_("补正截止日期"), null=True, blank=True)
    redeem_fen = FenField(_("兑付金额"), default=0)
    redeem_verdict = models.ForeignKey(
        "policy.Verdict", models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_on = models.DateField(_("核准日期"), null=True, blank=True)
    recovered_fen = FenField(_("追回金额"), default=0)
    paid_on = models.DateField(_("到账日期"), null=True, blank=True)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("创新券")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("holder", "state"), name="voucher_holder"),
            models.Index(fields=("state", "district"), name="voucher_desk"),
            models.Index(fields=("paid_on",), name="voucher_paid"),
        )
        constraints = (
            models.CheckConstraint(name="voucher_state_known", condition=Q(state__in=VoucherState.values)),
            models.UniqueConstraint(
                name="voucher_contract_once", fields=("provider", "contract_key"), condition=Q(state__in=ONCE)
            ),
            models.CheckConstraint(
                name="voucher_issued_whole",
                condition=Q(state__in=NEVER_ISSUED)
                | Q(
                    face_fen__gt=0,
                    voucher_number__isnull=False,
                    issued_by__isnull=False,
                    issued_on__isnull=False,
                    use_by__isnull=False,
                    redeem_by__isnull=False,
                    reservation__isnull=False,
                    verdict__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="voucher_deadlines_in_order",
                condition=Q(issued_on__isnull=True)
                | Q(use_by__gte=F("issued_on"), redeem_by__gte=F("use_by")),
            ),
            models.CheckConstraint(
                name="voucher_redeemed_within_face", condition=Q(redeem_fen__lte=F("face_fen"))
            ),
            models.CheckConstraint(
                name="voucher_recovered_within_redeemed",
                condition=Q(recovered_fen__gte=0, recovered_fen__lte=F("redeem_fen")),
            ),
            models.CheckConstraint(
                name="voucher_accepted_on_a_sheet",
                condition=~Q(state__in=JUDGED)
                | Q(redeem_fen__gt=0, redeem_verdict__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="voucher_asked_with_a_receipt",
                condition=Q(receipt_number__isnull=True, redeem_asked_on__isnull=True)
                | Q(receipt_number__isnull=False, redeem_asked_on__isnull=False),
            ),
            different_people("district_by", "issued_by", "voucher_issuer_is_another"),
        )

    def __str__(self) -> str:
        return self.voucher_number or self.number

    @property
    def filled_fen(self) -> int:
        """How much of its holder's year it fills while it stands: what was accepted less what came back or, until then, its face."""
        return (self.redeem_fen or self.face_fen) - self.recovered_fen

    @property
    def rest_fen(self) -> int:
        """What went back to the budget because the proof carried less than the face."""
        return self.face_fen - self.redeem_fen if self.redeem_fen else 0


class Allowance(models.Model):
    """年度额度: what a holder may be given in a year, and what stands. The database lets nobody go over it."""

    holder = models.ForeignKey("people.Organisation", models.PROTECT, related_name="voucher_allowances")
    year = models.PositiveSmallIntegerField(_("年度"))
    limit_fen = FenField(_("年度额度"))
    taken_fen = FenField(_("已发放"), default=0)

    class Meta:
        verbose_name = _("年度额度")
        ordering = ("-year", "holder_id")
        constraints = (
            models.UniqueConstraint(name="allowance_once_a_year", fields=("holder", "year")),
            models.CheckConstraint(
                name="allowance_not_exceeded", condition=Q(taken_fen__gte=0, taken_fen__lte=F("limit_fen"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder_id} {self.year}"
