"""How are experts assigned and heard? An interest is looked for when one is assigned and again whenever a review is opened."""

from datetime import date
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext, override

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.engines.reviewing import Criterion, Judge, Paper, TieKind, assign, conflicts, total
from zhuanhua.programmes.projects import notices, permissions, queries
from zhuanhua.programmes.projects.models import Application, Call, Expert, Review, Tie
from zhuanhua.programmes.projects.queries.reviewing import said, years_of_avoidance
from zhuanhua.programmes.projects.states import REVIEW_STANDS, ApplicationState, CallState, ReviewState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import numbers

MOST_LETTERS = 2000


@transaction.atomic
def start_review(*, call: Call, by: Any, on: date) -> Call:
    """Begin the review once every application has passed the formal check or has left."""
    open_ones = Application.objects.filter(
        call=call, state__in=(ApplicationState.SUBMITTED, ApplicationState.RETURNED)
    )
    waiting = open_ones.count()
    if waiting:
        raise Refusal(
            ngettext("还有%(count)s项没有办完形式审查。", "还有%(count)s项没有办完形式审查。", waiting)
            % {"count": waiting},
            way_out=_("请办完再开始评审。"),
            code="waiting",
        )
    if not call.applications.filter(state=ApplicationState.ADMITTED).exists():
        raise Refusal(_("没有进入评审的申报。"), way_out=_("可以延长申报。"), code="empty")
    move(call, "review", by=by)
    return call


@transaction.atomic
def assign_call(*, call: Call, by: Any, on: date) -> tuple[int, dict[int, int]]:
    """Give every application its experts by field and load; nobody with an interest. Gives how many were assigned, and what is lacking."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    _insist_in_review(call)
    pool = {each.expert.pk: each for each in queries.pool(call)}
    applications = {
        each.pk: each
        for each in call.applications.select_for_update(of=("self",))
        .filter(state=ApplicationState.ADMITTED)
        .select_related("applicant")
        .order_by("id")
    }
    parties = {key: queries.parties_of(each) for key, each in applications.items()}
    # who declined or was barred before counts as taken: nobody is asked twice
    taken: dict[int, dict[int, bool]] = {key: {} for key in applications}
    for application, expert, state in Review.objects.filter(application__in=applications).values_list(
        "application", "expert", "state"
    ):
        taken[application][expert] = state in REVIEW_STANDS
    years = years_of_avoidance(on)
    papers = [
        Paper(key, each.chain, max(call.experts_wanted - sum(taken[key].values()), 0), frozenset(taken[key]))
        for key, each in applications.items()
    ]
    judges = [
        Judge(key, frozenset(each.expert.fields), max(each.expert.most - each.load, 0), each.load)
        for key, each in pool.items()
    ]

    def barred(application: int, expert: int) -> bool:
        who = pool[expert]
        return bool(conflicts(who.ties, parties[application], name=who.name, on=on, years=years))

    found = assign(papers, judges, barred=barred)
    _make_reviews(
        call, [(applications[paper], pool[judge].expert) for paper, judge in found.edges], by=by, on=on
    )
    return len(found.edges), dict(found.lacking)


@transaction.atomic
def assign_one(*, application: Application, expert: Expert, by: Any, on: date) -> Review:
    """Give one application one more expert by hand; refused with the interest where there is one, the expert's or the officer's."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    require_impartial(by, permissions.matter_of(application))
    _insist_in_review(application.call)
    interests = queries.why_barred(application, expert, on)
    if interests:
        raise Refusal(
            _("%(name)s应当回避：%(why)s。") % {"name": expert.person.name, "why": _("；").join(said(interests))},
            field="expert", way_out=_("请另选一位。"), code="interest",
        )  # fmt: skip
    if Review.objects.filter(application=application, expert=expert).exists():
        raise Conflict(_("这位专家已经分派过，或者已经回避。"), field="expert", way_out=_("请另选一位。"))
    return _make_reviews(application.call, [(application, expert)], by=by, on=on)[0]


@transaction.atomic
def open_review(*, review: Review, by: Any, on: date) -> Review | None:
    """Look for an interest again before anything is shown. With one, the review is barred and nothing is given."""
    require(by, Permission.PROJECT_SCORE)
    interests = queries.why_barred(review.application, review.expert, on)
    if not interests:
        return review
    with override(settings.LANGUAGE_CODE):  # the history keeps it in the city's language
        reason = _("；").join(said(interests))
    move(review, "bar", by=None, reason=reason)
    close_tasks(review, by=None)
    _ask_for_another(review)
    return None


