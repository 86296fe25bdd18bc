"""Which invoice, bank slip and contract stands behind which case? One paper is paid for once, whatever programmes it is offered to."""

from django.db import models
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Paper(TextChoices):
    """What public money is asked for upon."""

    INVOICE = "invoice", _("发票")
    SLIP = "slip", _("银行凭证")
    CONTRACT = "contract", _("合同")


class OfferState(TextChoices):
    """Whether a case still rests on its paper: offered with an application, used by a grant, or ended with the case."""

    OFFERED = "offered", _("已提交")
    USED = "used", _("已享受")
    ENDED = "ended", _("不再使用")


class OfferedPaper(models.Model):
    """凭证: one invoice, bank slip or contract in one case. `key` is what its number is in every spelling; used once, in any programme."""

    paper = models.CharField(_("凭证"), max_length=10, choices=Paper)
    key = models.CharField(max_length=80)
    typed = models.CharField(_("号码"), max_length=80)
    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(_("编号"), max_length=40)
    state = models.CharField(_("状态"), max_length=10, choices=OfferState, default=OfferState.OFFERED)
    offered_on = models.DateField(_("提交日期"))

    class Meta:
        verbose_name = _("凭证")
        ordering = ("id",)
        indexes = (models.Index(fields=("case_kind", "case_number"), name="offered_paper_case"),)
        constraints = (
            models.UniqueConstraint(
                name="paper_used_once", fields=("paper", "key"), condition=Q(state=OfferState.USED)
            ),
            models.UniqueConstraint(
                name="paper_once_a_case", fields=("paper", "key", "case_kind", "case_number")
            ),
            models.CheckConstraint(
                name="paper_is_named", condition=~Q(key="") & ~Q(case_kind="") & ~Q(case_number="")
            ),
            models.CheckConstraint(name="paper_state_known", condition=Q(state__in=OfferState.values)),
        )

    def __str__(self) -> str:
        return f"{self.paper} {self.typed}"
