"""What do we keep of a rule that was applied? Its sheet, for good; and that the bureau stands by a value it could not verify."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Verdict(models.Model):
    """判定表: the sheet of one decision. The database refuses to change or delete it, and nothing ever computes it again."""

    rule = models.CharField(_("规则"), max_length=80)
    on = models.DateField(_("判定日"))
    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(_("编号"), max_length=40)
    version = models.CharField(_("规则版本"), max_length=80)
    sheet = models.JSONField(_("判定表"))
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("判定时间"))
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("判定人"))

    class Meta:
        verbose_name = _("判定表")
        ordering = ("-id",)
        indexes = (models.Index(fields=("case_kind", "case_number", "rule"), name="verdict_of_case"),)
        constraints = (
            models.CheckConstraint(name="verdict_names_its_case", condition=~Q(case_kind="") & ~Q(case_number="")),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.rule} {self.case_number} {self.on}"


class LocalConfirmation(models.Model):
    """本地确认: a leader stands by one value for one span of days, with ground and document; a changed value needs a new one."""

    value_id = models.CharField(_("规则值"), max_length=120)
    effective_from = models.DateField(_("生效"))
    fingerprint = models.CharField(max_length=64)
    said = models.JSONField(_("当时的数值和出处"), default=dict)
    ground = models.TextField(_("理由"), max_length=500)
    document = models.CharField(_("依据的文件"), max_length=120)
    confirmed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"))
    withdrawn_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("撤回人")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)
    withdrawn_reason = models.CharField(_("撤回理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("本地确认")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                name="confirmation_stands_once",
                fields=("fingerprint",),
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(name="confirmation_has_ground", condition=~Q(ground="") & ~Q(document="")),
            models.CheckConstraint(
                name="confirmation_withdrawn_is_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.value_id} {self.effective_from}"

    @property
    def stands(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.withdrawn_at is None

    def as_record(self) -> dict[str, Any]:
        """What a sheet keeps of it."""
        return {
            "by": self.confirmed_by.name,
            "at": self.confirmed_at.isoformat(),
            "ground": self.ground,
            "document": self.document,
        }
