"""How does an order come about, and when is it made public? Nothing is ranked without minutes."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.wording import amount_words
from zhuanhua.engines.reviewing import Scored, rank
from zhuanhua.programmes.projects import permissions, queries
from zhuanhua.programmes.projects.actions.reviewing import criteria_of
from zhuanhua.programmes.projects.codes import Track
from zhuanhua.programmes.projects.models import Application, Call, Minutes, Override, Review
from zhuanhua.programmes.projects.states import (
    IN_RANKING,
    ApplicationState,
    CallState,
    OverrideState,
    ReviewState,
)
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import publish, stop_publicity
from zhuanhua.shared.workflow.moves import move, move_all

WHOLE_BP, HUNDRED = 10_000, 100


@transaction.atomic
def write_minutes(*, call: Call, held_on: date, present: str, text: str, by: Any, on: date) -> Minutes:
    """Keep the committee's minutes."""
    require(by, Permission.PROJECT_CALL_MANAGE)
    if call.state not in {CallState.IN_REVIEW, CallState.RANKED}:
        raise Conflict(_("这个通知不在评审中。"), way_out=_("评审期间才能写评审会纪要。"))
    for field, value in (("present", present), ("text", text)):
        if not value.strip():
            raise Refusal(_("没有写参加人员或者纪要。"), field=field, way_out=_("请写明。"))
    if held_on > on:
        raise Refusal(_("开会日期在今天以后。"), field="held_on", way_out=_("请核对日期。"))
    made = Minutes.objects.create(
        call=call, held_on=held_on, present=present.strip(), text=text.strip(), made_by=by
    )
    record(
        "project_call:minutes",
        case_kind=call.case_kind,
        case_number=call.number,
        by=by,
        after={"held_on": held_on},
    )
    return made


@transaction.atomic
def rank_call(*, call: Call, by: Any, on: date) -> Call:
    """Order each track by the scores, and propose from the top what the track's money allows; may be done again before the notice.

    Refused while a review is missing or there are no minutes. What another person had confirmed is asked anew.
    """
    call = Call.objects.select_for_update().get(pk=call.pk)
    if not call.minutes.exists():
        raise Refusal(_("还没有评审会纪要。"), way_out=_("请先写评审会纪要。"), code="minutes")
    applications = list(
        call.applications.select_for_update(of=("self",))
        .filter(state__in=IN_RANKING)
        .select_related("applicant")
        .order_by("id")
    )
    scores = _scores_of(call, applications)
    call.ranked_by = by
    move(call, "rank", by=by, fields=("ranked_by",))
    Application.objects.filter(call=call).update(rank=None)
    ordered = []
    for track in Track:
        mine = [each for each in applications if each.track == track]
        ordered += _order(call, mine, scores)
    sheets = dict(zip([each.pk for each in ordered], queries.grant_sheets(call, ordered, on), strict=True))
    _propose(call, ordered, {key: sheet.amount_fen for key, sheet in sheets.items()}, by=by)
    return call


@transaction.atomic
def announce_call(*, call: Call, by: Any, on: date) -> Call:
    """Make public who shall be granted how much, for as many days as the rule says; the first day is not counted."""
    Call.objects.select_for_update().get(pk=call.pk)  # before the notice writes its line
    if Override.objects.filter(application__call=call, state=OverrideState.ASKED).exists():
        raise Refusal(_("还有名次调整没有复核。"), way_out=_("请等复核完再公示。"), code="override")
    proposed = list(
        call.applications.filter(state=ApplicationState.PROPOSED)
        .select_related("applicant")
        .order_by("track", "rank")
    )
    if not proposed:
        raise Refusal(_("没有拟立项的申报。"), way_out=_("请先排序。"), code="empty")
    with override(settings.LANGUAGE_CODE):  # what all read is written in the city's language
        title, body = _("拟立项名单：%(title)s") % {"title": call.title}, _body(proposed)
    call.publicity = publish(
        kind="project_award",
        case=call,
        title=title,
        body=body,
        starts_on=on,
        ends_on=on + timedelta(days=int(queries.values_on(on).notice_days)),
        by=by,
    )
    move(
        call,
        "announce",
        by=by,
        fields=("publicity",),
        after={"count": len(proposed), "amount_fen": sum(each.award_fen for each in proposed)},
    )
    return call


