"""What can be done with a proposal? Registered, assigned to a drafter, assigned again, sent back."""

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.accountability.replies import notices
from zhuanhua.accountability.replies.models import Proposal
from zhuanhua.accountability.replies.queries import live_letter
from zhuanhua.accountability.replies.states import ProposalState
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.queries import people_with
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.clock import start_clock, stop_clock
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number

LETTERS = "TA"
CLOCK = ("clock_paused_on", "clock_stopped_on", "clock_used_days")


@transaction.atomic
def register_proposal(  # noqa: PLR0913 - each is a part of the paper that came
    *,
    kind: str,
    session: str,
    paper_number: str,
    title: str,
    proposers: str,
    received_on: date,
    by: Any,
    text: str = "",
    due_on: date | None = None,
    term_days: int | None = None,
    lead_unit: str = "",
    cosign_units: str = "",
) -> Proposal:
    """Enter a proposal. The paper that hands it over names a last day (`due_on`) or a number of working days (`term_days`)."""
    require(by, Permission.PROPOSAL_MANAGE)
    if (due_on is None) == (term_days is None):
        raise Refusal(
            _("答复期限没有填，或者填了两种。"),
            field="due_on",
            way_out=_("交办通知写日期的填日期，写工作日数的填工作日数。"),
        )
    if due_on is not None and due_on < received_on:
        raise Refusal(_("答复期限早于交办日期。"), field="due_on", way_out=_("请核对两个日期。"))
    if Proposal.objects.filter(
        kind=kind, session=session.strip(), paper_number=paper_number.strip()
    ).exists():
        raise Conflict(_("这件建议提案已经登记。"), field="paper_number", way_out=_("请按号查找。"))
    proposal = Proposal(
        number=next_number(LETTERS, on=received_on),
        state=ProposalState.RECEIVED,
        kind=kind,
        session=session.strip(),
        paper_number=paper_number.strip(),
        title=title.strip(),
        proposers=proposers.strip(),
        text=text,
        received_on=received_on,
        lead_unit=lead_unit.strip(),
        cosign_units=cosign_units.strip(),
        registered_by=by,
    )
    if due_on is None:
        start_clock(proposal, on=received_on, term_days=term_days or 0)
    else:
        start_clock(proposal, on=received_on, term_days=(due_on - received_on).days, working=False)
        proposal.due_on = due_on
    proposal.save(force_insert=True)
    told = {"title": proposal.title, "paper_number": proposal.paper_number, "due_on": proposal.due_on}
    record("proposal:register", case_kind="proposal", case_number=proposal.number, by=by, after=told)
    open_task(
        case=proposal,
        title=noop("分办建议提案"),
        about=proposal.title,
        permission=Permission.PROPOSAL_MANAGE,
        due_on=proposal.due_on,
        url=f"/replies/proposals/{proposal.number}/",
    )
    return proposal


@transaction.atomic
def assign_proposal(*, proposal: Proposal, drafter: Any, draft_due_on: date, by: Any) -> Proposal:
    """Give it to a drafter until a day; given again while nothing is written yet. The drafter is told and gets the task."""
    if not people_with(Permission.LETTER_WRITE).filter(pk=drafter.pk).exists():
        raise Refusal(_("%(name)s没有起草答复的权限。") % {"name": drafter.name}, field="drafter")
    if proposal.due_on is not None and draft_due_on > proposal.due_on:
        raise Refusal(_("起草期限晚于答复期限。"), field="draft_due_on", way_out=_("请提前起草期限。"))
    if draft_due_on < proposal.received_on:
        raise Refusal(
            _("起草期限早于收到建议提案的日期。"), field="draft_due_on", way_out=_("请推后起草期限。")
        )
    if live_letter(proposal) is not None:
        raise Conflict(_("答复已经在起草，不能改派。"), way_out=_("请由起草人办完。"))
    verb = "assign" if proposal.state == ProposalState.RECEIVED else "reassign"
    proposal.drafter, proposal.draft_due_on = drafter, draft_due_on
    told = {"drafter": drafter.name, "draft_due_on": draft_due_on}
    move(proposal, verb, by=by, after=told, fields=("drafter", "draft_due_on"))
    close_tasks(proposal, by=by)
    open_task(
        case=proposal,
        title=noop("起草答复"),
        about=proposal.title,
        permission=Permission.LETTER_WRITE,
        assignee=drafter,
        due_on=draft_due_on,
        url=f"/replies/proposals/{proposal.number}/",
    )
    transaction.on_commit(partial(notices.proposal_assigned, proposal))
    return proposal


@transaction.atomic
def return_proposal(*, proposal: Proposal, by: Any, reason: str) -> Proposal:
    """Give it back to who handed it over: it is another authority's. Refused once a letter is being written."""
    if live_letter(proposal) is not None:
        raise Conflict(_("答复已经在起草，不能退回。"), way_out=_("请由起草人办完。"))
    stop_clock(proposal, on=city_today())
    move(proposal, "return", by=by, reason=reason, fields=CLOCK)
    close_tasks(proposal, by=by)
    return proposal
