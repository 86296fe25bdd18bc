"""What does the programme offer to the rooms it borrows: tabs, search, files, sentences, figures, rules, payments, the front page?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.programmes.projects import codes, permissions, policy_sheets, queries
from zhuanhua.programmes.projects import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.projects.actions import ending, paying
from zhuanhua.programmes.projects.actions import watching as _watching  # noqa: F401 - the clock's job registers itself
from zhuanhua.programmes.projects.models import Application, Call, Project, Review
from zhuanhua.programmes.projects.sentences import NAMES, SENTENCES
from zhuanhua.programmes.projects.states import ReviewState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.documents.queries import register_reader
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.shared.payments.programmes import Paying
from zhuanhua.shared.payments.programmes import register as register_paying
from zhuanhua.shared.people.avoidance import Matter, register_years
from zhuanhua.shared.workflow.matters import register_matters
from zhuanhua.ui.menu import Tab, register_tabs
from zhuanhua.ui.search import Hit, register_searcher
from zhuanhua.ui.welcome import Lead, Opening, Reader, register_leads, register_openings

ENOUGH = 8


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_tabs("projects", TABS, title=_("科技项目"))
    register_searcher("projects", find, title=_("科技项目"), order=20)
    register_reader(Application.case_kind, may_open)
    register_reader(Project.case_kind, may_open_project)
    register_kinds(dict(codes.PaperKind.choices))
    register_sentences(SENTENCES, NAMES)
    policy_sheets.register()
    register_matters(Call.case_kind, matters_of)
    register_years(queries.years_of_avoidance)
    register_paying(PROJECTS)
    register_leads(
        "projects",
        Lead(_("看申报通知"), "projects:index", (Reader.FIRM, Reader.UNIVERSITY, Reader.PUBLIC), order=30),
        Lead(_("评审项目"), "projects:my_reviews", (Reader.EXPERT,), order=10),
        Lead(_("全部申报"), "projects:applications", (Reader.BUREAU,), order=60),
    )
    register_openings("projects", openings)


def openings(on: date) -> Iterator[Opening]:
    """Give the calls that take applications on a day."""
    for call in queries.open_calls(None):
        if permissions.is_open(call, on):
            yield Opening(
                call.title,
                call.get_scheme_display(),
                reverse("projects:call", args=[call.number]),
                call.closes_on,
            )  # type: ignore[attr-defined]


def notice_days(on: date) -> int:
    """How long a list of payments is announced (projects.notice.days)."""
    return int(queries.values_on(on).notice_days)


def waiting_reviews(person: Any) -> int:
    """Count what an expert still has to score."""
    return Review.objects.filter(expert__person=person.pk, state=ReviewState.ASSIGNED).count()


def may_open(person: Any, stored: Any) -> bool:
    """The applicant and those who examine open the papers; experts get theirs without metadata, on their own page."""
    application = queries.visible_applications(person).filter(number=stored.case_number).first()
    return application is not None and bool(permissions.may_read_papers(person, application))


def may_open_project(person: Any, stored: Any) -> bool:
    """The undertaker, those who manage and those who decide."""
    project = queries.visible_projects(person).filter(number=stored.case_number).first()
    if project is None:
        return False
    sees = (Permission.PROJECT_EXAMINE, Permission.PROJECT_AWARD)
    return permissions.is_undertaker(person, project) or any(allows(person, each) for each in sees)


def matters_of(number: str) -> list[Matter]:
    """Say whose case the list of a call is: of all who stand in its order."""
    return [matter for call in Call.objects.filter(number=number) for matter in permissions.matters_of(call)]


def find(person: Any, text: str) -> list[Hit]:
    """Find projects and applications that the person may see."""
    projects = queries.filtered_projects(queries.visible_projects(person), {"q": text})[:ENOUGH]
    found = [
        Hit(
            each.title,
            reverse("projects:detail", args=[each.number]),
            f"{each.number} · {each.undertaker.name}",
            str(each.state_label),
            each.tone,
        )
        for each in projects
    ]
    applications = queries.filtered_applications(queries.visible_applications(person), {"q": text})
    found += [
        Hit(each.title or each.number, reverse("projects:application", args=[each.number]), f"{each.number} · {each.applicant.name}", str(each.applicant_label), each.applicant_tone)
        for each in applications.exclude(state="granted")[: ENOUGH - len(found)]
    ] if len(found) < ENOUGH else []  # fmt: skip
    return found


PROJECTS = Paying(
    "projects",
    _("科技项目补助"),
    publicity_days=notice_days,
    on_paid=paying.milestone_paid,
    on_dropped=paying.milestone_dropped,
    on_recovered=ending.project_recovered,
    lock_case=ending.lock_project_of,
    address=lambda number: f"/projects/{number.rpartition('-M')[0] or number}/",
    make_url="/projects/payable/",
)
_CALLS = (
    "projects:call",
    "projects:edit_call",
    "projects:edit_form",
    "projects:preview",
    "projects:start_call",
    "projects:act_on_call",
    "projects:apply",
    "projects:reviews",
    "projects:ranking",
    "projects:minutes",
    "projects:override",
    "projects:ask_override",
)
TABS = [
    Tab(pgettext_lazy("menu", "申报通知"), "projects:index", public=True, also=_CALLS),
    Tab(_("我的申报和项目"), "projects:mine", Permission.PROJECT_APPLY, also=("projects:application", "projects:edit", "projects:edit_section", "projects:partnership", "projects:detail", "projects:report", "projects:change")),
    Tab(_("我的评审"), "projects:my_reviews", Permission.PROJECT_SCORE, count=waiting_reviews, also=("projects:review", "projects:declare", "projects:decline_review")),
    Tab(_("全部申报"), "projects:applications", Permission.PROJECT_READ_ALL, count=queries.waiting_applications, also=("projects:application", "projects:return", "projects:refuse")),
    Tab(_("立项项目"), "projects:records", Permission.PROJECT_READ_ALL, also=("projects:detail", "projects:report", "projects:change")),
    Tab(_("待拨付"), "projects:payable", Permission.PAYMENT_PREPARE),
    Tab(_("专家库"), "projects:experts", Permission.PROJECT_CALL_MANAGE, also=("projects:expert", "projects:new_expert")),
]  # fmt: skip
