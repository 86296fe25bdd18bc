"""How do the proposed pairs stay true? They are ranked from the records, and then follow the journal: every write leaves a line that names its item.

The pages read what is kept; an item that changed since is ranked while it is shown.
"""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Count, Max

from zhuanhua.core.dates import city_now, city_today
from zhuanhua.programmes.achievements.queries import achievements_for_matching
from zhuanhua.programmes.matching.models import Candidate, Learning, LearningState
from zhuanhua.programmes.matching.ranking import (
    Fit,
    Reasoner,
    Shelf,
    first_model,
    load_model,
    save_model,
)
from zhuanhua.programmes.needs.queries import needs_for_matching
from zhuanhua.shared.catalogue.queries import Matchable
from zhuanhua.shared.journal.models import Entry

log = structlog.get_logger("zhuanhua.matching")
KINDS = ("need", "achievement")
QUIET = ("need:judge", "achievement:judge", "need:recommend")  # they change no text
MERGES = tuple(f"{kind}:{verb}" for kind in KINDS for verb in ("merge", "undo_merge"))
OTHERS = (
    "merged",
    "restored",
)  # a merge and its undo leave their line at the item that stays, and name the other in it
ONE_BY_ONE = 40  # changed items; more are ranked with everything
NEVER = -1  # in place of a line of the journal: ranked by an earlier model, nothing of it is kept
_lock = Lock()


def in_use() -> Learning | None:
    """The model that ranks now."""
    return Learning.objects.filter(in_use=True).first()


def last_line() -> int:
    """The last line of the journal that tells of an item."""
    lines = Entry.objects.filter(case_kind__in=KINDS).exclude(event__in=QUIET)
    return lines.aggregate(last=Max("seq"))["last"] or 0


def is_kept(item: Any, learning: Learning | None) -> bool:
    """Whether the kept pairs of an item are those of its present words and of the present model."""
    if learning is None or learning.ranked_until in {None, NEVER} or item.level == "restricted":
        return False
    lines = Entry.objects.filter(case_kind=item.case_kind, seq__gt=learning.ranked_until)
    told = lines.filter(case_number=item.number).exclude(event__in=QUIET)
    joined = lines.filter(event__in=MERGES).values_list("after", flat=True)
    return not told.exists() and all(item.number not in _others(after) for after in joined)


def ranked_now(item: Matchable, kind: str) -> list[Fit]:
    """Rank one item while somebody waits."""
    return present_shelf().of(kind, item)


def present_shelf() -> Shelf:
    """Both catalogues as they are now, held by this process until something changes."""
    learning = in_use()
    with _lock:  # of two threads that ask at once the second finds what the first has read
        return _shelf(learning.version if learning else "", _stamp())


def reasoner() -> Reasoner:
    """What puts reasons to a pair, by the model in use."""
    learning = in_use()
    with _lock:
        kept = _reasoner(learning.version) if learning else None
    return kept or Reasoner(present_shelf().model)


def renew() -> int:
    """Rank both catalogues anew, learning the first model where there is none; gives how many pairs are kept."""
    learning = in_use() or begin()
    until = last_line()
    shelf = present_shelf()
    fits = shelf.everything()
    with transaction.atomic():
        is_first = learning.ranked_until is None  # of a first ranking nobody is told pair by pair
        _keep(shelf, fits, Candidate.objects.all(), is_told=is_first)
        Learning.objects.filter(pk=learning.pk).update(ranked_until=until, ranked_at=city_now())
    log.info("matching.renewed", pairs=len(fits), model=learning.version)
    return len(fits)


def follow() -> int:
    """Bring in what the journal tells since the last time; gives how many items."""
    learning = in_use()
    if learning is None or learning.ranked_until in {None, NEVER}:
        return renew()
    until = last_line()
    if until <= learning.ranked_until:
        return 0
    lines = Entry.objects.filter(seq__gt=learning.ranked_until, seq__lte=until, case_kind__in=KINDS)
    touched = set(lines.exclude(event__in=QUIET).values_list("case_kind", "case_number").order_by())
    for kind, after in lines.filter(event__in=MERGES).values_list("case_kind", "after"):
        touched |= {(kind, number) for number in _others(after)}
    if len(touched) > ONE_BY_ONE:
        return renew()
    shelf = present_shelf()
    with transaction.atomic():
        for kind, number in sorted(touched):
            item = shelf.items[kind].get(number)
            _keep(
                shelf,
                shelf.of(kind, item) if item else [],
                Candidate.objects.filter(**{f"{kind}__number": number}),
            )
        Learning.objects.filter(pk=learning.pk).update(ranked_until=until, ranked_at=city_now())
    return len(touched)


def begin() -> Learning:
    """Learn the first day's model from the catalogues' words, and use it."""
    model = first_model(needs_for_matching(), achievements_for_matching())
    now = city_now()
    learning, _made = Learning.objects.get_or_create(
        version=save_model(model),
        defaults={"state": LearningState.READY, "asked_at": now, "finished_at": now},
    )
    Learning.objects.filter(pk=learning.pk).update(in_use=True)
    learning.in_use = True
    return learning


def _keep(shelf: Shelf, fits: Sequence[Fit], kept: Any, *, is_told: bool = False) -> None:
    """Let the kept pairs be these; a pair that stays keeps the day on which it was found and whom it was recommended to."""
    needs, achievements = shelf.items["need"], shelf.items["achievement"]
    wanted = {(needs[fit.need].pk, achievements[fit.achievement].pk): fit for fit in fits}
    known = {(one.need_id, one.achievement_id): one for one in kept}
    Candidate.objects.filter(pk__in=[one.pk for pair, one in known.items() if pair not in wanted]).delete()
    now = city_now()
    Candidate.objects.bulk_create(
        [
            Candidate(
                need_id=pair[0], achievement_id=pair[1], level=fit.level, score_bp=fit.score_bp,
                probability_bp=fit.probability_bp, model=fit.model, found_at=now, told_at=now if is_told else None,
            )
            for pair, fit in wanted.items()
            if pair not in known or _stands(known[pair]) != _facts(fit)
        ],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["need", "achievement"],
        update_fields=["level", "score_bp", "probability_bp", "model"],
    )  # fmt: skip


def _stands(one: Candidate) -> tuple[int, int, int, str]:
    return one.level, one.score_bp, one.probability_bp, one.model


def _facts(fit: Fit) -> tuple[int, int, int, str]:
    return fit.level, fit.score_bp, fit.probability_bp, fit.model


def _others(after: dict[str, Any] | None) -> list[str]:
    """Name the items that a line of a merge or its undo tells of beside its own."""
    return [after[name] for name in OTHERS if name in after] if after else []


def _stamp() -> tuple[Any, ...]:
    """Say how both catalogues stand: anything that moves changes it."""
    merged = Entry.objects.filter(event__in=MERGES).aggregate(last=Max("seq"))["last"]
    found: list[Any] = [city_today(), merged]  # a merge moves no state
    for side in (Candidate.need, Candidate.achievement):
        items = side.field.related_model._default_manager
        found += items.aggregate(many=Count("pk"), newest=Max("state_since"), last=Max("pk")).values()
    return tuple(found)


@lru_cache(maxsize=2)
def _shelf(version: str, stamp: tuple[Any, ...]) -> Shelf:  # noqa: ARG001 - the stamp is the key
    model = load_model(version) if version else None
    return Shelf(needs_for_matching(), achievements_for_matching(), model)


@lru_cache(maxsize=2)
def _reasoner(version: str) -> Reasoner | None:
    model = load_model(version)
    return Reasoner(model) if model else None
