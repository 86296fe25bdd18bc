"""The owner's side: an item is begun, saved, submitted, revised, renewed, taken down."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.phones import are_phones
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.catalogue import permissions
from zhuanhua.shared.catalogue.actions.likenesses import keep_bands
from zhuanhua.shared.catalogue.catalogues import Catalogue, catalogue_of
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.catalogue.wording import HOW_PHONES_ARE_WRITTEN, NOT_A_PHONE
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import answer_return, close_tasks, keep_version, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number


@transaction.atomic
def start_item(*, catalogue: Catalogue, by: Any, on: date) -> Any:
    """Begin a draft for the organisation that the person acts for; nobody else sees it."""
    require(by, catalogue.file)
    if by.organisation is None:
        raise Refusal(_("您还没有代表任何单位。"), way_out=_("请在右上角选择要代表的单位，再填报。"))
    item = catalogue.model.objects.create(
        number=next_number(catalogue.letters, on=on),
        state=PublicationState.DRAFT,
        owner=by.organisation,
        district=by.organisation.district,
        contact_name=by.name,
        contact_phone=by.phone,  # the e-mail of an account is for signing in; whoever wants it in an entry types it
    )
    record(f"{item.case_kind}:start", case_kind=item.case_kind, case_number=item.number, by=by)
    return item


@transaction.atomic
def save_item(*, item: Any, values: dict[str, Any], by: Any) -> list[str]:
    """Keep what was typed, complete or not; gives the names of the fields that changed. The journal keeps the names, never the contents."""
    catalogue = catalogue_of(item.case_kind)
    item = _locked(item)
    _require(permissions.may_edit(by, item))
    unknown = values.keys() - set(catalogue.saved)
    if unknown:
        message = f"{catalogue.name} has no field {', '.join(sorted(unknown))} that a form may set"
        raise ValueError(message)
    changed = [name for name, value in values.items() if getattr(item, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(item, name, values[name])
    if "field" in changed:
        item.field_is_suggested = False
    item.save()
    keep_bands([item])
    record(
        f"{item.case_kind}:draft",
        case_kind=item.case_kind,
        case_number=item.number,
        by=by,
        after={"fields": sorted(changed)},
    )
    return changed


@transaction.atomic
def submit_item(*, item: Any, by: Any, on: date) -> Any:
    """Hand a draft or a correction in. Refused while a required field is empty; the desk gets a task, a version is kept."""
    _require(permissions.may_edit(by, item))
    item.refresh_from_db()
    require_complete(item)
    item.submitted_on, item.submitted_by, item.reviewed_by = on, by, None
    item.district = item.district or item.owner.district
    move(item, "submit", by=by, fields=("submitted_on", "submitted_by", "reviewed_by", "district"))
    answer_return(item, by=by)
    close_tasks(item, by=by)
    keep_version(item, payload_of(item), by=by)
    catalogue = catalogue_of(item.case_kind)
    open_task(
        case=item,
        title=noop("审核待发布的内容"),
        about=item.title,
        permission=catalogue.review,
        url=catalogue.address(item.number),
    )
    return item


@transaction.atomic
def revise_item(*, item: Any, by: Any) -> Any:
    """Take a published or expired item back to draft, to change it; it leaves the shelf until it is reviewed again."""
    _require(permissions.may_file(by, item))
    move(item, "revise", by=by)
    return item


@transaction.atomic
def renew_item(*, item: Any, by: Any, on: date) -> Any:
    """Keep a published item on the shelf for another term, or put an expired one back unchanged."""
    _require(permissions.may_file(by, item))
    item.expires_on = catalogue_of(item.case_kind).valid_until(item, on)
    item.reminded_on = None
    move(item, "renew", by=by, fields=("expires_on", "reminded_on"), after={"expires_on": item.expires_on})
    close_tasks(item, by=by)
    return item


@transaction.atomic
def withdraw_item(*, item: Any, by: Any) -> Any:
    """Take an item down for good; its history stays."""
    _require(permissions.may_file(by, item))
    move(item, "withdraw", by=by)
    close_tasks(item, by=by)
    return item


@transaction.atomic
def discard_item(*, item: Any, by: Any) -> None:
    """Throw away a draft that was never submitted; its journal line stays."""
    item = _locked(item)
    _require(permissions.may_edit(by, item))
    if item.state != PublicationState.DRAFT or item.submitted_on is not None:
        raise Conflict(_("提交过的内容不能删除。"), way_out=_("可以撤下。"))
    record(f"{item.case_kind}:discard", case_kind=item.case_kind, case_number=item.number, by=by)
    keep_bands([item], gone=True)
    item.delete()


def missing_fields(item: Any) -> list[str]:
    """Name the required fields that are still empty."""
    return [name for name in catalogue_of(item.case_kind).required if getattr(item, name) in (None, "", [])]


def require_complete(item: Any) -> None:
    """Raise Refusal naming the first thing that keeps the item from being handed in."""
    for name in missing_fields(item):
        label = item._meta.get_field(name).verbose_name
        raise Refusal(
            _("“%(field)s”还没有填。") % {"field": label},
            field=name,
            way_out=_("请补上再提交。"),
            code="missing",
        )
    if item.contact_phone and not are_phones(item.contact_phone):
        raise Refusal(
            str(NOT_A_PHONE), field="contact_phone", way_out=str(HOW_PHONES_ARE_WRITTEN), code="not_a_phone"
        )


def payload_of(item: Any) -> dict[str, Any]:
    """Give the owner's fields as plain values, for versions and their difference."""
    payload = {name: plain(getattr(item, name)) for name in catalogue_of(item.case_kind).saved}
    payload["papers"] = [{"kind": paper.kind, "name": paper.name} for paper in files_of(item)]
    return payload


def plain(value: Any) -> Any:
    """Make a value fit for JSON."""
    return value.isoformat() if isinstance(value, date) else value


def _locked(item: Any) -> Any:
    return type(item).objects.select_for_update(of=("self",)).select_related("owner").get(pk=item.pk)


def _require(verdict: Any) -> None:
    if not verdict:
        raise Forbidden(verdict.reason)
