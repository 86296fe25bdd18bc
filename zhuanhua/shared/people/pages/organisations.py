"""What is seen of organisations: the list, one of them, its facts and names, and the three steps of a merge."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door, signed_in_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people import actions, merging, queries
from zhuanhua.shared.people.districts import DISTRICTS, area_name
from zhuanhua.shared.people.forms import MergeForm, OrganisationForm, RenameForm, add_refusal
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation

PER_PAGE = 30
NUMBER_DIGITS = 19  # what a BIGINT holds


@door(Permission.ORGANISATION_READ)
def organisations(request: HttpRequest) -> HttpResponse:
    """Search all organisations by name, former name or code; narrow by kind and district."""
    text = request.GET.get("q", "").strip()[:100]
    kind, district = request.GET.get("kind", ""), request.GET.get("district", "")
    found = (
        queries.organisations_like(text, request.person)
        if text
        else Organisation.objects.filter(merged_into__isnull=True)
    )
    if kind in OrganisationKind.values:
        found = found.filter(kind=kind)
    if district in DISTRICTS:
        found = found.filter(district=district)
    page = Paginator(found.order_by("name_key", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "text": text,
        "kind": kind,
        "district": district,
        "kinds": OrganisationKind.choices,
        "districts": DISTRICTS.items(),
        "may_merge": allows(request.person, Permission.ORGANISATION_MERGE),
    }
    return render(request, "people/organisations.html", context)


@signed_in_door
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Show one organisation, its names over time and what was merged into it."""
    shown = queries.organisation_for(request.person, number)
    context = {
        "organisation": shown,
        "area": area_name(shown.district) if shown.district else "",
        "names": shown.names.all(),
        "merges": shown.merges_kept.select_related("merged", "merged_by").filter(undone_at__isnull=True),
        "may_edit": _may_edit(request, shown),
        "may_merge": allows(request.person, Permission.ORGANISATION_MERGE),
    }
    return render(request, "people/organisation.html", context)


@signed_in_door
def own_organisation(request: HttpRequest) -> HttpResponse:
    """Lead to the organisation for which the person acts."""
    if request.person.organisation is None:
        raise Http404
    return redirect("people:organisation", request.person.organisation.pk)


@door(Permission.ORGANISATION_EDIT_OWN, Permission.ORGANISATION_MERGE)
def edit_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Change the facts of one's own organisation, or of any for who looks after them."""
    shown = _editable(request, number)
    facts = {name: getattr(shown, name) for name in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=facts)
    if form.is_valid():
        try:
            actions.update_organisation(organisation=shown, by=request.person, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("单位资料已保存。"))
            return redirect("people:organisation", shown.pk)
    return render(request, "people/organisation_edit.html", {"organisation": shown, "form": form})


@door(Permission.ORGANISATION_EDIT_OWN, Permission.ORGANISATION_MERGE)
def rename_organisation(request: HttpRequest, number: int) -> HttpResponse:
    """Give a new name from a day on; the former one stays and is still found."""
    shown = _editable(request, number)
    form = RenameForm(request.POST or None, initial={"on": city_today()})
    if form.is_valid():
        try:
            actions.rename_organisation(organisation=shown, by=request.person, **form.cleaned_data)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("已登记新名称，原名称保留为曾用名。"))
            return redirect("people:organisation", shown.pk)
    return render(request, "people/organisation_rename.html", {"organisation": shown, "form": form})


@door(Permission.ORGANISATION_MERGE)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Step one: list groups of organisations that are probably one."""
    groups = merging.duplicates()
    return render(request, "people/duplicates.html", {"groups": groups})


@door(Permission.ORGANISATION_MERGE)
def compare(request: HttpRequest) -> HttpResponse:
    """Steps two and three: lay two side by side, choose which stays, and merge."""
    pair = _pair(request)
    form = MergeForm(request.POST or None, pair=pair, initial={"kept": str(_likelier(*pair).pk)})
    if form.is_valid():
        kept, merged = form.chosen
        try:
            merge = actions.merge_organisations(
                kept=kept, merged=merged, reason=form.cleaned_data["reason"], by=request.person
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            words = {"merged": merged.name, "kept": kept.name}
            messages.success(request, _("“%(merged)s”已并入“%(kept)s”。发现弄错时可以在下面撤销。") % words)
            return redirect("people:organisation", merge.kept_id)
    context = {
        "left": pair[0],
        "right": pair[1],
        "rows": merging.compare(*pair),
        "left_holdings": merging.holdings(pair[0]),
        "right_holdings": merging.holdings(pair[1]),
        "form": form,
    }
    return render(request, "people/compare.html", context)


@door(Permission.ORGANISATION_MERGE)
@require_POST
def undo_merge(request: HttpRequest, number: int) -> HttpResponse:
    """Take a merge back."""
    merge = queries.merge_for(number)
    try:
        actions.undo_merge(merge=merge, by=request.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤销合并，“%(name)s”恢复为单独的单位。") % {"name": merge.merged.name})
    return redirect("people:organisation", merge.kept_id)


def _may_edit(request: HttpRequest, shown: Organisation) -> bool:
    own = request.person.organisation is not None and request.person.organisation.pk == shown.pk
    may_own = own and bool(allows(request.person, Permission.ORGANISATION_EDIT_OWN))
    return shown.merged_into_id is None and (
        may_own or bool(allows(request.person, Permission.ORGANISATION_MERGE))
    )


def _editable(request: HttpRequest, number: int) -> Organisation:
    shown = queries.organisation_for(request.person, number)
    if not _may_edit(request, shown):
        raise Http404
    return shown


def _pair(request: HttpRequest) -> tuple[Organisation, Organisation]:
    numbers = [
        number
        for number in request.GET.getlist("id")
        if number.isascii() and number.isdecimal() and len(number) < NUMBER_DIGITS
    ]
    found = list(Organisation.objects.filter(pk__in=numbers[:2], merged_into__isnull=True).order_by("pk"))
    if len(found) != 2:  # noqa: PLR2004 - a pair
        raise Http404
    return found[0], found[1]


def _likelier(left: Organisation, right: Organisation) -> Organisation:
    """Propose to keep the one with a code, else the older one."""
    return right if right.uscc and not left.uscc else left
