"""The public verifies a certificate: nothing about a contract but name, kind, field, amount band and whether it holds."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhuanhua.core import money
from zhuanhua.core.dates import city_now
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.contracts import queries
from zhuanhua.programmes.contracts.forms import VerifyForm
from zhuanhua.programmes.contracts.models import Certificate
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.doors import open_door


@open_door("核验证书是公众的权利")
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a number; answer with the public facts behind it."""
    form = VerifyForm(request.GET or None)
    certificate = None
    asked = form.is_valid()
    if asked:
        certificate = queries.certificate_by(registration_number=form.cleaned_data["number"].strip())
    return render(request, "contracts/verify.html", _context(certificate, form, asked=asked))


@open_door("核验证书是公众的权利")
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the QR code; whoever holds the paper may compare its amount, and learns only whether it is the same."""
    certificate = queries.certificate_by(token=token)
    context = _context(certificate, VerifyForm(), asked=True)
    typed = request.GET.get("amount", "").strip()
    if certificate and typed:
        try:
            context["same_amount"] = money.parse_fen(typed, "yuan") == certificate.trade_fen
        except money.AmountError as fault:
            context["amount_fault"] = str(fault)
        context["typed"] = typed
    if certificate is not None:
        context["token"] = token
    return render(request, "contracts/verify.html", context, status=200 if certificate else 404)


def _context(certificate: Certificate | None, form: VerifyForm, *, asked: bool) -> dict[str, Any]:
    if certificate is None:
        return {"certificate": None, "form": form, "asked": asked, "now": city_now()}
    state = certificate.contract.state
    status = (
        "superseded"
        if certificate.superseded_on
        else "valid"
        if state == ContractState.REGISTERED
        else str(state)
    )
    lower, upper = certificate.amount_band
    return {
        "certificate": certificate,
        "contract": certificate.contract,
        "status": status,
        "band_from": lower and amount_words(lower * 100, places=0),
        "band_to": upper and amount_words(upper * 100, places=0),
        "form": form,
        "asked": asked,
        "now": city_now(),
    }
