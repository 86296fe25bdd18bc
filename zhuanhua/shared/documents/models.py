"""What do we keep about an uploaded file? Its bytes lie in the private folder under a random name."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.shared.documents.kinds import kind_name


def private_storage() -> FileSystemStorage:
    """Give the folder that no web server serves."""
    return FileSystemStorage(location=settings.FILES_DIR, base_url=None)


def _place(stored: "StoredFile", _name: str) -> str:
    return f"{stored.pk.hex[:2]}/{stored.pk.hex}"


class StoredFile(models.Model):
    """A private file of a case. `name` is what people see; the name on disk says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.FileField(storage=private_storage, upload_to=_place, max_length=80)
    name = models.CharField(_("文件"), max_length=200)
    kind = models.CharField(_("种类"), max_length=40)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField(max_length=64)
    case_kind = models.CharField(max_length=40)
    case_number = models.CharField(max_length=60)
    owner = models.ForeignKey("people.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=city_now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("文件")
        ordering = ("uploaded_at",)
        indexes = (
            models.Index(fields=("case_kind", "case_number"), name="file_case"),
            models.Index(fields=("sha256",), name="file_fingerprint"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """Name the kind of paper."""
        return kind_name(self.kind)

    def read(self) -> Any:
        """Open the bytes for reading."""
        return self.content.open("rb")
