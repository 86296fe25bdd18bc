"""What can be done with matches? One click says whether a pair fits; then step by step to a registered contract."""

from datetime import date
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import clean_line
from zhuanhua.programmes.contracts.queries import certificate_by
from zhuanhua.programmes.matching import notices, permissions, queries
from zhuanhua.programmes.matching.models import Candidate, Judgement, Match, MatchStep, Saying
from zhuanhua.programmes.matching.states import STEPS, MatchState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move, move_named
from zhuanhua.shared.workflow.serials import next_number


@transaction.atomic
def judge_pair(*, item: Any, number: str, saying: str, note: str, by: Any, on: date) -> Match | None:
    """Say whether a proposed pair fits: "suitable" asks the other side to agree to a contact, anything else is told to them as the reason.

    Only the item's own people may; saying it again replaces what was said. Gives the match where there is one.
    """
    require(by, Permission.MATCH_USE)
    if by.organisation is None or by.organisation.pk != item.owner_id:
        raise Forbidden(_("只有发布单位可以办理。"))
    if saying not in Saying.values:
        raise Refusal(_("没有选择意见。"), field="saying", way_out=_("请选择合适，或者一个不合适的原因。"))
    found = [each for each in queries.proposals_for(by, item) if each.item.number == number]
    if not found:
        raise Refusal(_("这一项已不在推荐之列。"), way_out=_("请刷新页面。"))
    proposal = found[0]
    need, achievement = (item, proposal.item) if item.case_kind == "need" else (proposal.item, item)
    words = clean_line(note)[:300]
    Judgement.objects.update_or_create(
        need=need,
        achievement=achievement,
        organisation=by.organisation,
        defaults={
            "said_by": by, "said_at": city_now(), "saying": saying, "note": words,
            "level": proposal.fit.level, "model": proposal.fit.model,
        },
    )  # fmt: skip
    pair = {"need": need.number, "achievement": achievement.number, "saying": saying}
    if saying != Saying.SUITABLE:
        record(
            f"{item.case_kind}:judge", case_kind=item.case_kind, case_number=item.number, by=by, after=pair
        )
        transaction.on_commit(partial(notices.not_wanted, proposal.item, item, saying, words))
        return None
    return _ask(item, proposal, need, achievement, by=by, on=on)


def _ask(item: Any, proposal: Any, need: Any, achievement: Any, *, by: Any, on: date) -> Match:
    try:
        with transaction.atomic():
            match = Match.objects.create(
                number=next_number("DJ", on=on), state=MatchState.ASKED, need=need, achievement=achievement,
                asked_by=by, asked_from=by.organisation, asked_on=on, level=proposal.fit.level,
                score_bp=proposal.fit.score_bp, model=proposal.fit.model,
            )  # fmt: skip
    except IntegrityError as fault:
        raise Conflict(_("这一对已经在对接。"), way_out=_("请在“对接跟进”里查看。")) from fault
    record(
        "match:ask", case_kind="match", case_number=match.number, by=by,
        after={"need": need.number, "achievement": achievement.number, "model": match.model, "level": match.level},
    )  # fmt: skip
    open_task(
        case=match, title=noop("答复对接请求"), about=f"{proposal.item.title} · {item.owner.name}",
        permission=Permission.MATCH_USE, organisation=proposal.item.owner, url=f"/matching/{match.number}/",
    )  # fmt: skip
    transaction.on_commit(partial(notices.asked, match, proposal.item.owner, item))
    return match


@transaction.atomic
def agree_match(*, match: Match, by: Any) -> Match:
    """Agree to be contacted; only the side that was asked may."""
    verdict = permissions.may_agree(by, match)
    if not verdict:
        raise Forbidden(verdict.reason)
    move(match, "agree", by=by)
    close_tasks(match, by=by)
    transaction.on_commit(partial(notices.answered, match))
    return match


@transaction.atomic
def end_match(*, match: Match, by: Any, reason: str) -> Match:
    """End a match with a reason: either side, its broker or the bureau."""
    _taking_part(match, by)
    move(match, "end", by=by, reason=clean_line(reason)[:300])
    close_tasks(match, by=by)
    transaction.on_commit(partial(notices.answered, match))
    return match


