"""How does a letter leave the house? Its numbers are frozen, and it is issued by another person while every one still holds."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.utils.translation import ngettext

from zhuanhua.accountability.replies import notices, permissions
from zhuanhua.accountability.replies.actions.letters import insist, waiting_for
from zhuanhua.accountability.replies.actions.papers import keep_papers
from zhuanhua.accountability.replies.drifting import Moved, moved_figures
from zhuanhua.accountability.replies.models import Letter, LetterFigure
from zhuanhua.accountability.replies.queries import frozen_figures, text_of, trace_of, traced
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.accountability.replies.tracing import Piece, Problem
from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.figures.actions import freeze
from zhuanhua.shared.figures.models import FrozenFigure
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.clock import resume_clock, stop_clock
from zhuanhua.shared.workflow.moves import move

CLOCK = ("clock_paused_on", "clock_stopped_on", "clock_used_days")


@transaction.atomic
def freeze_letter(*, letter: Letter, by: Any) -> Letter:
    """Freeze every number of a letter on which all have agreed; what cannot be counted is refused, place by place."""
    insist(permissions.may_handle(by, letter))
    waiting = waiting_for(letter)
    if letter.state == LetterState.COSIGNING and waiting:
        raise Refusal(
            ngettext(
                "还有%(count)s位没有会签：%(names)s。", "还有%(count)s位没有会签：%(names)s。", len(waiting)
            )
            % {"count": len(waiting), "names": _("、").join(each.signer.name for each in waiting)},
            way_out=_("会签齐了再冻结。"),
        )
    told = _freeze(letter, by)
    move(letter, "freeze", by=by, after=told, fields=("edition", "frozen_by", "frozen_at"))
    close_tasks(letter, by=by)
    _ask_issuer(letter)
    return letter


@transaction.atomic
def refreeze_letter(*, letter: Letter, by: Any, reason: str) -> Letter:
    """Freeze again what has moved: a new edition with today's numbers; co-signers are told what changed and may object."""
    insist(permissions.may_handle(by, letter))
    before = {figure.mark: figure.text for figure in frozen_figures(letter)}
    told = _freeze(letter, by)
    after = {figure.mark: figure.text for figure in letter.figures.filter(edition=letter.edition)}
    changed = {mark: [then, after.get(mark, "")] for mark, then in before.items() if after.get(mark) != then}
    told["changed"] = changed
    move(letter, "refreeze", by=by, reason=reason, after=told, fields=("edition", "frozen_by", "frozen_at"))
    if changed:
        signers = [each.signer for each in letter.cosigns.filter(round=letter.round).select_related("signer")]
        words = _("、").join(f"{then}→{now}" for then, now in changed.values())
        transaction.on_commit(partial(notices.letter_refrozen, letter, signers, words))
    return letter


@transaction.atomic
def issue_letter(*, letter: Letter, document_number: str, on: date, by: Any) -> Letter:
    """Issue: refused, naming each place, while a number has no origin or has moved. Keeps what is sent, answers the proposal."""
    insist(permissions.may_issue(by, letter))
    _refuse_odd_day(letter, on)
    if letter.state == LetterState.FROZEN:
        _refuse_unless_sound(letter)
    letter.issued_by, letter.issued_on, letter.document_number = by, on, document_number.strip()
    try:
        with transaction.atomic():
            told = {"document_number": letter.document_number, "issued_on": on, "edition": letter.edition}
            move(letter, "issue", by=by, after=told, fields=("issued_by", "issued_on", "document_number"))
    except IntegrityError as fault:
        raise Conflict(
            _("这个发文字号已经用过。"), field="document_number", way_out=_("请换一个。")
        ) from fault
    keep_papers(letter, by)
    close_tasks(letter, by=by)
    proposal = letter.proposal
    stop_clock(proposal, on=on)
    move(proposal, "answer", by=by, after={"letter": letter.number}, fields=CLOCK)
    close_tasks(proposal, by=by)
    transaction.on_commit(partial(notices.letter_issued, letter))
    return letter


def _refuse_odd_day(letter: Letter, on: date) -> None:
    if on > city_today():
        raise Refusal(
            _("签发日期晚于今天。"), field="issued_on", way_out=_("请填今天，或者到那天再签发。"), code="day"
        )
    if on < letter.proposal.received_on:
        raise Refusal(
            _("签发日期早于收到建议提案的日期。"), field="issued_on", way_out=_("请核对。"), code="day"
        )


