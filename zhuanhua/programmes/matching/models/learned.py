"""What do we keep of the engine: each model with its measures, the pairs it proposes, and who wants no alerts?"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PEOPLE = settings.AUTH_USER_MODEL


class LearningState(models.TextChoices):
    """Where a course of learning stands."""

    WAITING = "waiting", _("排队中")
    RUNNING = "running", _("学习中")
    READY = "ready", pgettext_lazy("model", "可以启用")
    FAILED = "failed", pgettext_lazy("model", "没有学成")


class Learning(models.Model):
    """One course of learning and the model that came of it (模型). Exactly one may be in use; the first one stands without verdicts."""

    state = models.CharField(_("状态"), max_length=10, choices=LearningState)
    version = models.CharField(_("模型版本"), max_length=40, blank=True)
    verdicts = models.PositiveIntegerField(_("学习的意见数"), default=0)
    measures = models.JSONField(_("同一批意见上的比较"), default=dict, blank=True)
    message = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    in_use = models.BooleanField(default=False)
    switched_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    switched_at = models.DateTimeField(null=True, blank=True)
    ranked_until = models.BigIntegerField(null=True, blank=True, editable=False)
    ranked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("匹配模型")
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(name="learning_state_known", condition=Q(state__in=LearningState.values)),
            models.UniqueConstraint(name="learning_one_in_use", fields=("in_use",), condition=Q(in_use=True)),
            models.CheckConstraint(
                name="learning_in_use_is_ready", condition=Q(in_use=False) | Q(state="ready") & ~Q(version="")
            ),
            models.UniqueConstraint(
                name="learning_one_at_a_time",
                fields=("state",),
                condition=Q(state__in=("waiting", "running")),
            ),
            models.UniqueConstraint(
                name="learning_version_once", fields=("version",), condition=~Q(version="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.version or self.state}"

    @property
    def key(self) -> str:
        """Under which name the job tells how far it is."""
        return f"{self.pk or 0:08x}"

    @property
    def tone(self) -> str:
        """Say how the state is shown."""
        tones: dict[str, str] = {"waiting": "ours", "running": "ours", "ready": "done", "failed": "stopped"}
        return tones[self.state]

    @property
    def state_label(self) -> Any:
        """Name the state."""
        return LearningState(self.state).label


class Candidate(models.Model):
    """A pair the engine proposes: computed from the catalogues, renewed by the worker, and always with the model that found it."""

    need = models.ForeignKey("needs.Need", models.CASCADE, related_name="+")
    achievement = models.ForeignKey("achievements.Achievement", models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(_("匹配程度"))
    score_bp = models.PositiveIntegerField(_("得分"))
    probability_bp = models.PositiveIntegerField(_("把握"))
    model = models.CharField(_("模型版本"), max_length=40)
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    recommended_by = models.ForeignKey(PEOPLE, models.PROTECT, null=True, blank=True, related_name="+")
    recommended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("推荐的匹配")
        ordering = ("-score_bp", "id")
        indexes = (
            models.Index(fields=("need", "-score_bp"), name="candidate_of_need"),
            models.Index(fields=("achievement", "-score_bp"), name="candidate_of_achievement"),
            models.Index(fields=("level", "found_at"), name="candidate_new"),
        )
        constraints = (
            models.CheckConstraint(name="candidate_level_known", condition=Q(level__gte=1, level__lte=4)),
            models.CheckConstraint(
                name="candidate_probability_share", condition=Q(probability_bp__lte=10_000)
            ),
            models.UniqueConstraint(name="candidate_once", fields=("need", "achievement")),
            models.CheckConstraint(
                name="candidate_recommended_whole",
                condition=Q(recommended_by__isnull=True, recommended_at__isnull=True)
                | Q(recommended_by__isnull=False, recommended_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.need_id}/{self.achievement_id} {self.level}"


class Silence(models.Model):
    """What somebody does not want to be told: new matches, the weekly digest. Who has no line here is told both."""

    person = models.OneToOneField(PEOPLE, models.CASCADE, related_name="+")
    no_alerts = models.BooleanField(_("不要新匹配提醒"), default=False)
    no_digest = models.BooleanField(_("不要每周汇总"), default=False)
    digested_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("提醒设置")

    def __str__(self) -> str:
        return f"{self.person_id}"


__all__ = ["Candidate", "Learning", "LearningState", "Silence"]
