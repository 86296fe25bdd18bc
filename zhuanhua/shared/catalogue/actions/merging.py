"""How are two items made one, and how is that undone?"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import clean_block
from zhuanhua.shared.catalogue import permissions
from zhuanhua.shared.catalogue.actions.likenesses import keep_bands
from zhuanhua.shared.catalogue.actions.reviewing import close_batches
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.models import ItemMerge
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import close_tasks

NEVER_TAKEN = {"title", "level", "contact_name", "contact_phone", "contact_email"}


@transaction.atomic
def merge_items(*, kept: Any, merged: Any, reason: str, by: Any) -> ItemMerge:
    """Hide one item behind another, which takes over what it lacks. Refused for items of two organisations unless the desk does it.

    Nothing is deleted: the merged one keeps its state, and an undo shows it again and gives back what was taken.
    """
    model = type(kept)
    rows = {
        row.pk: row
        for row in model.objects.select_for_update(of=("self",))
        .filter(pk__in=[kept.pk, merged.pk])
        .order_by("pk")
    }
    if len(rows) < 2:
        raise Refusal(_("选的是同一条。请选两条。"), code="same")
    kept, merged = rows[kept.pk], rows[merged.pk]
    for item in (kept, merged):
        verdict = permissions.may_merge(by, item)
        if not verdict:
            raise Forbidden(verdict.reason)
    if kept.merged_into_id or merged.merged_into_id:
        raise Conflict(_("其中一条已经并入别的条目。"), way_out=_("请刷新后重选。"))
    words = clean_block(reason)
    if not words:
        raise Refusal(_("合并理由没有填。"), field="reason", way_out=_("请写明怎样认定是同一项。"))
    taken = _taken_over(kept, merged)
    for name in taken:
        setattr(kept, name, getattr(merged, name))
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    if taken:
        kept.save(update_fields=list(taken))
    model.objects.filter(merged_into=merged).update(merged_into=kept)
    merge = ItemMerge.objects.create(
        kind=kept.case_kind, kept=kept.number, merged=merged.number, reason=words[:500], taken=taken,
        merged_by=by, merged_at=city_now(),
    )  # fmt: skip
    record(
        f"{kept.case_kind}:merge",
        case_kind=kept.case_kind,
        case_number=kept.number,
        by=by,
        after={"merged": merged.number, "taken": sorted(taken)},
        reason=words,
    )
    close_tasks(merged, by=by)
    close_batches([merged], by=by)
    keep_bands([merged], gone=True)
    keep_bands([kept])
    return merge


@transaction.atomic
def undo_merge(*, merge: ItemMerge, by: Any) -> ItemMerge:
    """Show the merged item again and take back from the kept one what it took over and still carries unchanged."""
    merge = ItemMerge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise Conflict(_("这次合并已经撤销。"), way_out=_("请刷新页面。"))
    model = catalogue_of(merge.kind).model
    kept, merged = model.objects.get(number=merge.kept), model.objects.get(number=merge.merged)
    verdict = permissions.may_merge(by, kept)
    if not verdict:
        raise Forbidden(verdict.reason)
    given_back = [name for name, value in merge.taken.items() if _kept_value(kept, name) == value]
    for name in given_back:
        setattr(kept, name, _empty(kept, name))
    if given_back:
        kept.save(update_fields=given_back)
    merged.merged_into = None
    merged.save(update_fields=["merged_into"])
    merge.undone_by, merge.undone_at = by, city_now()
    merge.save(update_fields=["undone_by", "undone_at"])
    record(
        f"{kept.case_kind}:undo_merge",
        case_kind=kept.case_kind,
        case_number=kept.number,
        by=by,
        after={"restored": merged.number},
    )
    keep_bands([kept, merged])
    return merge


def _taken_over(kept: Any, merged: Any) -> dict[str, Any]:
    """Name what the kept one lacks and the merged one has, as plain values."""
    names = [name for name in catalogue_of(kept.case_kind).saved if name not in NEVER_TAKEN]
    return {
        name: _kept_value(merged, name)
        for name in names
        if getattr(kept, name) in (None, "", []) and getattr(merged, name) not in (None, "", [])
    }


def _kept_value(item: Any, name: str) -> Any:
    value = getattr(item, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _empty(item: Any, name: str) -> Any:
    field = item._meta.get_field(name)
    if field.null:
        return None
    return [] if field.get_internal_type() == "JSONField" else ""
