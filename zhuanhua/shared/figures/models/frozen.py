"""What do we keep of a figure that was said in public? Its value, words, filters and the records that made it, for good."""

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FrozenSet(models.Model):
    """冻结版: figures frozen together, on one day, by one person, for one purpose. Never changed afterwards."""

    number = models.CharField(_("冻结编号"), max_length=20, unique=True)
    title = models.CharField(_("用途"), max_length=120)
    as_of = models.DateField(_("截至"))
    frozen_at = models.DateTimeField(_("冻结时间"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("冻结人")
    )

    class Meta:
        verbose_name = _("冻结版")
        ordering = ("-id",)
        constraints = (models.CheckConstraint(name="frozen_set_has_title", condition=~Q(title="")),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class FrozenFigure(models.Model):
    """One frozen figure: the exact number as a fraction, its definition then, its groups, and its records by name."""

    frozen_set = models.ForeignKey(FrozenSet, models.PROTECT, related_name="figures")
    code = models.CharField(_("指标编号"), max_length=80)
    name = models.CharField(_("指标"), max_length=80)
    unit = models.CharField(pgettext_lazy("measure", "单位"), max_length=8)
    definition = models.TextField(_("定义"))
    since = models.DateField(_("自"), null=True, blank=True)
    until = models.DateField(_("至"), null=True, blank=True)
    where = models.JSONField(default=dict, blank=True)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(default=1)
    records = models.PositiveIntegerField(_("记录数"))
    groups = models.JSONField(default=dict, blank=True)
    members = models.JSONField(default=dict, blank=True)
    members_sha256 = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("冻结指标")
        ordering = ("frozen_set", "code")
        constraints = (
            models.UniqueConstraint(name="frozen_figure_once_in_set", fields=("frozen_set", "code")),
            models.CheckConstraint(name="frozen_figure_denominator_positive", condition=Q(denominator__gt=0)),
            models.CheckConstraint(
                name="frozen_figure_days_in_order",
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.frozen_set_id} {self.code}"

    @property
    def exact(self) -> int | Fraction | None:
        """The frozen number before rounding."""
        if self.numerator is None:
            return None
        return self.numerator if self.denominator == 1 else Fraction(self.numerator, self.denominator)

    def sealed_content(self) -> dict[str, Any]:
        """What the seal covers: everything that was said."""
        return {
            "code": self.code,
            "definition": self.definition,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "where": self.where,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "records": self.records,
            "groups": self.groups,
            "members_sha256": self.members_sha256,
        }
