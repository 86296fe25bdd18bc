"""How does a case rest on its papers? Offered with an application, used by a grant, let go when the case ends.

Part of the move of the case, which writes the journal line; two cases that offer the same paper are both held by their programmes.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.text import number_key
from zhuanhua.shared.payments.models import OfferedPaper, OfferState

Named = tuple[str, str]  # (case kind, case number)


def refuse_repeated(numbers: Iterable[str], *, label: str) -> None:
    """Raise Refusal when a case names one paper twice, in whatever spelling, or a number that is none."""
    seen: set[str] = set()
    for number in numbers:
        key = number_key(number)
        words = {"label": label, "name": number}
        if not key:
            raise Refusal(
                _("%(label)s“%(name)s”里没有数字和字母。") % words,
                way_out=_("请照票面填写。"),
                code="no_number",
            )
        if key in seen:
            raise Refusal(_("%(label)s%(name)s写了两次。") % words, way_out=_("请删去一行。"), code="twice")
        seen.add(key)


@transaction.atomic
def offer_papers(*, case: Named, papers: Iterable[tuple[str, str]], on: date) -> list[OfferedPaper]:
    """Let a case rest on exactly these papers, given as (kind of paper, number as typed); what it offered before is let go."""
    wanted = {(paper, number_key(number)): number for paper, number in papers if number_key(number)}
    kind, number = case
    standing = OfferedPaper.objects.select_for_update().filter(case_kind=kind, case_number=number)
    known = {(each.paper, each.key): each for each in standing}
    for found, each in known.items():
        state = OfferState.OFFERED if found in wanted else OfferState.ENDED
        if each.state not in {OfferState.USED, state}:
            each.state, each.offered_on = state, on
            each.save(update_fields=["state", "offered_on"])
    OfferedPaper.objects.bulk_create(
        OfferedPaper(
            paper=paper, key=key, typed=typed.strip()[:80], case_kind=kind, case_number=number, offered_on=on
        )
        for (paper, key), typed in wanted.items()
        if (paper, key) not in known
    )
    return list(standing.filter(state__in=(OfferState.OFFERED, OfferState.USED)))


@transaction.atomic
def use_papers(*, cases: Sequence[Named]) -> None:
    """Mark what the cases rest on as used. Conflict, naming the paper, when another case has used one of them."""
    for each in _of(cases, OfferState.OFFERED):
        each.state = OfferState.USED
        try:
            with transaction.atomic():
                each.save(update_fields=["state"])
        except IntegrityError as fault:
            raise Conflict(
                _("%(paper)s%(number)s已经在另一项补贴里用过。")
                % {"paper": each.get_paper_display(), "number": each.typed},  # type: ignore[attr-defined]
                way_out=_("同一发票、同一银行凭证、同一合同只享受一次，请从这一批里去掉它。"),
                code="paper_used",
            ) from fault


@transaction.atomic
def take_papers(*, papers: Iterable[tuple[Named, str, str]], on: date) -> None:
    """Use papers of many cases at once, given as (case, kind of paper, number): what a batch does that nobody applied for.

    A case that has used its paper before keeps it; Conflict, when another case has.
    """
    wanted = {(case, paper, number_key(number)): number for case, paper, number in papers}
    kinds = {kind for (kind, _number), _paper, _key in wanted}
    standing = OfferedPaper.objects.select_for_update().filter(
        case_kind__in=kinds, key__in=[key for _case, _paper, key in wanted]
    )
    known = {((each.case_kind, each.case_number), each.paper, each.key): each for each in standing}
    used = [known[one].pk for one in wanted if one in known]
    fresh = [
        OfferedPaper(
            paper=paper, key=key, typed=typed[:80], case_kind=kind, case_number=number, state=OfferState.USED,
            offered_on=on,
        )
        for ((kind, number), paper, key), typed in wanted.items()
        if ((kind, number), paper, key) not in known
    ]  # fmt: skip
    try:
        with transaction.atomic():
            OfferedPaper.objects.filter(pk__in=used).update(state=OfferState.USED)
            OfferedPaper.objects.bulk_create(fresh)
    except IntegrityError as fault:
        raise Conflict(
            _("名单里有一份合同已经在另一项补贴里用过。"),
            way_out=_("请重新查看名单，再编制批次。"),
            code="paper_used",
        ) from fault


@transaction.atomic
def free_papers(*, cases: Sequence[Named]) -> None:
    """Take a grant back: the cases still rest on their papers, but have not used them."""
    _change(cases, OfferState.USED, OfferState.OFFERED)


@transaction.atomic
def end_papers(*, cases: Sequence[Named]) -> None:
    """Let go of the papers of cases that have ended without money."""
    _change(cases, OfferState.OFFERED, OfferState.ENDED)


def _of(cases: Sequence[Named], state: str) -> list[OfferedPaper]:
    numbers: dict[str, list[str]] = {}
    for kind, number in cases:
        numbers.setdefault(kind, []).append(number)
    return [
        each
        for kind, of_kind in sorted(numbers.items())
        for each in OfferedPaper.objects.select_for_update()
        .filter(case_kind=kind, case_number__in=of_kind, state=state)
        .order_by("id")
    ]


def _change(cases: Sequence[Named], state: str, target: str) -> None:
    kept = [each.pk for each in _of(cases, state)]
    OfferedPaper.objects.filter(pk__in=kept).update(state=target)