@transaction.atomic
def score_review(*, review: Review, scores: dict[str, int], comment: str, by: Any) -> Review:
    """Keep points and opinion; they can be changed until the call is ranked."""
    require(by, Permission.PROJECT_SCORE)
    if review.expert.person_id != by.pk or review.application.call.state != CallState.IN_REVIEW:
        raise Conflict(_("评审已经结束，不能再改。"), way_out=_("有补充意见请告诉组织评审的人员。"))
    criteria = review.application.call.criteria
    _refuse_scores(criteria, scores, comment)
    review.scores = {each["code"]: scores[each["code"]] for each in criteria}
    review.comment, review.scored_at = comment.strip(), city_now()
    review.total = total(review.scores, criteria_of(criteria))
    move(
        review,
        "score",
        by=by,
        fields=("scores", "comment", "scored_at", "total"),
        after={"total": review.total},
    )
    close_tasks(review, by=by)
    return review


@transaction.atomic
def decline_review(*, review: Review, reason: str, by: Any) -> Review:
    """Declare an interest: the review goes to somebody else, and the applicant counts as a tie from now on."""
    require(by, Permission.PROJECT_SCORE)
    move(review, "decline", by=by, reason=reason)
    close_tasks(review, by=by)
    Tie.objects.create(
        expert=review.expert, kind=TieKind.DECLARED, organisation=review.application.applicant, source=review.number, recorded_by=by,
    )  # fmt: skip
    _ask_for_another(review)
    return review


@transaction.atomic
def recall_review(*, review: Review, reason: str, by: Any) -> Review:
    """Take a review back; its scores no longer count. Never by who acts or lately acted for the applicant."""
    require_impartial(by, permissions.matter_of(review.application))
    if review.application.call.state != CallState.IN_REVIEW:
        raise Conflict(_("评审已经结束。"), way_out=_("排序以后不能收回评审。"))
    move(review, "recall", by=by, reason=reason)
    close_tasks(review, by=by)
    return review


def criteria_of(rows: list[dict[str, Any]]) -> list[Criterion]:
    """Give a call's criteria as the engine takes them."""
    return [Criterion(row["code"], row["weight_bp"], row["most"]) for row in rows]


def _make_reviews(call: Call, pairs: list[tuple[Application, Expert]], *, by: Any, on: date) -> list[Review]:
    given = numbers("PS", len(pairs), on=on)
    made = [
        Review.objects.create(
            number=number,
            state=ReviewState.ASSIGNED,
            application=application,
            expert=expert,
            assigned_by=by,
            assigned_on=on,
        )
        for number, (application, expert) in zip(given, pairs, strict=True)
    ]
    for review in made:
        record(
            "project_review:assign",
            case_kind=review.case_kind,
            case_number=review.number,
            by=by,
            after={"expert": review.expert_id},
        )
        open_task(
            case=review,
            title=noop("评审项目申报"),
            about=call.title,
            permission=Permission.PROJECT_SCORE,
            assignee=review.expert.person,
            url=f"/projects/reviews/{review.number}/",
        )
    transaction.on_commit(partial(notices.reviews_assigned, call, made))
    return made


def _insist_in_review(call: Call) -> None:
    if Call.objects.select_for_update().get(pk=call.pk).state != CallState.IN_REVIEW:
        raise Conflict(_("这个通知不在评审中。"), way_out=_("请先开始评审。"))


def _ask_for_another(review: Review) -> None:
    open_task(
        case=review,
        title=noop("补派评审专家"),
        about=review.application.title,
        permission=Permission.PROJECT_CALL_MANAGE,
        url=f"/projects/calls/{review.application.call.number}/reviews/",
    )


def _refuse_scores(criteria: list[dict[str, Any]], scores: dict[str, int], comment: str) -> None:
    for row in criteria:
        points = scores.get(row["code"])
        if type(points) is not int or not 0 <= points <= row["most"]:
            raise Refusal(
                _("“%(title)s”须打0到%(most)s分的整数。") % {"title": row["title"], "most": row["most"]},
                field=row["code"],
                way_out=_("请改正。"),
            )
    if not 1 <= len(comment.strip()) <= MOST_LETTERS:
        raise Refusal(
            _("没有写评审意见，或者超过%(most)s字。") % {"most": MOST_LETTERS},
            field="comment",
            way_out=_("请写明打分的理由。"),
        )
