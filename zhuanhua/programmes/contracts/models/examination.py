"""The registrar's answers to the three questions, kept with their grounds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import FenField
from zhuanhua.programmes.contracts import codes


class Examination(models.Model):
    """三项认定: is it a technology contract, of which class, how much of it is technology. One row per decision, newest counts.

    `text_sha256` is the fingerprint of the contract's text that was examined; without a text, `text_ground` says why the
    contract may be registered all the same.
    """

    contract = models.ForeignKey("contracts.Contract", models.CASCADE, related_name="examinations")
    is_technology = models.BooleanField(_("是否技术合同"))
    technology_ground = models.CharField(_("认定依据"), max_length=500)
    kind = models.CharField(_("合同类型"), max_length=12, choices=codes.Kind, blank=True)
    subkind = models.CharField(_("合同细类"), max_length=2, choices=codes.Subkind, blank=True)
    kind_ground = models.CharField(_("分类依据"), max_length=500, blank=True)
    trade_fen = FenField(_("核定技术交易额"), null=True, blank=True)
    trade_ground = models.CharField(_("核定依据"), max_length=500, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    text_ground = models.CharField(_("没有合同文本而登记的理由"), max_length=500, blank=True)
    policy_version = models.CharField(max_length=80)
    examined_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    examined_at = models.DateTimeField()

    class Meta:
        verbose_name = _("三项认定")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="examination_of_technology_is_whole",
                condition=Q(is_technology=False) | (Q(trade_fen__gt=0) & ~Q(kind="") & ~Q(subkind="")),
            ),
            models.CheckConstraint(
                name="examination_saw_the_text_or_says_why_not",
                condition=Q(is_technology=False)
                | Q(text_ground="") & ~Q(text_sha256="")
                | Q(text_sha256="") & ~Q(text_ground=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id} {self.examined_at:%Y-%m-%d}"
