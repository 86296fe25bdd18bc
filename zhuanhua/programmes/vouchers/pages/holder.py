"""The holder's pages before issue: what would I get, my vouchers, the application with its papers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions, permissions, queries
from zhuanhua.programmes.vouchers.forms import CheckForm, PaperForm, VoucherForm
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.access.doors import door, signed_in_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.payments.queries import bank_account_of
from zhuanhua.ui.answering import done_or_told, tell_form

PAGE_SIZE = 50
ASKED = ("service_kind", "contract_fen", "asked_fen", "provider", "signed_on")


@signed_in_door
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the list that is the person's own."""
    person: Any = request.person  # type: ignore[attr-defined]
    if allows(person, Permission.VOUCHER_READ) or allows(person, Permission.VOUCHER_DISTRICT):
        return redirect("vouchers:desk")
    return redirect("vouchers:mine" if allows(person, Permission.VOUCHER_APPLY) else "vouchers:providers")


@door(Permission.VOUCHER_APPLY)
def check(request: HttpRequest) -> HttpResponse:
    """Would there be a voucher, and of how much? Judged at once, nothing is kept."""
    person: Any = request.person  # type: ignore[attr-defined]
    asked = request.GET if "contract_fen" in request.GET else None
    form, sheet = CheckForm(asked), None
    if asked is not None and form.is_valid() and person.organisation is not None:
        sheet = queries.sheet_of_check(person.organisation, form.cleaned_data, city_today())
    kind = queries.holder_kind_of(person.organisation) if person.organisation else ""
    context = {
        "form": form,
        "sheet": sheet,
        "may_hold": kind in {"enterprise", "team"},
        "asked": request.GET.urlencode(),
    }
    return render(request, "vouchers/check.html", context)


@door(Permission.VOUCHER_APPLY)
def mine(request: HttpRequest) -> HttpResponse:
    """The vouchers of my organisation, and what its year still leaves."""
    person: Any = request.person  # type: ignore[attr-defined]
    vouchers = queries.filtered(queries.my_vouchers(person), request.GET)
    page = Paginator(vouchers, PAGE_SIZE).get_page(request.GET.get("page"))
    today = city_today()
    organisation = person.organisation
    kind = queries.holder_kind_of(organisation) if organisation else ""
    values = queries.values_on(today)
    limit = values.limit_team_fen if kind == "team" else values.limit_enterprise_fen
    taken = queries.issued_before(organisation.pk, today.year) if organisation else 0
    context = {
        "page": page,
        "vouchers": page.object_list,
        "may_hold": kind in {"enterprise", "team"},
        "year": today.year,
        "limit": limit,
        "left": max(limit - taken, 0),
        "export": "vouchers-mine",
        "account": bank_account_of(organisation),
        "waits_for_money": any(voucher.state == VoucherState.ACCEPTED for voucher in page.object_list),
    }
    return render(request, "vouchers/mine.html", context)


@door(Permission.VOUCHER_APPLY)
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin an application; what the check asked is taken over."""
    form = CheckForm(request.POST)
    form.is_valid()
    facts = {name: form.cleaned_data.get(name) or None for name in ASKED}
    try:
        voucher = actions.start_voucher(facts=facts, by=request.person, on=city_today())  # type: ignore[attr-defined]
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("vouchers:mine")
    return redirect("vouchers:edit", voucher.number)


@door(Permission.VOUCHER_APPLY)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """The application on one page, with its papers and the verdict as it stands."""
    voucher = own_voucher(request, number)
    if not permissions.may_edit(request.person, voucher):  # type: ignore[attr-defined]
        return redirect("vouchers:detail", number)
    typed = request.POST or None
    form = VoucherForm(typed, initial={name: getattr(voucher, name) for name in actions.applying.FACTS})
    if typed is not None and form.is_valid():
        try:
            actions.save_voucher(voucher=voucher, facts=form.cleaned_data, by=request.person)  # type: ignore[attr-defined]
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("vouchers:edit" if "stay" in request.POST else "vouchers:detail", number)
    context = {
        "voucher": voucher,
        "form": form,
        "papers": files_of(voucher),
        "paper_form": PaperForm(),
    }
    return render(request, "vouchers/edit.html", context)


@door(Permission.VOUCHER_APPLY)
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Keep a paper, with the application or with the redemption."""
    voucher = own_voucher(request, number)
    is_redeeming = voucher.state != VoucherState.DRAFT
    back = "vouchers:redeem" if is_redeeming else "vouchers:edit"
    form = PaperForm(request.POST, request.FILES, redeeming=is_redeeming)
    if not form.is_valid():
        messages.error(request, _("没有选择文件，或者没有选材料。"))
        return redirect(back, number)
    upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
    return done_or_told(
        request,
        lambda: actions.attach_paper(voucher=voucher, upload=upload, kind=kind, by=request.person),  # type: ignore[attr-defined]
        done=_("文件已上传。"),
        to=back,
        number=number,
    )


@door(Permission.VOUCHER_APPLY)
@require_POST
def remove_paper(request: HttpRequest, number: str, paper: str) -> HttpResponse:
    """Take a paper out."""
    voucher = own_voucher(request, number)
    return done_or_told(
        request,
        lambda: actions.detach_paper(voucher=voucher, paper=paper, by=request.person),  # type: ignore[attr-defined]
        done=_("附件已删除。"),
        to="vouchers:edit" if voucher.state == VoucherState.DRAFT else "vouchers:redeem",
        number=number,
    )


def own_voucher(request: HttpRequest, number: str) -> Voucher:
    """The voucher, if it is the person's organisation's own."""
    person: Any = request.person  # type: ignore[attr-defined]
    voucher = queries.voucher_for(person, number)
    if not permissions.is_holder(person, voucher):
        raise Http404
    return voucher
