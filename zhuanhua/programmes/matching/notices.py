"""Whom do we tell what about a match? Text and recipient of each message; no decisions."""

from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.programmes.matching.models import Saying
from zhuanhua.shared.notices.actions import notify


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
