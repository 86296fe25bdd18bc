"""What do people see of proposals? What came in and until when, one proposal with its letters, registering and assigning."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhuanhua.accountability.replies import actions, permissions, queries
from zhuanhua.accountability.replies.forms_letters import AssignForm, ProposalForm
from zhuanhua.accountability.replies.pages.answering import saved, with_reason
from zhuanhua.accountability.replies.states import ProposalState
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.journal.queries import entries_for
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.people.queries import people_with
from zhuanhua.shared.workflow.clock import clock_face

PAGE_SIZE = 30
ENDED = (ProposalState.ANSWERED, ProposalState.RETURNED)


@door(Permission.LETTER_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """List proposals, those that are due first; `?view=` chooses a state, `?q=` finds by number, title or proposer."""
    person: Any = request.person  # type: ignore[attr-defined]
    today = city_today()
    view = request.GET.get("view", "open")
    found = queries.proposals_in(person, view=view, text=request.GET.get("q", ""))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [{"proposal": each, "face": clock_face(each, on=today)} for each in page]
    context = {
        "page": page,
        "rows": rows,
        "view": view,
        "views": queries.proposal_views(person),
        "q": request.GET.get("q", ""),
        "may_register": allows(person, Permission.PROPOSAL_MANAGE),
    }
    return render(request, "replies/proposals.html", context)


@door(Permission.PROPOSAL_MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a proposal that came in."""
    form = ProposalForm(request.POST or None, initial={"kind": "cppcc", "received_on": city_today()})
    if request.method == "POST" and form.is_valid():
        made = saved(
            form,
            lambda: actions.register_proposal(**form.cleaned_data, by=request.person),  # type: ignore[attr-defined]
        )
        if made is not None:
            messages.success(request, _("建议提案已登记，编号%(number)s。") % {"number": made.number})
            return redirect("replies:proposal", made.number)
    return render(request, "replies/new_proposal.html", {"form": form}, status=400 if form.errors else 200)


@door(Permission.LETTER_READ)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One proposal: what is asked, its deadline, its letters, what happened."""
    person: Any = request.person  # type: ignore[attr-defined]
    proposal = queries.proposal_for(person, number)
    live = queries.live_letter(proposal)
    manages = allows(person, Permission.PROPOSAL_MANAGE)
    context = {
        "proposal": proposal,
        "face": clock_face(proposal, on=city_today()),
        "letters": proposal.letters.select_related("drafted_by", "issued_by"),
        "live": live,
        "draft": permissions.may_draft(person, proposal),
        "may_write": allows(person, Permission.LETTER_WRITE),
        "may_assign": manages and proposal.state not in ENDED and live is None,
        "may_return": manages and proposal.state not in ENDED and live is None,
        "lines": lines_of(entries_for(person, proposal.case_kind, proposal.number)),
    }
    return render(request, "replies/proposal.html", context)


@door(Permission.PROPOSAL_MANAGE)
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Give it to a drafter, or to another one."""
    person: Any = request.person  # type: ignore[attr-defined]
    proposal = queries.proposal_for(person, number)
    drafters = people_with(Permission.LETTER_WRITE).order_by("name")
    first = {"drafter": proposal.drafter_id or person.pk, "draft_due_on": proposal.draft_due_on}
    form = AssignForm(request.POST or None, initial=first, drafters=drafters)
    if request.method == "POST" and form.is_valid():
        done = saved(form, lambda: actions.assign_proposal(proposal=proposal, **form.cleaned_data, by=person))
        if done is not None:
            messages.success(request, _("已分办给%(name)s。") % {"name": form.cleaned_data["drafter"].name})
            return redirect("replies:proposal", number)
    context = {"form": form, "proposal": proposal, "face": clock_face(proposal, on=city_today())}
    return render(request, "replies/assign.html", context, status=400 if form.errors else 200)


@door(Permission.PROPOSAL_MANAGE)
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """Give it back to who handed it over."""
    person: Any = request.person  # type: ignore[attr-defined]
    proposal = queries.proposal_for(person, number)
    return with_reason(
        request,
        lambda reason: actions.return_proposal(proposal=proposal, by=person, reason=reason),
        title=_("退回交办单位"),
        told=_("不属于本单位职责的，写明理由退回；时钟停止，办理结束。"),
        about=proposal.title,
        to="replies:proposal",
        number=number,
        done=_("已退回交办单位。"),
    )


@require_POST
@door(Permission.LETTER_WRITE)
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the answer, and go on to writing it."""
    person: Any = request.person  # type: ignore[attr-defined]
    proposal = queries.proposal_for(person, number)
    try:
        letter = actions.draft_letter(proposal=proposal, by=person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("replies:proposal", number)
    return redirect("replies:write", letter.number)
