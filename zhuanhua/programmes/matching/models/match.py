"""What do we keep of a match: the pair, where it stands, each step with day and person, and what people said of a pair."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.programmes.matching.states import FINAL, MOVES, TONES, MatchState
from zhuanhua.shared.workflow.models import Case

PEOPLE = settings.AUTH_USER_MODEL


class Saying(models.TextChoices):
    """What a side says of a pair: suitable, or one of eight reasons why not."""

    SUITABLE = "suitable", _("合适")
    HAVE_IT = "have_it", _("已有合作方")
    TOO_EARLY = "too_early", _("还不够成熟")
    TOO_DEAR = "too_dear", _("价格太高")
    WRONG_FIELD = "wrong_field", _("技术方向不对")
    CAPACITY = "capacity", _("对方供不上")
    RIGHTS_UNCLEAR = "rights_unclear", _("权属不清")
    REGION = "region", _("地方太远")
    OTHER = "other", _("其他原因")


class Match(Case):
    """A need and an achievement that one side wants to bring together (供需对接). A registered contract belongs to one match only."""

    case_kind = "match"
    States = MatchState
    MOVES = MOVES
    FINAL = FINAL
    TONES = TONES

    need = models.ForeignKey(
        "needs.Need", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("match", "需求")
    )
    achievement = models.ForeignKey(
        "achievements.Achievement",
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("match", "成果"),
    )
    asked_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    asked_from = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    asked_on = models.DateField(_("提出日期"))
    level = models.PositiveSmallIntegerField(_("匹配程度"))
    score_bp = models.PositiveIntegerField(_("得分"))
    model = models.CharField(_("模型版本"), max_length=40)
    broker = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撮合方"),
    )
    contract = models.OneToOneField(
        "contracts.Contract",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记合同"),
    )

    class Meta:
        verbose_name = pgettext_lazy("match", "供需对接")
        ordering = ("-id",)
        indexes = (models.Index(fields=("state", "state_since"), name="match_board"),)
        constraints = (
            models.CheckConstraint(name="match_state_known", condition=Q(state__in=MatchState.values)),
            models.CheckConstraint(name="match_level_known", condition=Q(level__gte=1, level__lte=4)),
            models.UniqueConstraint(
                name="match_pair_open_once", fields=("need", "achievement"), condition=~Q(state="ended")
            ),
            models.CheckConstraint(
                name="match_registered_with_contract",
                condition=Q(state="registered", contract__isnull=False)
                | ~Q(state="registered") & Q(contract__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class MatchStep(models.Model):
    """One step of a match: on which day, told by whom, with what result."""

    match = models.ForeignKey(Match, models.CASCADE, related_name="steps")
    state = models.CharField(_("步骤"), max_length=20)
    done_on = models.DateField(_("日期"))
    told_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("对接步骤")
        ordering = ("done_on", "id")
        constraints = (
            models.UniqueConstraint(name="match_step_once", fields=("match", "state")),
            models.CheckConstraint(name="match_step_known", condition=Q(state__in=MatchState.values)),
        )

    def __str__(self) -> str:
        return f"{self.match_id} {self.state}"

    @property
    def label(self) -> str:
        """Name the step."""
        return str(MatchState(self.state).label)


class Judgement(models.Model):
    """What one side said of a pair that was shown to it: the label from which a model may learn."""

    need = models.ForeignKey("needs.Need", models.PROTECT, related_name="+")
    achievement = models.ForeignKey("achievements.Achievement", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", models.PROTECT, related_name="+")
    said_by = models.ForeignKey(PEOPLE, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    saying = models.CharField(pgettext_lazy("match", "意见"), max_length=20, choices=Saying)
    note = models.CharField(_("补充"), max_length=300, blank=True)
    level = models.PositiveSmallIntegerField()
    model = models.CharField(max_length=40)

    class Meta:
        verbose_name = _("匹配意见")
        ordering = ("-said_at",)
        constraints = (
            models.UniqueConstraint(name="judgement_once", fields=("need", "achievement", "organisation")),
            models.CheckConstraint(name="judgement_known", condition=Q(saying__in=Saying.values)),
        )

    def __str__(self) -> str:
        return f"{self.need_id}/{self.achievement_id} {self.saying}"
