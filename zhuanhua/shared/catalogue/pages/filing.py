"""The owner's pages: begin, fill in, attach, hand in, revise, renew, take down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.catalogue import actions, permissions, queries
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.forms import PaperForm
from zhuanhua.shared.catalogue.pages.answering import person_of, pressed, shown
from zhuanhua.shared.catalogue.suggesting import suggestions
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.workflow.queries import open_return
from zhuanhua.ui.answering import tell_form


def start(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Say what is needed; begin a draft when asked."""
    if request.method != "POST":
        return shown(request, catalogue, "start", {})
    try:
        item = actions.start_item(catalogue=catalogue, by=person_of(request), on=city_today())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{catalogue.name}:mine")
    return redirect(f"{catalogue.name}:edit", item.number)


def edit(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """The form: saving keeps what is right and says what is not; handing in asks that all is there."""
    person = person_of(request)
    item = queries.item_for(catalogue, person, number)
    if not permissions.may_edit(person, item):
        return redirect(f"{catalogue.name}:detail", number)
    form = catalogue.form(
        request.POST or None, initial=catalogue.form.initial_of(item), needed=catalogue.required
    )
    if request.method == "POST":
        if form.is_valid():
            answer = _kept(request, catalogue, item, form)
            if answer is not None:
                return answer
        item.refresh_from_db()
    return shown(request, catalogue, "edit", _context(catalogue, person, item, form))


def _kept(request: HttpRequest, catalogue: Catalogue, item: Any, form: Any) -> HttpResponse | None:
    """Save, and hand in when that button was pressed; None when the form has to be shown again."""
    person = person_of(request)
    try:
        actions.save_item(item=item, values=form.values(), by=person)
        if "submit" in request.POST:
            item.refresh_from_db()
            actions.submit_item(item=item, by=person, on=city_today())
    except Refusal as refusal:
        tell_form(form, refusal)
        return None
    if "submit" in request.POST:
        messages.success(request, _("已提交，审核后发布。"))
        return redirect(f"{catalogue.name}:detail", item.number)
    messages.success(request, _("已保存。"))
    return redirect(f"{catalogue.name}:edit", item.number)


def suggest(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Suggest field and class, and show what may be the same, for what stands in the form; swapped in while one types."""
    person = person_of(request)
    item = queries.item_for(catalogue, person, number)
    title = request.GET.get("title", item.title)[:200]
    text = f"{request.GET.get('summary', item.summary)[:1000]}。{request.GET.get('text', item.text)[:8000]}"
    return shown(request, catalogue, "suggest", {"item": item} | _help(catalogue, person, item, title, text))


def attach(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Keep an uploaded picture or document."""
    person = person_of(request)
    item = queries.item_for(catalogue, person, number)
    form = PaperForm(request.POST, request.FILES, kinds=catalogue.papers)
    if form.is_valid():
        try:
            actions.attach_paper(
                item=item, upload=form.cleaned_data["file"], kind=form.cleaned_data["kind"], by=person
            )
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("附件已收到。"))
            return redirect(f"{catalogue.name}:edit", number)
    if not permissions.may_edit(person, item):
        return redirect(f"{catalogue.name}:detail", number)
    filled = catalogue.form(initial=catalogue.form.initial_of(item), needed=catalogue.required)
    return shown(request, catalogue, "edit", _context(catalogue, person, item, filled) | {"paper_form": form})


def remove_paper(request: HttpRequest, catalogue: Catalogue, number: str, paper: Any) -> HttpResponse:
    """Take a picture or document out again."""
    person = person_of(request)
    item = queries.item_for(catalogue, person, number)
    try:
        actions.detach_paper(item=item, paper=paper, by=person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("附件已删除。"))
    return redirect(f"{catalogue.name}:edit", number)


def submit(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Hand in what is saved."""
    return pressed(
        request,
        catalogue,
        number,
        lambda item, person: actions.submit_item(item=item, by=person, on=city_today()),
        done=_("已提交，审核后发布。"),
    )


def revise(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Take it back to change it."""
    return pressed(
        request,
        catalogue,
        number,
        lambda item, person: actions.revise_item(item=item, by=person),
        done=_("已取回，改好后再提交审核。"),
    )


def renew(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Keep it on the shelf for another term."""
    return pressed(
        request,
        catalogue,
        number,
        lambda item, person: actions.renew_item(item=item, by=person, on=city_today()),
        done=_("已续期。"),
    )


def withdraw(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Take it down."""
    return pressed(
        request,
        catalogue,
        number,
        lambda item, person: actions.withdraw_item(item=item, by=person),
        done=_("已撤下。"),
    )


def discard(request: HttpRequest, catalogue: Catalogue, number: str) -> HttpResponse:
    """Throw a draft away."""
    item = queries.item_for(catalogue, person_of(request), number)
    try:
        actions.discard_item(item=item, by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{catalogue.name}:detail", number)
    messages.success(request, _("草稿已删除。"))
    return redirect(f"{catalogue.name}:mine")


def _context(catalogue: Catalogue, person: Any, item: Any, form: Any) -> dict[str, Any]:
    return {
        "item": item,
        "form": form,
        "paper_form": PaperForm(kinds=catalogue.papers),
        "papers": files_of(item),
        "returned": open_return(item),
    } | _help(catalogue, person, item, item.title, f"{item.summary}。{item.text}")


def _help(catalogue: Catalogue, person: Any, item: Any, title: str, text: str) -> dict[str, Any]:
    """Give what helps while one types: the field and class that the words speak of, and what may be the same."""
    if len(title) < 4:
        return {"suggested": [], "alike": []}
    return {
        "suggested": suggestions(f"{title}。{text}", with_ipc="ipc" in catalogue.saved),
        "alike": queries.similar(catalogue, person, title=title, text=text, but=item.number),
    }
