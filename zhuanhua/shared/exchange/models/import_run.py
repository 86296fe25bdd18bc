"""One uploaded spreadsheet on its way in: mapped, checked, shown, then stored whole or not at all."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.shared.documents.models import private_storage


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("对应列")
    CHECKING = "checking", _("核对中")
    CHECKED = "checked", _("待导入")
    STORING = "storing", _("导入中")
    DONE = "done", _("已导入")
    FAILED = "failed", _("没有导入")
    CANCELLED = "cancelled", _("已取消")


def _place(run: "ImportRun", _name: str) -> str:
    return f"imports/{run.pk.hex}"


class ImportRun(models.Model):
    """One file. `mapping` gives the key of each column by its place; `errors` holds at most 5,000 faults, `counts` all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet_code = models.CharField(max_length=60)
    content = models.FileField(storage=private_storage, upload_to=_place, max_length=80)
    file_name = models.CharField(_("文件"), max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("状态"), max_length=12, choices=ImportState, default=ImportState.UPLOADED)
    unit = models.CharField(_("金额单位"), max_length=4, blank=True)
    sheet_name = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(default=1)
    titles = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    preview = models.JSONField(default=list)
    message = models.TextField(blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=city_now)
    asked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("导入")
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(name="import_unit_known", condition=Q(unit__in=("", "yuan", "wan", "yi"))),
        )

    def __str__(self) -> str:
        return self.file_name


class RememberedMapping(models.Model):
    """How a sender mapped these titles last time."""

    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sheet_code = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    unit = models.CharField(max_length=4, blank=True)

    class Meta:
        verbose_name = _("记住的列对应")
        constraints = (
            models.UniqueConstraint(name="mapping_once", fields=("sender", "sheet_code", "fingerprint")),
        )

    def __str__(self) -> str:
        return f"{self.sheet_code} {self.fingerprint[:8]}"