@transaction.atomic
def reconsider_call(*, call: Call, reason: str, by: Any, on: date) -> Call:
    """Take the list back, because an objection was upheld or for another reason that is made public.

    Never by who acts or lately acted for an applicant in the order: who stands below the list gains by a new one.
    """
    Call.objects.select_for_update().get(pk=call.pk)  # before the notice writes its line
    require_impartial(by, *permissions.matters_of(call))
    if call.publicity is not None and call.publicity.closed_on is None:
        stop_publicity(publicity=call.publicity, by=by, reason=reason, on=on)
    call.publicity = None
    move(call, "reconsider", by=by, reason=reason, fields=("publicity",))
    return call


def _scores_of(call: Call, applications: list[Application]) -> dict[int, list[dict[str, int]]]:
    scored: dict[int, list[dict[str, int]]] = {each.pk: [] for each in applications}
    missing = 0
    for review in Review.objects.filter(
        application__in=applications, state__in=(ReviewState.SCORED, ReviewState.ASSIGNED)
    ):
        if review.state == ReviewState.SCORED:
            scored[review.application_id].append(review.scores)
        else:
            missing += 1
    if missing:
        raise Refusal(
            ngettext("还有%(count)s份评审没有交。", "还有%(count)s份评审没有交。", missing)
            % {"count": missing},
            way_out=_("请等专家交齐，或者收回后另派。"),
            code="unscored",
        )
    few = [each.number for each in applications if not scored[each.pk]]
    if few:
        raise Refusal(
            _("这些申报没有一份评审：%(numbers)s。") % {"numbers": _("、").join(few[:5])},
            way_out=_("请先分派评审。"),
            code="unreviewed",
        )
    return scored


def _order(
    call: Call, applications: list[Application], scores: dict[int, list[dict[str, int]]]
) -> list[Application]:
    by_key = {each.pk: each for each in applications}
    papers = [Scored(each.pk, tuple(scores[each.pk]), _own_bp(each)) for each in applications]
    ordered = []
    for found in rank(papers, criteria_of(call.criteria)):
        application = by_key[found.key]
        application.rank, application.score, application.tie = found.place, found.mean, found.tie
        ordered.append(application)
    Application.objects.bulk_update(ordered, ["rank", "score", "tie"], batch_size=200)
    return ordered


def _propose(call: Call, ordered: list[Application], amounts: dict[int, int], *, by: Any) -> None:
    """Take in from the top while score and money allow; a project that does not fit whole is not cut down, the next one may fit."""
    left = {track: call.money_of(track) for track in Track}
    taken, passed = [], []
    for application in ordered:
        track, amount = Track(application.track), amounts[application.pk]
        fits = 0 < amount <= left[track] and (application.score or 0) >= call.pass_points * HUNDRED
        application.award_fen = amount if fits else 0
        left[track] -= application.award_fen
        (taken if fits else passed).append(application)
    for verb, chosen, already in (
        ("propose", taken, ApplicationState.PROPOSED),
        ("pass_over", passed, ApplicationState.NOT_SELECTED),
    ):
        staying = [each for each in chosen if each.state == already]
        Application.objects.bulk_update(staying, ["award_fen"], batch_size=200)
        move_all([each for each in chosen if each.state != already], verb, by=by, fields=("award_fen",))


def _own_bp(application: Application) -> int:
    own, asked = application.own_fen or 0, application.requested_fen or 0
    return own * WHOLE_BP // (own + asked) if own + asked else 0


def _body(proposed: list[Application]) -> str:
    lines = [
        _("%(place)s. %(title)s，%(applicant)s，%(track)s，%(amount)s")
        % {
            "place": place,
            "title": each.title,
            "applicant": each.applicant.name,
            "track": Track(each.track).label,
            "amount": amount_words(each.award_fen),
        }
        for place, each in enumerate(proposed, start=1)
    ]
    total = ngettext("合计%(count)s项，%(amount)s", "合计%(count)s项，%(amount)s", len(proposed)) % {
        "count": len(proposed),
        "amount": amount_words(sum(each.award_fen for each in proposed)),
    }
    return "\n".join([*lines, total])
