"""The page that sends a contract back: which places are marked, and what is wrong with each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.forms import ReturnForm
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.pages.differences import labels, readable
from zhuanhua.programmes.contracts.pages.sections import SECTIONS
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.ui.answering import tell_form

MARKABLE = tuple(name for section in SECTIONS for name in section.fields)


@door(Permission.CONTRACT_EXAMINE)
def return_for_correction(request: HttpRequest, number: str) -> HttpResponse:
    """Mark fields and say what is wrong with each; a remark alone marks its field."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    marked = marks(request.POST)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        silent = [name for name, remark in marked.items() if not remark]
        for name in silent:
            form.add_fault(_named(name), _("没有写怎么改。请写明，或者去掉勾选。"), target=f"r-{name}")
        if not silent and _returned(request, contract, form, marked):
            messages.success(request, _("已退回补正，期限暂停计算。"))
            return redirect("contracts:detail", number)
    context = {"contract": contract, "form": form, "groups": _groups(contract, marked)}
    return render(request, "contracts/return.html", context)


def marks(typed: Any) -> dict[str, str]:
    """Give the remark of every place that is ticked or has a remark; a tick without words keeps an empty one."""
    ticked = set(typed.getlist("marked"))
    remarks = {name: typed.get(f"remark_{name}", "").strip() for name in MARKABLE}
    return {name: remark for name, remark in remarks.items() if remark or name in ticked}


def _returned(request: HttpRequest, contract: Contract, form: ReturnForm, marked: dict[str, str]) -> bool:
    try:
        actions.return_contract(
            contract=contract,
            by=request.person,  # type: ignore[attr-defined]
            on=city_today(),
            remark=form.cleaned_data["remark"],
            fields=marked,
        )
    except Refusal as refusal:
        tell_form(form, refusal)
        return False
    return True


def _groups(contract: Contract, marked: dict[str, str]) -> list[tuple[Any, list[tuple[Any, ...]]]]:
    """Give each section with its rows: name, label, present words, whether marked, remark."""
    words = readable(actions.filing.payload_of(contract))
    return [
        (
            section.title,
            [
                (name, _named(name), words.get(name, ""), name in marked, marked.get(name, ""))
                for name in section.fields
            ],
        )
        for section in SECTIONS
        if section.fields
    ]


def _named(name: str) -> str:
    return labels().get(name, name)
