"""What was a person told, and did they read it?"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.wording import said


class Notice(models.Model):
    """One message to one person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    title = models.CharField(_("标题"), max_length=300)
    body = models.TextField(_("内容"), blank=True)
    words = models.JSONField(_("填入的词"), default=dict, blank=True)
    url = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(default=city_now)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("消息")
        ordering = ("-id",)
        indexes = (models.Index(fields=("person", "read_at"), name="notice_unread"),)

    def __str__(self) -> str:
        return self.title

    @property
    def heading(self) -> str:
        """Give the title in the reader's language."""
        return said(self.title, self.words)

    @property
    def text(self) -> str:
        """Give the body in the reader's language; what somebody typed stays as typed."""
        return said(self.body, self.words)
