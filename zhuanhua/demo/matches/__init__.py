"""Who talked to whom in the demo city? What the fair of 2018 and the years since brought together, as the bureau entered it, and what is under way today.

True pairs of the catalogues (planted) become matches in every state; where the register holds a contract of the two sides, the match ends in it.
Verdicts of every kind are said of what the engine ranks. The people of the cast act by the ordinary actions.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from zhuanhua.demo.days import on_day
from zhuanhua.demo.matches.saying import say
from zhuanhua.demo.matches.stories import converted, old, present, true_pairs
from zhuanhua.demo.matches.storing import ranking, store
from zhuanhua.programmes.matching import actions, keeping, queries
from zhuanhua.programmes.matching.states import MatchState


def tell(people: dict[str, Any], *, day: date, seed: int) -> dict[str, int]:
    """Bring true pairs together; gives how many matches, verdicts and contracts came of it."""
    chance = Random(f"{seed}/matches")
    with on_day(day - timedelta(days=1)), transaction.atomic():
        keeping.begin()
        shelf = keeping.present_shelf()
    pairs = true_pairs(people["officer"], chance)
    told = [
        *converted(pairs, people["officer"], chance, day),
        *old(pairs, chance, day),
        *present(pairs, chance, day),
    ]
    fits = ranking(shelf, told)
    with transaction.atomic():
        store(told, fits, people)
        said = say(told, fits, people, chance)
    with on_day(day - timedelta(days=2)):
        acted = _cast(people, day - timedelta(days=2))
    contracts = sum(one.contract is not None for one in told)
    return {"matches": len(told) + acted, "verdicts": said, "contracts": contracts}


def _cast(people: dict[str, Any], on: date) -> int:
    """The firm and the university of the cast answer what was ranked for their own; the agency takes up a match."""
    firm, university, agency = people["firm"], people["university"], people["agency"]
    made = 0
    with transaction.atomic():
        for who, items in (
            (firm, queries.visible_needs(firm)),
            (university, queries.visible_achievements(university)),
        ):
            for item in items.filter(owner=who.organisation.pk).order_by("id")[:2]:
                proposals = [
                    each
                    for each in queries.proposals_for(who, item)
                    if each.match is None and each.said is None
                ]
                for proposal, saying, note in zip(
                    proposals, ("suitable", "too_dear"), ("", "单条线120万元以内可以谈。"), strict=False
                ):
                    match = actions.judge_pair(
                        item=item, number=proposal.item.number, saying=saying, note=note, by=who, on=on
                    )
                    made += match is not None
        for side in (firm, university):
            waiting = queries.visible_matches(side).filter(state=MatchState.AGREED, broker__isnull=True)
            match = waiting.order_by("-state_since").first()
            if match is not None:
                match = actions.name_broker(match=match, broker=agency.organisation, by=side)
                actions.advance_match(
                    match=match, verb="contact", done_on=on, note="已和双方通话。", by=agency, on=on
                )
                break
    return made
