"""Applications to change or cancel a registration, and objections to decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.states import (
    CHANGE_MOVES,
    CHANGE_TONES,
    OBJECTION_MOVES,
    OBJECTION_TONES,
    ChangeState,
    ObjectionState,
)
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL
AMOUNTS = ("total_fen", "verified_trade_fen")


class Change(Case):
    """变更、解除、终止: what shall change, from what to what, why; decided by another person than asked."""

    case_kind = "contract_change"
    States = ChangeState
    MOVES = CHANGE_MOVES
    TONES = CHANGE_TONES
    FINAL = (ChangeState.GRANTED, ChangeState.DECLINED)

    contract = models.ForeignKey("contracts.Contract", models.CASCADE, related_name="changes")
    kind = models.CharField(_("申请事项"), max_length=8, choices=codes.ChangeKind)
    reason = models.TextField(_("理由"), max_length=1000)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    requested_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登记变更")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="change_state_known", condition=Q(state__in=ChangeState.values)),
            models.CheckConstraint(
                name="change_decided_in_pairs",
                condition=Q(state=ChangeState.REQUESTED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=(ChangeState.GRANTED, ChangeState.DECLINED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            different_people("requested_by", "decided_by", "change_decider_is_another"),
            models.UniqueConstraint(
                name="change_one_open", fields=("contract",), condition=Q(state=ChangeState.REQUESTED)
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def touches_amounts(self) -> bool:
        """Whether an amount shall become another."""
        return not set(AMOUNTS).isdisjoint(self.after)


class Objection(Case):
    """异议: by a party, or by finance and tax; reviewed by somebody who did not take the decision."""

    case_kind = "contract_objection"
    States = ObjectionState
    MOVES = OBJECTION_MOVES
    TONES = OBJECTION_TONES
    FINAL = (ObjectionState.UPHELD, ObjectionState.DISMISSED)

    contract = models.ForeignKey("contracts.Contract", models.CASCADE, related_name="objections")
    text = models.TextField(_("异议内容"), max_length=2000)
    filed_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    answer = models.TextField(_("复查意见"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("登记异议")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="objection_state_known", condition=Q(state__in=ObjectionState.values)
            ),
            models.CheckConstraint(
                name="objection_decided_in_pairs",
                condition=Q(state=ObjectionState.FILED, decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=(ObjectionState.UPHELD, ObjectionState.DISMISSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
            ),
            different_people("filed_by", "decided_by", "objection_decider_is_another"),
            models.UniqueConstraint(
                name="objection_one_open", fields=("contract",), condition=Q(state=ObjectionState.FILED)
            ),
        )

    def __str__(self) -> str:
        return self.number
