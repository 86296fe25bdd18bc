"""One contract on one page: facts, the three questions, conditions, returned fields, papers, what happened."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, permissions, queries
from zhuanhua.programmes.contracts.actions.entering import Intake
from zhuanhua.programmes.contracts.certificate_pdf import certificate_pdf
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.pages.differences import returned_differences
from zhuanhua.programmes.contracts.pages.offers import offers_for
from zhuanhua.programmes.contracts.pages.route import route_of
from zhuanhua.programmes.contracts.sentences import saved_often
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import folded, lines_of
from zhuanhua.shared.workflow.clock import clock_face
from zhuanhua.shared.workflow.queries import publicities_of


@door(Permission.CONTRACT_READ_OWN, Permission.CONTRACT_READ_ALL)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one contract that this person may see, and what may be done next."""
    person: Any = request.person  # type: ignore[attr-defined]
    contract = queries.contract_for(person, number)
    on_desk = bool(allows(person, Permission.CONTRACT_EXAMINE) or allows(person, Permission.CONTRACT_REVIEW))
    is_seller = person.organisation is not None and person.organisation.pk == contract.seller_id
    context = {
        "contract": contract,
        "may_see_entitlement": bool(contract.registered_on)
        and bool(is_seller or allows(person, Permission.PAYMENT_READ)),
        "subsidies": queries.visible_subsidies(person).filter(contract=contract),
        "face": clock_face(contract, on=city_today()),
        "route": route_of(contract),
        "offers": offers_for(contract, person),
        "examination": contract.examinations.select_related("examined_by").first()
        if contract.examined_by_id
        else None,
        "findings": _findings(contract) if contract.total_fen and contract.kind else [],
        "items": contract.items.all(),
        "returns": returned_differences(contract),
        "papers": files_of(contract) if permissions.may_read_papers(person, contract) else None,
        "papers_why": permissions.may_read_papers(person, contract).reason,
        "lines": folded(
            lines_of(entries_for(person, contract.case_kind, contract.number)), "contract:draft", saved_often
        ),
        "certificates": contract.certificates.all(),
        "changes": contract.changes.select_related("requested_by", "decided_by"),
        "objections": contract.objections.select_related("filed_by", "decided_by"),
        "royalties": contract.royalties.all(),
        "publicities": publicities_of(contract),
        "similar": queries.similar_contracts(person, contract)[:5] if on_desk else [],
        "on_desk": on_desk,
        "awaits": contract.state == Contract.States.REGISTERED and contract.awaits_confirmation,
        "intake": Intake.of(contract.registered_by_id, contract.state_since)  # type: ignore[arg-type]
        if contract.is_entered and allows(person, Permission.CONTRACT_REVIEW)
        else None,
        "needs_review": on_desk
        and contract.total_fen
        and actions.deciding.needs_review(contract, on=city_today()),
    }
    return render(request, "contracts/detail.html", context)


@door(Permission.CONTRACT_READ_OWN, Permission.CONTRACT_READ_ALL)
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Download the newest edition of the certificate, or an older one by ?edition=."""
    contract = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    editions = contract.certificates.select_related("contract").order_by("-edition")
    wanted = request.GET.get("edition", "")
    chosen = editions.filter(edition=wanted).first() if wanted.isdecimal() else editions.first()
    if chosen is None:
        raise Http404
    answer = HttpResponse(certificate_pdf(chosen), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{contract.registration_number}.pdf"'
    return answer


def _findings(contract: Contract) -> list[Any]:
    return actions.judging.findings_for(contract, on=contract.accepted_on or city_today())
