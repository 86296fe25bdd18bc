"""How does an awarded project come under contract? Its milestones are planned to the fen, then the contract is signed."""

import itertools
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.projects import notices, permissions
from zhuanhua.programmes.projects.models import Milestone, Project
from zhuanhua.programmes.projects.states_project import MilestoneState, ProjectState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks
from zhuanhua.shared.workflow.moves import move

MOST_PARTS = 8


@transaction.atomic
def plan_milestones(*, project: Project, rows: list[dict[str, Any]], by: Any) -> Project:
    """Write the contract's milestones anew before it is signed; their money adds up to the award."""
    require(by, Permission.PROJECT_EXAMINE)
    project = Project.objects.select_for_update().get(pk=project.pk)
    require_impartial(by, permissions.matter_of_project(project))
    if project.state != ProjectState.CONTRACTING:
        raise Conflict(_("任务书已经签订。"), way_out=_("签订后的改动请走变更。"))
    if not 1 <= len(rows) <= MOST_PARTS:
        raise Refusal(_("里程碑要有一到%(most)s个。") % {"most": MOST_PARTS}, way_out=_("请增减行。"))
    planned = sum(row["amount_fen"] for row in rows)
    if planned != project.award_fen:
        raise Refusal(
            _("各里程碑合计%(sum)s，与补助%(award)s不一致。") % {"sum": amount_words(planned, places=6), "award": amount_words(project.award_fen, places=6)},
            way_out=_("请改到正好相等。"), code="sum",
        )  # fmt: skip
    for earlier, later in itertools.pairwise(rows):
        if later["due_on"] < earlier["due_on"]:
            raise Refusal(
                _("“%(title)s”早于前一个里程碑。") % {"title": later["title"]},
                way_out=_("请按时间先后排列。"),
            )
    project.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            number=f"{project.number}-M{place}", state=MilestoneState.PLANNED, project=project, place=place,
            title=row["title"], due_on=row["due_on"], amount_fen=row["amount_fen"],
        )
        for place, row in enumerate(rows, start=1)
    )  # fmt: skip
    record(
        "project:plan",
        case_kind=project.case_kind,
        case_number=project.number,
        by=by,
        after={"milestones": len(rows)},
    )
    return project


@transaction.atomic
def sign_contract(*, project: Project, by: Any, on: date) -> Project:
    """Sign the contract (任务书): the project runs, and its first part waits for payment."""
    require_impartial(by, permissions.matter_of_project(project))
    project.signed_on = on
    move(project, "sign", by=by, fields=("signed_on",))
    first = project.milestones.order_by("place").first()
    if first is not None and first.amount_fen:
        move(first, "reach", by=None)
    close_tasks(project, by=by)
    transaction.on_commit(partial(notices.contract_signed, project))
    return project
