"""Whom do we tell what about an item? Text and recipient of each message; no decisions."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.notices.actions import notify


def item_published(item: Any) -> None:
    """Tell the owner that the item is on the shelf, and until when."""
    _tell(
        item,
        noop("已发布：%(name)s"),
        noop("有效期到%(day)s，到期前会提醒续期。"),
        day=item.expires_on.isoformat(),
    )


def items_published(items: Sequence[Any]) -> None:
    """Tell each owner once how many of theirs are on the shelf."""
    by_owner: dict[int, list[Any]] = defaultdict(list)
    for item in items:
        by_owner[item.owner_id].append(item)
    for owned in by_owner.values():
        if len(owned) == 1:
            item_published(owned[0])
        else:
            _tell(
                owned[0],
                noop("已发布%(count)s项"),
                noop("可以在“我的”清单里查看。"),
                page="",
                count=str(len(owned)),
            )


def item_returned(item: Any, reason: str) -> None:
    """Tell the owner what must be changed."""
    _tell(item, noop("请修改：%(name)s"), reason, page="edit/")


def items_expired(items: Sequence[Any]) -> None:
    """Tell the owner that an item has left the shelf, and the way back."""
    for item in items:
        _tell(item, noop("已到期：%(name)s"), noop("已从目录撤下。仍然有效的，请打开后点“续期”。"))


def item_expires_soon(item: Any) -> None:
    """Tell the owner that the term ends."""
    _tell(
        item,
        noop("快到期：%(name)s"),
        noop("有效期到%(day)s。仍然有效的，请续期。"),
        day=item.expires_on.isoformat(),
    )


def undertaking_signed(item: Any, organisation: str) -> None:
    """Tell the owner who may read the full text now."""
    _tell(
        item,
        noop("签署了保密承诺：%(name)s"),
        noop("%(organisation)s签署后可以阅读全文。"),
        organisation=organisation,
    )


def contact_asked(item: Any, organisation: str) -> None:
    """Tell the owner who wants to talk."""
    _tell(
        item,
        noop("请求联系：%(name)s"),
        noop("%(organisation)s希望联系您。同意后对方才看得到联系方式。"),
        organisation=organisation,
    )


def contact_answered(item: Any, request: Any) -> None:
    """Tell who asked what the owner answered."""
    granted = request.state == "granted"
    notify(
        request.person,
        title=noop("对方同意联系：%(name)s") if granted else noop("对方暂不联系：%(name)s"),
        body=noop("联系方式已显示在页面上。") if granted else noop("可以关注其他条目。"),
        words={"name": item.title},
        url=catalogue_of(item.case_kind).address(item.number),
    )


def _tell(item: Any, title: str, body: str, *, page: str | None = None, **words: str) -> None:
    catalogue = catalogue_of(item.case_kind)
    url = f"/{catalogue.name}/mine/" if page == "" else catalogue.address(item.number, page or "")
    notify(item.owner, title=title, body=body, words={"name": item.title, **words}, url=url)
