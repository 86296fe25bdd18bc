"""Whom do we tell what about a match? Text and recipient of each message; no decisions."""

from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.programmes.matching.models import Saying
from zhuanhua.shared.notices.actions import notify

WEEKLY = noop("不再需要每周汇总的，可以在“提醒设置”里关掉。")


def asked(match: Any, recipient: Any, item: Any) -> None:
    """Tell the other side who wants to talk about what."""
    notify(
        recipient,
        title=noop("有单位想和您对接：%(name)s"),
        body=noop("%(owner)s认为合适。同意以后对方才会与您联系。"),
        words={"name": item.title, "owner": item.owner.name},
        url=f"/matching/{match.number}/",
    )


def not_wanted(other: Any, item: Any, saying: str, note: str) -> None:
    """Tell the other side, in words, why it does not fit."""
    notify(
        other.owner,
        title=noop("一条匹配意见：%(name)s"),
        body=noop("%(owner)s认为不合适：%(why)s。%(note)s"),
        words={
            "name": other.title,
            "owner": item.owner.name,
            "why": str(Saying(saying).label),
            "note": note,
        },
        url="/matching/said/",
    )


def answered(match: Any) -> None:
    """Tell the side that asked how it went on."""
    notify(
        match.asked_from,
        title=noop("对接有了答复：%(name)s"),
        body=noop("现在的状态：%(state)s。"),
        words={"name": match.need.title, "state": str(match.state_label)},
        url=f"/matching/{match.number}/",
    )


def named_broker(match: Any) -> None:
    """Tell an agency that it was named the broker of a match."""
    notify(
        match.broker,
        title=noop("请您撮合一项对接：%(name)s"),
        body=noop("%(need)s和%(achievement)s。您现在可以查看并记录进展。"),
        words={
            "name": match.need.title,
            "need": match.need.owner.name,
            "achievement": match.achievement.owner.name,
        },
        url=f"/matching/{match.number}/",
    )


def recommended(need: Any, achievement: Any, by: Any) -> None:
    """Tell a need's owner that somebody points to an achievement."""
    notify(
        need.owner,
        title=noop("推荐给您一项成果：%(name)s"),
        body=noop("%(by)s认为它适合您的需求“%(need)s”。合适的请点“合适，请牵线”。"),
        words={"name": achievement.title, "need": need.title, "by": by.name},
        url=f"/matching/for/{need.number}/?with={achievement.number}",
    )


def found_new(person: Any, found: list[Any]) -> None:
    """Tell one person of new strong pairs of their own items."""
    first = found[0]
    own_need = first.need.owner_id == person.organisation.pk
    notify(
        person,
        title=noop("有%(count)s对新的高度匹配"),
        body=noop("其中：%(own)s — %(other)s。不再需要提醒的，可以在“提醒设置”里关掉。"),
        words={
            "count": str(len(found)),
            "own": first.need.title if own_need else first.achievement.title,
            "other": first.achievement.title if own_need else first.need.title,
        },
        url="/matching/leads/",
        mail_says=noop("不再需要提醒的，可以在“提醒设置”里关掉。"),
    )


def week(person: Any, *, new: int, waiting: int, late: int) -> None:
    """Tell one person how matching stands for them this week."""
    notify(
        person,
        title=noop("供需对接一周：新的高度匹配%(new)s对，等您答复%(waiting)s项，久未跟进%(late)s项"),
        body=WEEKLY,
        mail_says=WEEKLY,
        words={"new": str(new), "waiting": str(waiting), "late": str(late)},
        url="/matching/",
    )


def learned(learning: Any) -> None:
    """Tell who asked for it that a new model is ready to be compared."""
    notify(
        learning.asked_by,
        title=noop("新的匹配模型学成了：%(version)s"),
        body=noop("请看和现在用的模型的比较，再决定是否启用。"),
        words={"version": learning.version},
        url="/matching/models/",
    )
