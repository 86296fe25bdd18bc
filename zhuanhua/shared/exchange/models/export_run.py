"""One file asked for by one person: what it holds, how far it is, and where it lies."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.shared.documents.models import private_storage


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("正在生成")
    DONE = "done", _("已生成")
    FAILED = "failed", _("没有生成")
    CANCELLED = "cancelled", _("已取消")


class ExportFormat(models.TextChoices):
    """Which kind of file."""

    XLSX = "xlsx", "Excel"
    CSV = "csv", "CSV"


UNFINISHED = (ExportState.WAITING, ExportState.RUNNING)
TONES = {
    ExportState.WAITING: "quiet",
    ExportState.RUNNING: "ours",
    ExportState.DONE: "done",
    ExportState.FAILED: "warn",
    ExportState.CANCELLED: "stopped",
}


def _place(run: "ExportRun", _name: str) -> str:
    return f"exports/{run.pk.hex}"


class ExportRun(models.Model):
    """`params` is the query string of the list, `membership` the one under which it was asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60)
    title = models.CharField(_("文件"), max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    membership = models.ForeignKey("people.Membership", models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, default="zh-hans")
    params = models.TextField(blank=True)
    format = models.CharField(_("格式"), max_length=4, choices=ExportFormat)
    state = models.CharField(_("状态"), max_length=12, choices=ExportState, default=ExportState.WAITING)
    rows_total = models.PositiveIntegerField(_("行数"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    file = models.FileField(storage=private_storage, upload_to=_place, max_length=80, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    message = models.TextField(blank=True)
    made_at = models.DateTimeField(_("时间"), default=city_now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("导出")
        ordering = ("-made_at",)
        indexes = (models.Index(fields=("person", "-made_at"), name="export_of_person"),)
        constraints = (
            models.CheckConstraint(name="export_state_known", condition=Q(state__in=ExportState.values)),
            models.CheckConstraint(name="export_format_known", condition=Q(format__in=ExportFormat.values)),
            models.CheckConstraint(name="export_rows_within", condition=Q(rows_done__lte=F("rows_total"))),
            models.CheckConstraint(
                name="export_done_has_file",
                condition=~Q(state=ExportState.DONE) | ~Q(sha256="") & ~Q(file_name=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}.{self.format}"

    @property
    def tone(self) -> str:
        """Colour of the badge."""
        return TONES[ExportState(self.state)]

    @property
    def is_open(self) -> bool:
        """Still waiting or being made."""
        return self.state in UNFINISHED

    @property
    def is_ready(self) -> bool:
        """The file can be fetched."""
        return self.state == ExportState.DONE and bool(self.file)
