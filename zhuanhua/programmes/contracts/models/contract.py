"""The contract itself: who sells what to whom, for how much, and where its registration stands."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.states import APPLICANT_LABELS, FINAL_STATES, MOVES, TONES, ContractState
from zhuanhua.shared.workflow.models import Case, Clocked, different_people

PEOPLE = settings.AUTH_USER_MODEL
ORGANISATION = "people.Organisation"
UNFINISHED = (ContractState.DRAFT, ContractState.WITHDRAWN)
STANDING = (ContractState.REGISTERED,)
NATIONAL = (
    "national"  # the source of what the national system registered and somebody brought in as a workbook
)
# What the register and the figures add up or ask for: kept in its index, so that a sum reads no contract (1/4 of the time).
COUNTED = (
    "total_fen",
    "verified_trade_fen",
    "kind",
    "field",
    "seller_kind",
    "seller_district",
    "buyer_district",
)


class Contract(Case, Clocked):
    """A technology contract (技术合同) from draft to certificate. Amounts are fen; `trade` is total less non-technical."""

    case_kind = "contract"
    States = ContractState
    MOVES = MOVES
    TONES = TONES
    FINAL = FINAL_STATES
    APPLICANT_LABELS = APPLICANT_LABELS

    registrant = models.ForeignKey(
        ORGANISATION, models.PROTECT, related_name="filed_contracts", verbose_name=_("申请单位")
    )
    project_name = models.CharField(_("合同名称"), max_length=200, blank=True)
    project_key = models.CharField(max_length=200, blank=True, editable=False)
    seller = models.ForeignKey(
        ORGANISATION,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sold_contracts",
        verbose_name=_("卖方"),
    )
    buyer = models.ForeignKey(
        ORGANISATION,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="bought_contracts",
        verbose_name=_("买方"),
    )
    parties_typed = models.JSONField(_("填了还没有认出的双方单位"), default=dict, blank=True, editable=False)
    seller_kind = models.CharField(_("卖方性质"), max_length=3, choices=codes.PartyKind, blank=True)
    buyer_kind = models.CharField(_("买方性质"), max_length=3, choices=codes.PartyKind, blank=True)
    seller_district = models.CharField(_("卖方所在地"), max_length=6, blank=True)
    buyer_district = models.CharField(_("买方所在地"), max_length=6, blank=True)
    is_related = models.BooleanField(_("关联交易"), default=False)
    is_import = models.BooleanField(_("技术进口合同"), default=False)

    kind = models.CharField(_("合同类型"), max_length=12, choices=codes.Kind, blank=True)
    subkind = models.CharField(_("合同细类"), max_length=2, choices=codes.Subkind, blank=True)
    licence_form = models.CharField(_("许可方式"), max_length=10, choices=codes.LicenceForm, blank=True)
    field = models.CharField(_("技术领域"), max_length=2, choices=codes.TechnologyField, blank=True)
    ip_kind = models.CharField(_("知识产权"), max_length=2, choices=codes.IpKind, blank=True)
    ip_number = models.CharField(_("专利号或登记号"), max_length=60, blank=True)
    ip_expires_on = models.DateField(_("专利权届满日"), null=True, blank=True)
    plan_source = models.CharField(_("计划来源"), max_length=10, choices=codes.PlanSource, blank=True)
    objective = models.CharField(_("社会经济目标"), max_length=2, choices=codes.Objective, blank=True)
    subject = models.TextField(_("技术内容和目标"), blank=True, max_length=4000)
    monopoly_clauses = models.JSONField(_("限制性条款"), default=list, blank=True)

    total_fen = FenField(_("合同成交额"), null=True, blank=True)
    trade_fen = FenField(_("申报技术交易额"), null=True, blank=True)
    payment_form = models.CharField(_("支付方式"), max_length=16, choices=codes.PaymentForm, blank=True)
    payment_terms = models.TextField(_("付款条件"), blank=True, max_length=500)
    royalty_base = models.CharField(_("提成基数"), max_length=10, choices=codes.RoyaltyBase, blank=True)
    royalty_bp = models.PositiveIntegerField(_("提成比例"), null=True, blank=True)
    is_provisional = models.BooleanField(_("金额待提成到账后再核定"), default=False)
    expected_investment_fen = FenField(_("预计新增投资"), null=True, blank=True)
    expected_output_fen = FenField(_("预计新增产值"), null=True, blank=True)

    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    starts_on = models.DateField(_("履行起始日期"), null=True, blank=True)
    ends_on = models.DateField(_("履行截止日期"), null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    regime = models.CharField(_("适用规则"), max_length=12, choices=codes.Regime, blank=True)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    accepted_on = models.DateField(_("受理日期"), null=True, blank=True)
    handed_in_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.ForeignKey(
        PEOPLE, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("经办")
    )
    is_disputed = models.BooleanField(_("有争议"), default=False)
    verified_trade_fen = FenField(_("核定技术交易额"), null=True, blank=True)
    examined_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    reviewed_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("复核人")
    )
    registration_number = models.CharField(_("登记编号"), max_length=16, null=True, blank=True, unique=True)
    registered_on = models.DateField(_("登记日期"), null=True, blank=True)
    registered_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    refusal_ground = models.CharField(
        _("不予登记的理由"), max_length=2, choices=codes.RefusalGround, blank=True
    )
    ended_on = models.DateField(_("注销或撤销日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=12, default="form")

    class Meta:
        verbose_name = _("技术合同")
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("state", "due_on"), name="contract_queue"),
            models.Index(fields=("state", "registered_on", *COUNTED), name="contract_register"),
            models.Index(fields=("registrant", "state"), name="contract_registrant"),
            models.Index(fields=("seller", "buyer", "signed_on"), name="contract_identity_parts"),
            models.Index(fields=("text_sha256",), name="contract_text"),
            models.Index(
                name="contract_entered",
                fields=("registered_by", "state_since"),
                condition=Q(source=NATIONAL, state=ContractState.REGISTERED, reviewed_by__isnull=True),
            ),
        )
        constraints = (
            models.CheckConstraint(name="contract_state_known", condition=Q(state__in=ContractState.values)),
            models.CheckConstraint(
                name="contract_complete_once_submitted",
                condition=Q(state__in=UNFINISHED)
                | Q(
                    seller__isnull=False,
                    buyer__isnull=False,
                    total_fen__isnull=False,
                    total_fen__gt=0,
                    trade_fen__isnull=False,
                    trade_fen__gt=0,
                    signed_on__isnull=False,
                )
                & ~Q(project_name="")
                & ~Q(kind="")
                & ~Q(field=""),
            ),
            models.CheckConstraint(
                name="contract_trade_within_total",
                condition=Q(trade_fen__lte=F("total_fen"))
                | Q(trade_fen__isnull=True)
                | Q(total_fen__isnull=True)
                | Q(state__in=UNFINISHED),
            ),
            models.CheckConstraint(
                name="contract_verified_within_total",
                condition=Q(verified_trade_fen__isnull=True)
                | Q(verified_trade_fen__gt=0, verified_trade_fen__lte=F("total_fen")),
            ),
            models.CheckConstraint(
                name="contract_ends_after_start",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on"))
                | Q(state=ContractState.DRAFT),
            ),
            models.CheckConstraint(
                name="contract_registered_is_whole",
                condition=~Q(
                    state__in=(ContractState.REGISTERED, ContractState.CANCELLED, ContractState.REVOKED)
                )
                | Q(
                    registration_number__isnull=False,
                    registered_on__isnull=False,
                    registered_by__isnull=False,
                    verified_trade_fen__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="contract_refusal_has_ground",
                condition=~Q(state=ContractState.REFUSED) | ~Q(refusal_ground=""),
            ),
            models.CheckConstraint(
                name="contract_ended_has_day",
                condition=~Q(state__in=(ContractState.CANCELLED, ContractState.REVOKED))
                | Q(ended_on__isnull=False),
            ),
            models.CheckConstraint(
                name="contract_parties_differ",
                condition=Q(seller__isnull=True) | Q(buyer__isnull=True) | ~Q(seller=F("buyer")),
            ),
            different_people("examined_by", "reviewed_by", "contract_reviewer_is_another"),
            different_people("handed_in_by", "registered_by", "contract_registrar_is_another"),
            models.CheckConstraint(
                name="contract_entered_by_another",
                condition=~Q(source=NATIONAL)
                | Q(reviewed_by__isnull=True)
                | ~Q(reviewed_by=F("registered_by")),
            ),
            models.UniqueConstraint(
                name="contract_registered_once",
                fields=("seller", "buyer", "project_key", "signed_on", "total_fen"),
                condition=Q(state__in=STANDING),
            ),
            models.UniqueConstraint(
                name="contract_text_registered_once",
                fields=("text_sha256",),
                condition=Q(state__in=STANDING) & ~Q(text_sha256=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.project_name}"

    @property
    def is_entered(self) -> bool:
        """Whether one person entered it as registered by the national system; `reviewed_by` is then who confirmed it."""
        return self.source == NATIONAL

    @property
    def awaits_confirmation(self) -> bool:
        """Whether no second person has confirmed what was entered: until then no money goes out for it."""
        return self.is_entered and self.reviewed_by_id is None

    @property
    def came_back_on(self) -> date | None:
        """The day a correction came back and began to wait for the desk; None while none waits."""
        return self.submitted_on if self.state == ContractState.RESUBMITTED else None

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the comparison key beside the name."""
        self.project_key = match_key(self.project_name)
        fields = kwargs.get("update_fields")
        if fields is not None and "project_name" in fields:
            kwargs["update_fields"] = {*fields, "project_key"}
        super().save(*args, **kwargs)  # type: ignore[arg-type]
