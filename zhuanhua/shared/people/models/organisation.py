"""Which organisations do we know, under which names, and which were found to be one and the same?"""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.text import match_key
from zhuanhua.shared.people.districts import area_name
from zhuanhua.shared.people.kinds import OrganisationKind, OrganisationSize


class Organisation(models.Model):
    """A body that signs contracts or decides on them; a merged one points to the one that was kept."""

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True, null=True, blank=True)
    name = models.CharField(_("单位名称"), max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False, default="")
    kind = models.CharField(_("单位性质"), max_length=12, choices=OrganisationKind.choices)
    district = models.CharField(_("所在区县"), max_length=6, blank=True, default="")  # GB/T 2260
    industry = models.CharField(_("行业代码"), max_length=4, blank=True, default="")  # GB/T 4754
    size = models.CharField(
        _("单位规模"), max_length=6, choices=OrganisationSize.choices, default=OrganisationSize.NONE
    )
    registered_on = models.DateField(_("成立日期"), null=True, blank=True)
    is_high_tech = models.BooleanField(_("高新技术企业"), default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_organisations"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("单位名录")
        ordering = ["name_key", "id"]
        constraints = [
            CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_is_known"),
            CheckConstraint(condition=Q(size__in=OrganisationSize.values), name="organisation_size_is_known"),
            CheckConstraint(
                condition=Q(uscc__isnull=True) | Q(Exact(Length("uscc"), 18)),
                name="organisation_uscc_has_18_places",
            ),
            CheckConstraint(
                condition=Q(district="") | Q(Exact(Length("district"), 6)),
                name="organisation_district_has_6_digits",
            ),
            CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organisation_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key in step with the name."""
        self.name_key = match_key(self.name)
        fields = kwargs.get("update_fields")
        if fields is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "name_key"}
        super().save(*args, **kwargs)

    @property
    def district_name(self) -> str:
        """The district in words."""
        return area_name(self.district) if self.district else ""


class OrganisationName(models.Model):
    """A name and the time it was borne; the one without an end is the present name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("单位名称"), max_length=200)
    name_key = models.CharField(max_length=200, db_index=True, editable=False, default="")
    from_on = models.DateField(_("启用日期"), null=True, blank=True)
    to_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位名称")
        ordering = ["organisation_id", F("to_on").desc(nulls_first=True), "-id"]
        constraints = [
            CheckConstraint(condition=~Q(name=""), name="organisation_name_is_not_empty"),
            CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="organisation_name_ends_after_it_begins",
            ),
            UniqueConstraint(
                fields=["organisation"],
                condition=Q(to_on__isnull=True),
                name="organisation_has_one_present_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search key in step with the name."""
        self.name_key = match_key(self.name)
        super().save(*args, **kwargs)


class OrganisationMerge(models.Model):
    """One merge: which organisation was kept, which went into it, and exactly which rows were moved, so that it can be undone."""

    kept = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merges_merged")
    reason = models.TextField(_("合并理由"))
    moved = models.JSONField(default=dict)  # {"contracts.contract.seller": [3, 8], …}
    ended = models.JSONField(default=list)  # memberships that would have stood twice
    taken = models.JSONField(default=dict)  # facts that the kept one lacked and took over: {"uscc": …}
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        "people.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("单位合并")
        ordering = ["-merged_at", "-id"]
        constraints = [
            CheckConstraint(condition=~Q(kept=F("merged")), name="organisation_merge_joins_two"),
            CheckConstraint(condition=~Q(reason=""), name="organisation_merge_has_a_reason"),
            CheckConstraint(
                condition=Q(undone_by__isnull=True) | Q(undone_at__isnull=False),
                name="organisation_merge_undone_pair",
            ),
            UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="organisation_is_merged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
