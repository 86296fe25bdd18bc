"""Reference series: numbers that others have published, each with the file and the document it comes from, and the file's faults."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.figures.series import FaultKind, SeriesUnit


class SeriesFile(models.Model):
    """参考数据文件: one file as it was brought in; the same file comes in once."""

    name = models.CharField(_("文件"), max_length=120)
    sha256 = models.CharField(_("指纹"), max_length=64, unique=True)
    document = models.CharField(_("文献"), max_length=160)
    publisher = models.CharField(_("发布单位"), max_length=120)
    address = models.CharField(_("取得处"), max_length=300, blank=True)
    licence = models.CharField(_("许可"), max_length=120, blank=True)
    as_of = models.DateField(_("截至"))
    rows = models.PositiveIntegerField(_("行数"))
    imported_at = models.DateTimeField(_("导入时间"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人")
    )

    class Meta:
        verbose_name = _("参考数据文件")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                name="series_file_names_its_document", condition=~Q(document="") & ~Q(publisher="")
            ),
        )

    def __str__(self) -> str:
        return self.name


class SeriesValue(models.Model):
    """参考数: one number for a place and a year, whole fen or a whole count; a newer file puts the older number aside."""

    file = models.ForeignKey(SeriesFile, models.PROTECT, related_name="values")
    variable = models.CharField(_("变量"), max_length=60)
    name = models.CharField(_("指标"), max_length=80)
    place = models.CharField(_("地区"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    ends_on = models.DateField(_("期末"))
    unit = models.CharField(pgettext_lazy("measure", "单位"), max_length=5, choices=SeriesUnit)
    written_unit = models.CharField(_("原单位"), max_length=20)
    amount = models.BigIntegerField(_("数值"))
    row = models.PositiveIntegerField(_("行"))
    is_current = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("参考数")
        ordering = ("variable", "-year", "id")
        constraints = (
            models.UniqueConstraint(
                name="series_value_once",
                fields=("variable", "place", "year"),
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(name="series_value_unit_known", condition=Q(unit__in=SeriesUnit.values)),
            models.CheckConstraint(name="series_value_not_negative", condition=Q(amount__gte=0)),
        )

    def __str__(self) -> str:
        return f"{self.variable} {self.place} {self.year}"


class SeriesFault(models.Model):
    """参考数据问题: one thing that is wrong with a file, where, and what was done about it."""

    file = models.ForeignKey(SeriesFile, models.PROTECT, related_name="faults")
    kind = models.CharField(_("问题"), max_length=14, choices=FaultKind)
    row = models.PositiveIntegerField(_("行"), null=True)
    variable = models.CharField(_("变量"), max_length=60, blank=True)
    place = models.CharField(_("地区"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("年份"), null=True)
    found = models.CharField(_("原文"), max_length=200, blank=True)
    made = models.CharField(pgettext_lazy("series", "改为"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("参考数据问题")
        ordering = ("id",)
        indexes = (models.Index(fields=("file", "kind"), name="series_fault_kind"),)
        constraints = (
            models.CheckConstraint(name="series_fault_kind_known", condition=Q(kind__in=FaultKind.values)),
        )

    def __str__(self) -> str:
        return f"{self.file_id} {self.kind} {self.row}"
