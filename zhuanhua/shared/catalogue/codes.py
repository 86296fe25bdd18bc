"""Which levels of confidentiality, ways of working together and stages of maturity are there?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """Who may read what of a published item. The contact is never in it: it follows the owner's consent."""

    PUBLIC = "public", _("全部公开")
    MEMBERS = "members", _("标题公开，登录后看内容")
    UNDERTAKING = "undertaking", _("登录后看简介，签署保密承诺后看全文")
    RESTRICTED = "restricted", _("不公开，只有本单位和科技局看得到")


LEVEL_SHORT = {
    Level.PUBLIC: _("公开"),
    Level.MEMBERS: _("登录可见"),
    Level.UNDERTAKING: _("签承诺可见"),
    Level.RESTRICTED: _("不公开"),
}


class Cooperation(TextChoices):
    """How an achievement may be turned into business (促进科技成果转化法第十六条), and what a need asks for."""

    TRANSFER = "transfer", pgettext_lazy("cooperation", "转让")
    LICENCE = "licence", pgettext_lazy("cooperation", "许可")
    EQUITY = "equity", _("作价入股")
    JOINT = "joint", _("合作开发")
    COMMISSION = "commission", _("委托开发")
    CONSULTING = "consulting", _("咨询和服务")


class Stage(TextChoices):
    """The stages in which Chinese lists tell maturity; each covers some levels of technology readiness (GB/T 22900-2022)."""

    RESEARCH = "research", _("原理研究")
    LABORATORY = "laboratory", _("实验室样品")
    SMALL_TRIAL = "small_trial", _("小试")
    PILOT = "pilot", _("中试")
    BATCH = "batch", _("小批量生产")
    INDUSTRIAL = "industrial", _("产业化")


LAST_LEVEL = {
    Stage.RESEARCH: 3,
    Stage.LABORATORY: 4,
    Stage.SMALL_TRIAL: 5,
    Stage.PILOT: 7,
    Stage.BATCH: 8,
    Stage.INDUSTRIAL: 9,
}


def stage_of(trl: int | None) -> Stage | None:
    """Give the stage to which a level of readiness belongs."""
    return next((stage for stage, last in LAST_LEVEL.items() if trl <= last), None) if trl else None


def trl_of(stage: str) -> int | None:
    """Give the level that a stage has surely reached: the first of its levels."""
    stages = list(LAST_LEVEL)
    if stage not in Stage.values:
        return None
    place = stages.index(Stage(stage))
    return LAST_LEVEL[stages[place - 1]] + 1 if place else 1


def trl_choices() -> list[tuple[int, str]]:
    """Name the nine levels, each with its stage."""
    return [(level, f"TRL {level} · {stage_of(level).label}") for level in range(1, 10)]  # type: ignore[union-attr]


COOPERATIONS: dict[str, object] = dict(Cooperation.choices)
