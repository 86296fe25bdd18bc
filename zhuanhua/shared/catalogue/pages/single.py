"""One item on one page, and the steps that bring a reader nearer: sign in, promise secrecy, ask for the contact."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.catalogue import actions, permissions, queries
from zhuanhua.shared.catalogue.catalogues import Catalogue, all_links
from zhuanhua.shared.catalogue.forms import AskForm, UndertakingForm
from zhuanhua.shared.catalogue.models import ItemMerge
from zhuanhua.shared.catalogue.pages.answering import person_of, pressed, shown
from zhuanhua.shared.catalogue.pages.offers import offers_for
from zhuanhua.shared.catalogue.wording import undertaking_text
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.workflow.queries import open_return, versions_of
from zhuanhua.ui.answering import tell_form

PICTURE = "picture"


def detail(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Everything of one item that this person may read, and what would open the next layer."""
    person, on = person_of(request), city_today()
    item = queries.item_for(catalogue, person, number)
    seen = permissions.sight(person, item)
    papers = list(files_of(item)) if seen.text else []
    own = permissions.is_owner(person, item) and seen.private
    requests = queries.contact_requests(item)
    context = {
        "item": item,
        "seen": seen,
        "own": own,
        "on_desk": permissions.on_desk(person, catalogue),
        "facts": [(label, value) for label, value in catalogue.facts(item) if value] if seen.summary else [],
        "private_facts": [(label, value) for label, value in catalogue.private(item) if value]
        if seen.private
        else [],
        "pictures": [paper for paper in papers if paper.kind == PICTURE],
        "papers": [paper for paper in papers if paper.kind != PICTURE],
        "offers": offers_for(item, person),
        "links": _links(person, item) if seen.private else [],
        "returned": open_return(item) if seen.private else None,
        "requests": requests if own else [],
        "asked": _asked(requests, person),
        "may_ask": permissions.may_ask(person, item, on=on),
        "undertakings": queries.undertakings_of(item) if seen.private else [],
        "versions": versions_of(item) if seen.private else [],
        "lines": lines_of(entries_for(person, item.case_kind, item.number)) if seen.private else [],
        "merges": ItemMerge.objects.filter(kind=catalogue.kind, kept=item.number, undone_at__isnull=True)
        if permissions.may_merge(person, item)
        else [],
        "alike": _alike(catalogue, person, item) if seen.private else [],
        "is_live": item.is_live(on),
    }
    return shown(request, catalogue, "detail", context)


def sign(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Read the promise, type one's name, and read on."""
    person, on = person_of(request), city_today()
    item = queries.item_for(catalogue, person, number)
    if not permissions.may_sign(person, item, on=on):
        return redirect(f"{catalogue.name}:detail", number)
    form = UndertakingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sign_undertaking(
                item=item, signed_name=form.cleaned_data["signed_name"], by=person, on=on
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已签署，可以阅读全文。对方会收到通知。"))
            return redirect(f"{catalogue.name}:detail", number)
    return shown(
        request, catalogue, "sign", {"item": item, "form": form, "wording": undertaking_text(item, person)}
    )


def ask(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Ask the owner to talk."""
    person, on = person_of(request), city_today()
    item = queries.item_for(catalogue, person, number)
    verdict = permissions.may_ask(person, item, on=on)
    if not verdict:
        messages.error(request, verdict.reason)
        return redirect(f"{catalogue.name}:detail", number)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_contact(item=item, message=form.cleaned_data["message"], by=person, on=on)
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("请求已送达。对方同意后，联系方式会显示在这一页。"))
            return redirect(f"{catalogue.name}:detail", number)
    return shown(request, catalogue, "ask", {"item": item, "form": form})


def answer(request: HttpRequest, catalogue: Catalogue, number: str, identifier: int) -> HttpResponse:
    """Agree to talk, or not."""
    person = person_of(request)
    asked = queries.request_for(person, queries.item_for(catalogue, person, number), identifier)
    said = request.POST.get("answer", "")
    if said not in {"grant", "decline"}:
        messages.error(request, _("没有选同意还是不同意。请点其中一个按钮。"))
        return redirect(f"{catalogue.name}:detail", number)
    granted = said == "grant"
    return pressed(
        request,
        catalogue,
        number,
        lambda item, person: actions.answer_contact(request=asked, item=item, granted=granted, by=person),
        done=_("已同意，对方可以看到联系方式。") if granted else _("已答复暂不联系。"),
    )


def _asked(requests: Any, person: Any) -> Any:
    return (
        requests.filter(organisation=person.organisation).first() if person.organisation is not None else None
    )


def _alike(catalogue: Catalogue, person: Any, item: Any) -> list[Any]:
    if not permissions.may_merge(person, item):
        return []
    return queries.similar(
        catalogue, person, title=item.title, text=f"{item.summary}。{item.text}", but=item.number
    )


def _links(person: Any, item: Any) -> list[tuple[Any, str]]:
    """Give what other programmes offer here to this person."""
    if not item.is_live(city_today()):
        return []
    return [
        (label, reverse(name, args=[item.number]))
        for label, name, permission in all_links()
        if allows(person, permission)
    ]
