"""The page that works many contracts at once: first what will happen and what cannot, then a yes.

The choice stands in the address, so that the browser's way back leads to a page and not to a form sent twice.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.queries import people_with

LONGEST = 3_500  # letters of an address that every server on the way takes


@door(Permission.CONTRACT_EXAMINE)
def bulk(request: HttpRequest) -> HttpResponse:
    """Say what will happen to the chosen contracts and what cannot; after a yes, do it."""
    sent = request.POST if request.method == "POST" else request.GET
    verb, numbers = sent.get("verb", "register"), sent.getlist("number")
    if request.method != "POST" and not numbers:
        return HttpResponseNotAllowed(["POST"])
    is_confirmed = request.method == "POST" and "confirmed" in request.POST
    if request.method == "POST" and not is_confirmed:
        address = f"{reverse('contracts:bulk')}?{urlencode({'verb': verb, 'number': numbers}, doseq=True)}"
        if numbers and len(address) <= LONGEST:
            return redirect(address)
    person: Any = request.person  # type: ignore[attr-defined]
    chosen = list(queries.visible_contracts(person).filter(number__in=numbers).order_by("number"))
    blocked = _blocked(verb, chosen, by=person)
    ready = [contract for contract in chosen if contract.number not in blocked]
    registrars = people_with(Permission.CONTRACT_EXAMINE)
    to = next((each for each in registrars if str(each.pk) == sent.get("to", "")), None)
    if is_confirmed and ready:
        try:
            _work(verb, ready, to, by=person)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已办理%(count)d项。") % {"count": len(ready)})
            return redirect("contracts:queue")
    grounds = queries.text_grounds(ready) if verb == "register" else {}
    context = {
        "verb": verb,
        "ready": [(contract, grounds.get(contract.pk, "")) for contract in ready],
        "blocked": [
            (contract, blocked[contract.number]) for contract in chosen if contract.number in blocked
        ],
        "total_words": amount_words(sum(contract.total_fen or 0 for contract in ready)),
        "registrars": registrars,
        "to": to,
        "numbers": numbers,
    }
    return render(request, "contracts/bulk.html", context)


def _work(verb: str, ready: list[Contract], to: Any, *, by: Any) -> None:
    if verb == "register":
        actions.register_contracts(contracts=ready, by=by, on=city_today())
    elif verb == "accept":
        actions.accept_contracts(contracts=ready, by=by, on=city_today())
    elif to is not None:
        actions.assign_contracts(contracts=ready, to=to, by=by)
    else:
        raise Refusal(_("没有选择分派给谁。"), way_out=_("请选择一位登记员。"))


def _blocked(verb: str, chosen: list[Contract], *, by: Any) -> dict[str, str]:
    if verb == "register":
        return actions.bulk.unready(chosen, by=by, on=city_today())
    return _unacceptable(chosen, by=by) if verb == "accept" else {}


def _unacceptable(contracts: list[Contract], *, by: Any) -> dict[str, str]:
    allowed = {Contract.States.SUBMITTED, Contract.States.RESUBMITTED}
    return actions.bulk.left_to_colleagues(contracts, by=by) | {
        contract.number: _("现在是“%(state)s”，不在待受理") % {"state": contract.get_state_display()}  # type: ignore[attr-defined]
        for contract in contracts
        if contract.state not in allowed
    }
