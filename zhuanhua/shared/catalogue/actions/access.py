"""How does somebody come nearer to an item: a promise of secrecy opens its text, the owner's consent its contact."""

from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import clean_block, clean_line
from zhuanhua.shared.catalogue import notices, permissions
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.models import ContactRequest, ContactState, Undertaking
from zhuanhua.shared.catalogue.wording import undertaking_text
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import open_task
from zhuanhua.shared.workflow.models import Task


@transaction.atomic
def sign_undertaking(*, item: Any, signed_name: str, by: Any, on: date) -> Undertaking:
    """Promise to keep the full text secret; the name typed must be the person's own. Signing twice changes nothing."""
    _require(permissions.may_sign(by, item, on=on))
    if clean_line(signed_name) != by.name:
        raise Refusal(
            _("签署的姓名与账号姓名不一致。"),
            field="signed_name",
            way_out=_("请填“%(name)s”。") % {"name": by.name},
        )
    signed = Undertaking.objects.filter(
        kind=item.case_kind, number=item.number, person=by, organisation=by.organisation
    ).first()
    if signed is not None:
        return signed
    signed = Undertaking.objects.create(
        kind=item.case_kind,
        number=item.number,
        person=by,
        organisation=by.organisation,
        signed_name=by.name,
        wording=undertaking_text(item, by),
        signed_at=city_now(),
    )
    record(
        f"{item.case_kind}:undertake",
        case_kind=item.case_kind,
        case_number=item.number,
        by=by,
        after={"organisation": by.organisation.name},
    )
    transaction.on_commit(partial(notices.undertaking_signed, item, by.organisation.name))
    return signed


@transaction.atomic
def ask_contact(*, item: Any, message: str, by: Any, on: date) -> ContactRequest:
    """Ask the owner to talk; the contact stays hidden until they agree."""
    _require(permissions.may_ask(by, item, on=on))
    words = clean_block(message)
    if not words:
        raise Refusal(_("没有写想谈什么。"), field="message", way_out=_("请写明贵单位的情况和想谈的内容。"))
    try:
        with transaction.atomic():
            asked = ContactRequest.objects.create(
                kind=item.case_kind,
                number=item.number,
                person=by,
                organisation=by.organisation,
                message=words[:500],
                asked_at=city_now(),
            )
    except IntegrityError as fault:
        raise Conflict(_("贵单位已经请求过联系。"), way_out=_("请等对方答复。")) from fault
    catalogue = catalogue_of(item.case_kind)
    record(
        f"{item.case_kind}:ask_contact",
        case_kind=item.case_kind,
        case_number=item.number,
        by=by,
        after={"organisation": by.organisation.name},
    )
    open_task(
        case=item,
        title=noop("答复联系请求"),
        about=f"{item.title} · {by.organisation.name}",
        permission=catalogue.file,
        organisation=item.owner,
        url=catalogue.address(item.number) + "#contacts",
    )
    transaction.on_commit(partial(notices.contact_asked, item, by.organisation.name))
    return asked


@transaction.atomic
def answer_contact(*, request: ContactRequest, item: Any, granted: bool, by: Any) -> ContactRequest:
    """Agree to talk, or not; only the owner's people may, once."""
    _require(permissions.may_file(by, item))
    request = ContactRequest.objects.select_for_update().get(pk=request.pk)
    if request.state != ContactState.ASKED:
        raise Conflict(_("这个请求已经答复过。"), way_out=_("请刷新页面。"))
    request.state = ContactState.GRANTED if granted else ContactState.DECLINED
    request.answered_by, request.answered_at = by, city_now()
    request.save(update_fields=["state", "answered_by", "answered_at"])
    record(
        f"{item.case_kind}:answer_contact",
        case_kind=item.case_kind,
        case_number=item.number,
        by=by,
        after={"organisation": request.organisation.name, "granted": granted},
    )
    waiting = ContactRequest.objects.filter(kind=item.case_kind, number=item.number, state=ContactState.ASKED)
    if not waiting.exists():
        tasks = Task.objects.filter(case_kind=item.case_kind, case_number=item.number, closed_at__isnull=True)
        tasks.filter(title="答复联系请求").update(closed_at=city_now(), closed_by=by)
    transaction.on_commit(partial(notices.contact_answered, item, request))
    return request


def _require(verdict: Any) -> None:
    if not verdict:
        raise Forbidden(verdict.reason)
