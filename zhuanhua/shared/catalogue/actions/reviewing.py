"""The desk's side: publish one or many, return with a reason, end what has expired."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden
from zhuanhua.shared.catalogue import notices, permissions
from zhuanhua.shared.catalogue.catalogues import Catalogue, catalogue_of
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.workflow.actions import close_tasks, close_tasks_of, open_task, return_fields
from zhuanhua.shared.workflow.models import Task
from zhuanhua.shared.workflow.moves import move, move_all

CHUNK = 1_000
PUBLISHED = ("reviewed_by", "published_on", "expires_on", "reminded_on")


@transaction.atomic
def publish_item(*, item: Any, by: Any, on: date) -> Any:
    """Put a submitted item on the shelf until it expires. Refused to who handed it in, and to its own organisation."""
    _require(permissions.may_review(by, item))
    _stamp(item, by=by, on=on)
    move(item, "publish", by=by, fields=PUBLISHED, after={"expires_on": item.expires_on})
    close_tasks(item, by=by)
    close_batches([item], by=by)
    transaction.on_commit(partial(notices.item_published, item))
    return item


@transaction.atomic
def publish_items(*, items: Sequence[Any], by: Any, on: date) -> int:
    """Put many submitted items on the shelf at once: all or none, one journal line each; their owners get one message."""
    for item in items:
        verdict = permissions.may_review(by, item)
        if not verdict:
            raise Forbidden(f"{item.number} {item.title[:20]}：{verdict.reason}")
        if item.state != PublicationState.SUBMITTED or item.merged_into_id:
            raise Conflict(
                _("%(number)s现在是“%(state)s”，不能发布。")
                % {"number": item.number, "state": item.state_label},
                way_out=_("请刷新后再选。"),
            )
        _stamp(item, by=by, on=on)
    for start in range(0, len(items), CHUNK):
        chunk = list(items[start : start + CHUNK])
        move_all(chunk, "publish", by=by, fields=PUBLISHED)
        close_tasks_of(chunk, by=by)
    close_batches(items, by=by)
    transaction.on_commit(partial(notices.items_published, list(items)))
    return len(items)


@transaction.atomic
def return_item(*, item: Any, by: Any, reason: str) -> Any:
    """Send an item back with what must be changed; a published one leaves the shelf."""
    verdict = permissions.may_review(by, item)
    if not verdict:
        raise Forbidden(verdict.reason)
    move(item, "return", by=by, reason=reason)
    return_fields(item, by=by, remark=reason, fields={})
    close_tasks(item, by=by)
    close_batches([item], by=by)
    catalogue = catalogue_of(item.case_kind)
    open_task(
        case=item,
        title=noop("修改后重新提交"),
        about=item.title,
        permission=catalogue.file,
        organisation=item.owner,
        url=catalogue.address(item.number, "edit/"),
    )
    transaction.on_commit(partial(notices.item_returned, item, reason))
    return item


@transaction.atomic
def expire_items(*, catalogue: Catalogue, on: date, by: Any = None) -> int:
    """End what has passed its day, and tell the owners how to renew; run by the worker every day."""
    items = list(
        catalogue.model.objects.select_related("owner").filter(
            state=PublicationState.PUBLISHED, expires_on__lt=on, merged_into__isnull=True
        )
    )
    for start in range(0, len(items), CHUNK):
        move_all(items[start : start + CHUNK], "expire", by=by)
    for item in items:
        close_tasks(item, by=by)
        open_task(
            case=item,
            title=noop("已到期，需要的请续期"),
            about=item.title,
            permission=catalogue.file,
            organisation=item.owner,
            url=catalogue.address(item.number),
        )
    transaction.on_commit(partial(notices.items_expired, items))
    return len(items)


def close_batches(items: Sequence[Any], *, by: Any) -> None:
    """Close the one task of an import once nothing of it waits any more."""
    if not items:
        return
    model = type(items[0])
    for batch in sorted({item.batch for item in items if item.batch}):
        if model.objects.filter(
            batch=batch, state=PublicationState.SUBMITTED, merged_into__isnull=True
        ).exists():
            continue
        tasks = Task.objects.filter(
            case_kind=f"{items[0].case_kind}_batch", case_number=batch, closed_at__isnull=True
        )
        tasks.update(closed_at=items[0].state_since, closed_by=by)


def _stamp(item: Any, *, by: Any, on: date) -> None:
    item.reviewed_by, item.published_on = by, on
    item.expires_on, item.reminded_on = catalogue_of(item.case_kind).valid_until(item, on), None


def _require(verdict: Any) -> None:
    if not verdict:
        raise Forbidden(verdict.reason)