@transaction.atomic
def recall_letter(*, letter: Letter, by: Any, reason: str) -> Letter:
    """Take an issued letter back, with the reason: the proposal is in hand again and wants another letter."""
    move(letter, "recall", by=by, reason=reason)
    proposal = letter.proposal
    proposal.clock_stopped_on = None
    proposal.clock_paused_on = city_today()
    resume_clock(proposal, on=city_today())
    fields = (*CLOCK, "clock_started_on", "due_on")
    move(proposal, "reopen", by=by, reason=reason, after={"letter": letter.number}, fields=fields)
    open_task(
        case=proposal,
        title=noop("重新起草答复"),
        about=proposal.title,
        permission=Permission.LETTER_WRITE,
        assignee=proposal.drafter,
        due_on=proposal.due_on,
        url=f"/replies/proposals/{proposal.number}/",
    )
    transaction.on_commit(partial(notices.letter_recalled, letter, reason))
    return letter


def obstacles(letter: Letter) -> tuple[list[Problem], list[Moved]]:
    """Give what stands between a letter and its issue: places without origin, and numbers that have moved."""
    return trace_of(letter).blocking, moved_figures(letter)


def _refuse_unless_sound(letter: Letter) -> None:
    problems, moved = obstacles(letter)
    if problems or moved:
        places = [_place(problem) for problem in problems] + [each.words for each in moved]
        raise Refusal(
            ngettext(
                "还有%(count)s处没有着落：%(places)s", "还有%(count)s处没有着落：%(places)s", len(places)
            )
            % {"count": len(places), "places": _("；").join(places)},
            way_out=_("没有出处的请退回修改，变动的请由起草人重新冻结。"),
            code="untraced" if problems else "drifted",
        )


def _place(problem: Problem) -> str:
    told = {"line": problem.line, "text": problem.text, "around": problem.around, "why": problem.why}
    return _("第%(line)s段“%(around)s”里的%(text)s：%(why)s") % told


def _freeze(letter: Letter, by: Any) -> dict[str, Any]:
    """Count and keep every number once; sets the letter's edition, person and moment."""
    found = traced(text_of(letter))
    faulty = [piece for piece in found.said if piece.said is not None and piece.said.fault]
    if faulty:
        places = _("；").join(f"{piece.text}：{piece.said.fault}" for piece in faulty if piece.said)
        raise Refusal(_("有引用算不出数：%(places)s") % {"places": places}, way_out=_("请收回修改。"))
    pieces = list({piece.mark.key: piece for piece in found.said if piece.mark}.values())
    if not pieces:
        raise Refusal(_("正文里没有引用任何数。"), way_out=_("请引用指标或者引用数。"), code="no_figures")
    letter.edition += 1
    frozen = _frozen_of(letter, pieces, by)
    LetterFigure.objects.bulk_create(
        _kept(letter, place, piece, frozen) for place, piece in enumerate(pieces, start=1)
    )
    letter.frozen_by, letter.frozen_at = by, city_now()
    sets = sorted({figure.frozen_set.number for figure in frozen.values()})
    return {"edition": letter.edition, "figures": len(pieces), "sets": sets}


def _frozen_of(letter: Letter, pieces: Iterable[Piece], by: Any) -> dict[tuple[Any, ...], FrozenFigure]:
    """Freeze figures of one period and one choice of groups together; a set holds a code once."""
    groups: dict[tuple[Any, ...], list[str]] = {}
    asked: dict[tuple[Any, ...], dict[str, Any]] = {}
    for piece in pieces:
        mark: Any = piece.mark
        if not mark.is_reference:
            key = _span(mark)
            groups.setdefault(key, []).append(mark.code)
            asked[key] = {"year": mark.year, "since": mark.since, "until": mark.until, "where": mark.where}
    title = f"{letter.title}第{letter.edition}版"[-120:]
    return {
        (*key, figure.code): figure
        for key, codes in groups.items()
        for figure in freeze(codes=codes, title=title, by=by, **asked[key]).figures.select_related(
            "frozen_set"
        )
    }


def _span(mark: Any) -> tuple[Any, ...]:
    return (mark.year, mark.since, mark.until, str(sorted(mark.where.items())))


def _kept(
    letter: Letter, place: int, piece: Piece, frozen: dict[tuple[Any, ...], FrozenFigure]
) -> LetterFigure:
    mark: Any = piece.mark
    said: Any = piece.said
    return LetterFigure(
        letter=letter,
        edition=letter.edition,
        place=place,
        mark=mark.key,
        text=said.text,
        name=said.name,
        definition=said.definition,
        source=said.source,
        as_of=said.as_of,
        records=said.records,
        frozen=None if mark.is_reference else frozen[*_span(mark), mark.code],
        reference=said.reference,
    )


def _ask_issuer(letter: Letter) -> None:
    open_task(
        case=letter,
        title=noop("签发答复"),
        about=letter.title,
        permission=Permission.LETTER_ISSUE,
        due_on=letter.proposal.due_on,
        url=f"/replies/letters/{letter.number}/",
    )