@transaction.atomic
def advance_match(*, match: Match, verb: str, done_on: date, note: str, by: Any, on: date, registration: str = "") -> Match:  # fmt: skip
    """Take the next step with its day. Registering names a contract that is registered and belongs to no other match.

    Refuses a day in the future or before the step before.
    """
    _taking_part(match, by)
    if verb not in STEPS:
        raise Refusal(_("没有这一步。"), way_out=_("请刷新页面。"))
    _day_fits(match, done_on, on)
    fields: list[str] = []
    if verb == "register":
        match.contract = _contract(match, registration)
        fields.append("contract")
    target = move_named(match, verb).target
    move(match, verb, by=by, after={"done_on": done_on.isoformat()}, fields=fields)
    MatchStep.objects.create(
        match=match, state=target, done_on=done_on, told_by=by, note=clean_line(note)[:300]
    )
    return match


@transaction.atomic
def name_broker(*, match: Match, broker: Any, by: Any) -> Match:
    """Name the agency that brings the two together; either side may. It sees the match from then on, one named before no longer."""
    _taking_part(match, by)
    if not permissions.is_party(by, match):
        raise Forbidden(_("撮合方由双方之一委托。"))
    match = Match.objects.select_for_update(of=("self",)).get(pk=match.pk)
    if match.state in match.FINAL:
        raise Conflict(_("这项对接已经结束。"))
    if not queries.brokers_for(match).filter(pk=broker.pk).exists():
        raise Refusal(_("请选择一家技术转移机构。"), field="broker")
    before = {"broker": match.broker.name} if match.broker else {}
    match.broker = broker
    match.save(update_fields=["broker"])
    record(
        "match:name_broker", case_kind="match", case_number=match.number, by=by, before=before,
        after={"broker": broker.name},
    )  # fmt: skip
    transaction.on_commit(partial(notices.named_broker, match))
    return match


def _contract(match: Match, registration: str) -> Any:
    certificate = certificate_by(registration_number=clean_line(registration))
    if certificate is None or not certificate.contract.registered_on:
        raise Refusal(
            _("没有找到这个登记编号的合同。"), field="registration", way_out=_("请填登记证明上的编号。")
        )
    contract = certificate.contract
    parties = {contract.seller_id, contract.buyer_id}
    if not {match.need.owner_id, match.achievement.owner_id} <= parties:
        raise Refusal(_("这份合同不是这两个单位签的。"), field="registration", way_out=_("请核对登记编号。"))
    if Match.objects.filter(contract=contract).exists():
        raise Conflict(_("这份合同已经算在另一项对接里。"), way_out=_("一份合同只算一次，请核对登记编号。"))
    return contract


def _day_fits(match: Match, done_on: date, on: date) -> None:
    last = max([match.asked_on, *match.steps.values_list("done_on", flat=True)])
    if done_on > on:
        raise Refusal(_("日期在今天以后。"), field="done_on", way_out=_("请填已经发生的日期。"))
    if done_on < last:
        raise Refusal(
            _("日期早于上一步的%(day)s。") % {"day": last},
            field="done_on",
            way_out=_("请填上一步当天或以后。"),
        )


def _taking_part(match: Match, by: Any) -> None:
    require(by, Permission.MATCH_USE)
    queries.match_for(by, match.number)


@transaction.atomic
def recommend_pair(*, candidate: Candidate, by: Any) -> Candidate:
    """Point a need's owner to an achievement that the engine found strong; once a pair, and nobody on either side does it for themselves."""
    require(by, Permission.MATCH_BROKER)
    own = by.organisation.pk if by.organisation is not None else None
    if own in {candidate.need.owner_id, candidate.achievement.owner_id}:
        raise Forbidden(_("这一对有一方是本单位，请直接在匹配页上说合适。"))
    if not Candidate.objects.filter(pk=candidate.pk, recommended_at=None).update(
        recommended_at=city_now(), recommended_by=by.pk
    ):
        raise Conflict(_("这一对已经推荐过。"), way_out=_("请等需求方答复。"))
    need, achievement = candidate.need, candidate.achievement
    after = {"achievement": achievement.number, "model": candidate.model, "level": candidate.level}
    record("need:recommend", case_kind="need", case_number=need.number, by=by, after=after)
    transaction.on_commit(partial(notices.recommended, need, achievement, by))
    return candidate
