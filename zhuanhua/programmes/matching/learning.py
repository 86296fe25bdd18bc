"""How does the engine learn from what people said? Verdicts from opinions, a new model beside the one in use, both measured on the same folds.

A side that says “too dear” or “too far” says nothing against the words: such a pair counts as fair. Only the wrong field is no match at all.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.achievements.queries import achievements_for_matching
from zhuanhua.programmes.matching.models import Judgement, Saying
from zhuanhua.programmes.matching.ranking import (
    engine_need,
    engine_offer,
    known_pairs,
    load_model,
    readable,
    save_model,
)
from zhuanhua.programmes.needs.queries import needs_for_matching
from zhuanhua.shared.jobs import progress

LEVELS = {
    Saying.SUITABLE: 4, Saying.TOO_DEAR: 3, Saying.CAPACITY: 3, Saying.REGION: 3, Saying.HAVE_IT: 3, Saying.RIGHTS_UNCLEAR: 3,
    Saying.TOO_EARLY: 2, Saying.OTHER: 2, Saying.WRONG_FIELD: 1,
}  # fmt: skip
LEAST = 20  # opinions without which nothing is learned
STEPS = 3


@dataclass(frozen=True, slots=True)
class Learned:
    """A model that was learned and kept, and how it compares."""

    version: str
    verdicts: int
    measures: dict[str, Any]


def verdicts() -> dict[tuple[str, str], int]:
    """Every pair somebody spoke of, by need and achievement; where both sides did, the lower level counts."""
    found: dict[tuple[str, str], int] = defaultdict(lambda: 4)
    rows = Judgement.objects.order_by("said_at", "id").values_list(
        "need__number", "achievement__number", "saying"
    )
    for need, achievement, saying in rows:
        found[need, achievement] = min(found[need, achievement], LEVELS[Saying(saying)])
    return dict(found)


def learn(old_version: str, key: str) -> Learned:
    """Learn from every opinion and compare with the model in use on the same folds; raises Refusal when there are too few opinions."""
    from zhuanhua.engines.matching import Model, Verdict, relearn

    progress.tell(key, 0, STEPS)
    needs = [engine_need(item) for item in readable(needs_for_matching())]
    offers = [engine_offer(item) for item in readable(achievements_for_matching())]
    here = {need.id for need in needs}, {offer.id for offer in offers}
    said = {pair: level for pair, level in verdicts().items() if pair[0] in here[0] and pair[1] in here[1]}
    if len(said) < LEAST:
        raise Refusal(
            _("能用的意见只有%(said)s条，至少要%(least)s条。") % {"said": len(said), "least": LEAST},
            way_out=_("请等更多单位说合适或不合适。"),
        )
    told = [Verdict(*pair, level, source="use") for pair, level in sorted(said.items())]
    old = load_model(old_version) or Model.first_day(offers, needs)
    before = known_pairs(old_version)
    known = [verdict for verdict in told if (verdict.need_id, verdict.offer_id) in before]
    progress.tell(key, 1, STEPS)
    model, comparison = relearn(old, needs, offers, known, told)
    progress.tell(key, 2, STEPS)
    version = save_model(model, sorted(said))
    measures = {name: value for name, value in asdict(comparison).items() if name not in {"old", "new"}}
    measures |= {"old": old_version, "is_better": comparison.is_better}
    return Learned(version, model.verdicts, {name: _plain(value) for name, value in measures.items()})


def _plain(value: Any) -> Any:
    return round(float(value), 4) if isinstance(value, float) else value
