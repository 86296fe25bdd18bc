"""Which questions does a person ask again? Kept with the day up to which they have been answered."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """保存的查找: what was asked, in which source, narrowed by what; `known` are the numbers already told, so that only new ones alert."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    text = models.CharField(_("查找的词"), max_length=100)
    source = models.CharField(max_length=40)
    chosen = models.JSONField(default=list)
    alerts = models.BooleanField(_("有新的就告诉我"), default=True)
    known = models.JSONField(default=list)
    made_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("保存的查找")
        ordering = ("-id",)
        constraints = (
            UniqueConstraint(name="saved_search_once", fields=("person", "text", "source")),
            CheckConstraint(name="saved_search_has_words", condition=~Q(text="")),
        )

    def __str__(self) -> str:
        return self.text
