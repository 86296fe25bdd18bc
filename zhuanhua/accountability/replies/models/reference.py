"""What do we keep of a number that the records do not hold yet? The number as printed, and the document it comes from."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PEOPLE = settings.AUTH_USER_MODEL


class Reference(models.Model):
    """引用数: a value with its source document, page and as-of day; marked as reference wherever it is shown.

    `text` is the number as a letter prints it; value, unit and the worth of its last digit are read from it (base units:
    yuan, items, percent, square metres). Once records hold the number, `replaced_by` names the figure that counts it.
    """

    code = models.CharField(_("引用编号"), max_length=40, unique=True)
    name = models.CharField(_("指标"), max_length=120)
    text = models.CharField(_("数值"), max_length=40)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(default=1)
    unit = models.CharField(pgettext_lazy("measure", "单位"), max_length=8)
    definition = models.CharField(_("口径"), max_length=300)
    document = models.CharField(_("出处文件"), max_length=200)
    page = models.CharField(_("页码或段落"), max_length=60)
    as_of = models.DateField(_("数据截至"))
    entered_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    entered_at = models.DateTimeField(_("录入时间"))
    replaced_by = models.CharField(_("改由记录计算"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("引用数")
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="reference_has_source",
                condition=~Q(text="") & ~Q(document="") & ~Q(page="") & ~Q(definition="") & ~Q(name=""),
            ),
            models.CheckConstraint(name="reference_denominator_positive", condition=Q(denominator__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def exact(self) -> Fraction:
        """The number before rounding, in its base unit."""
        return Fraction(self.numerator, self.denominator)

    @property
    def source(self) -> str:
        """Name document and place in it."""
        return f"{self.document}，{self.page}"

    @property
    def mark(self) -> str:
        """Give what stands for it in a letter."""
        return "{{ref:" + self.code + "}}"
