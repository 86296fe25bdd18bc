"""Which items were found to be one and the same, and by what are alike ones found?"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PEOPLE = settings.AUTH_USER_MODEL


class ItemMerge(models.Model):
    """One merge of two items of a catalogue: the merged one is hidden, `taken` says what the kept one took over, so that it can be undone."""

    kind = models.CharField(max_length=20)
    kept = models.CharField(max_length=40)
    merged = models.CharField(max_length=40)
    reason = models.CharField(_("合并理由"), max_length=500)
    taken = models.JSONField(default=dict)
    merged_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("条目合并")
        ordering = ("-merged_at", "-id")
        constraints = (
            models.CheckConstraint(name="item_merge_joins_two", condition=~Q(kept=F("merged"))),
            models.CheckConstraint(name="item_merge_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="item_merge_undone_in_pairs",
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="item_is_merged_once", fields=("kind", "merged"), condition=Q(undone_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class LikenessBand(models.Model):
    """One band of an item's MinHash signature: items that share a band are probably alike (engines.likeness)."""

    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    band = models.BigIntegerField()

    class Meta:
        verbose_name = _("相似标记")
        indexes = (
            models.Index(fields=("kind", "band"), name="likeness_band"),
            models.Index(fields=("kind", "number"), name="likeness_item"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.band}"
