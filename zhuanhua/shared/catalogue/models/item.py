"""The item of a catalogue: what is offered or sought, by whom, for whose eyes, and until when."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.text import match_key
from zhuanhua.shared.catalogue import codes, fields
from zhuanhua.shared.catalogue.states import APPLICANT_LABELS, FINAL, TONES, PublicationState
from zhuanhua.shared.people.districts import area_name
from zhuanhua.shared.workflow.models import Case, different_people

PEOPLE = settings.AUTH_USER_MODEL


class Item(Case):
    """One entry of a catalogue. `summary` is read by its level's second layer, `text` by the third, the contact after consent only."""

    States = PublicationState
    TONES = TONES
    FINAL = FINAL
    APPLICANT_LABELS = APPLICANT_LABELS

    title = models.CharField(_("名称"), max_length=200, blank=True)
    title_key = models.CharField(max_length=200, blank=True, editable=False)
    summary = models.TextField(_("简介"), blank=True, max_length=1000)
    text = models.TextField(_("全文"), blank=True, max_length=8000)
    keywords = models.JSONField(_("关键词"), default=list, blank=True)
    field = models.CharField(_("技术领域"), max_length=3, blank=True)
    field_is_suggested = models.BooleanField(default=False, editable=False)
    cooperation = models.JSONField(_("合作方式"), default=list, blank=True)
    level = models.CharField(_("公开程度"), max_length=12, choices=codes.Level, default=codes.Level.MEMBERS)
    owner = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="+", verbose_name=_("发布单位")
    )
    district = models.CharField(_("所在区县"), max_length=6, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=40, blank=True)
    contact_email = models.CharField(_("电子邮箱"), max_length=120, blank=True)
    source = models.CharField(_("来源"), max_length=12, default="form")
    source_key = models.CharField(_("外部编号"), max_length=80, blank=True)
    batch = models.CharField(_("批次"), max_length=40, blank=True)
    submitted_on = models.DateField(_("提交日期"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提交人")
    )
    reviewed_by = models.ForeignKey(
        PEOPLE, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审核人")
    )
    published_on = models.DateField(_("发布日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_items"
    )

    class Meta:
        abstract = True
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("state", "published_on"), name="%(app_label)s_shelf"),
            models.Index(fields=("owner", "state"), name="%(app_label)s_owner"),
            models.Index(fields=("title_key",), name="%(app_label)s_title"),
            models.Index(fields=("batch",), name="%(app_label)s_batch"),
        )
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_state_known", condition=Q(state__in=PublicationState.values)
            ),
            models.CheckConstraint(
                name="%(app_label)s_level_known", condition=Q(level__in=codes.Level.values)
            ),
            models.CheckConstraint(
                name="%(app_label)s_complete_once_submitted",
                condition=Q(state__in=(PublicationState.DRAFT, PublicationState.WITHDRAWN))
                | ~Q(title="") & Q(submitted_on__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_published_is_whole",
                condition=~Q(state__in=(PublicationState.PUBLISHED, PublicationState.EXPIRED))
                | Q(reviewed_by__isnull=False, published_on__isnull=False, expires_on__isnull=False),
            ),
            models.CheckConstraint(
                name="%(app_label)s_expires_after_publication",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("published_on")),
            ),
            models.CheckConstraint(
                name="%(app_label)s_not_merged_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            different_people("submitted_by", "reviewed_by", "%(app_label)s_reviewer_is_another"),
            models.UniqueConstraint(
                name="%(app_label)s_source_once",
                fields=("owner", "source_key"),
                condition=~Q(source_key="") & Q(merged_into__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the comparison key beside the title."""
        self.title_key = match_key(self.title)
        names = kwargs.get("update_fields")
        if names is not None and "title" in names:
            kwargs["update_fields"] = {*names, "title_key"}
        super().save(*args, **kwargs)

    @property
    def field_path(self) -> tuple[str, ...]:
        """Name domain and field of the 高新技术领域."""
        return fields.path_of(self.field)

    @property
    def field_words(self) -> str:
        """Name domain and field in one line."""
        return " · ".join(self.field_path)

    @property
    def district_name(self) -> str:
        """The item's own district in words; its owner may sit in another."""
        return area_name(self.district) if self.district else ""

    @property
    def cooperation_words(self) -> list[str]:
        """Name the ways of working together."""
        return [
            str(codes.Cooperation(each).label)
            for each in self.cooperation
            if each in codes.Cooperation.values
        ]

    @property
    def level_short(self) -> str:
        """Name the level in a word or two."""
        return str(codes.LEVEL_SHORT.get(self.level, ""))  # type: ignore[call-overload]

    def is_live(self, on: date) -> bool:
        """Whether it stands on the shelf on that day."""
        return (
            self.state == PublicationState.PUBLISHED
            and self.merged_into_id is None
            and self.expires_on is not None
            and self.expires_on >= on
        )
