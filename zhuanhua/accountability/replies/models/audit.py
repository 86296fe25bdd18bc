"""What do we keep of an audit? The letter as read, where it came from, and what was found."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LetterAudit(models.Model):
    """One letter, read figure by figure."""

    kind = "letter"

    number = models.CharField(_("编号"), max_length=20, unique=True)
    title = models.CharField(_("题名"), max_length=200)
    text = models.TextField(_("正文"))
    source_name = models.CharField(_("来源文件"), max_length=255, blank=True)
    source_sha256 = models.CharField(_("文件指纹"), max_length=64)
    result = models.JSONField(_("核对结果"), default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("核对人")
    )
    made_at = models.DateTimeField(_("核对时间"))

    class Meta:
        verbose_name = _("文稿核对")
        verbose_name_plural = _("文稿核对")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(text=""), name="letter_has_title_and_text"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def claims(self) -> list[dict[str, Any]]:
        """Every figure found."""
        return self.result.get("claims", [])

    @property
    def contradicted(self) -> int:
        """How many figures speak against the letter or the records."""
        return sum(claim["status"] == "contradicted" for claim in self.claims)

    @property
    def holding(self) -> int:
        """How many figures were confirmed."""
        return sum(claim["status"] == "holds" for claim in self.claims)

    @property
    def state(self) -> str:
        """The word of the badge."""
        return str(_("有出入") if self.contradicted else _("没有出入"))

    @property
    def state_tone(self) -> str:
        """The tone of the badge."""
        return "warn" if self.contradicted else "done"
