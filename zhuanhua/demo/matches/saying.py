"""What do the sides say of what was ranked for them? Suitable of what they asked for, and why not of others near it."""

from random import Random
from typing import Any

from zhuanhua.core.rows import insert_rows
from zhuanhua.demo.catalogues.writing import REVIEWED
from zhuanhua.demo.matches.stories import Told, listed_pairs
from zhuanhua.demo.matches.storing import fit_of, moment
from zhuanhua.programmes.matching import queries
from zhuanhua.programmes.matching.models import Judgement, Saying
from zhuanhua.shared.journal.actions import Line, record_all

# why a firm does not take what speaks of its subject, and what it says of anything else; people err now and then
REFUSALS = (
    ("too_dear", 18),
    ("too_early", 16),
    ("have_it", 16),
    ("region", 16),
    ("capacity", 14),
    ("rights_unclear", 14),
    ("wrong_field", 6),
)
STRANGE = (
    ("wrong_field", 76),
    ("other", 9),
    ("too_early", 6),
    ("capacity", 3),
    ("region", 3),
    ("rights_unclear", 3),
)
NEAR, ANSWERED = 10, 4  # of the best ranked, how many a side answers


def say(told: list[Told], fits: dict[str, dict[str, Any]], people: dict[str, Any], chance: Random) -> int:
    """What the sides said: suitable of what they asked for, and why not of others that were ranked near."""
    officer, true = people["officer"], set(listed_pairs())
    known = {(one.need.number, one.achievement.number) for one in told}
    keys = {one.number: one for one in queries.visible_achievements(officer)}
    rows, lines, said = [], [], set()
    for one in told:
        near = [fit for fit in fits[one.need.number].values() if (fit.need, fit.achievement) not in known]
        other = chance.sample(near[:NEAR], min(ANSWERED, len(near)))
        for fit, saying in [
            (fit_of(one, fits), "suitable"),
            *((fit, _why_not((fit.need, fit.achievement), true, chance)) for fit in other),
        ]:
            achievement = keys[fit.achievement]
            pair = (one.need.pk, achievement.pk)
            if pair in said or achievement.owner_id == one.need.owner_id:
                continue
            said.add(pair)
            at = moment(one.asked_on)
            rows.append((*pair, one.need.owner_id, at, saying, fit.level, fit.model))
            if saying != Saying.SUITABLE:
                after = {"need": one.need.number, "achievement": fit.achievement, "saying": saying}
                lines.append(
                    Line(
                        "need:judge",
                        case_kind="need",
                        case_number=one.need.number,
                        by=officer,
                        after=after,
                        at=at,
                    )
                )
    columns = ("need_id", "achievement_id", "organisation_id", "said_at", "saying", "level", "model")
    insert_rows(Judgement, columns, rows, fixed={"said_by_id": officer.pk})
    lines.sort(key=lambda line: line.at or moment(REVIEWED))
    record_all(lines)
    return len(rows)


def _why_not(pair: tuple[str, str], true: set[tuple[str, str]], chance: Random) -> str:
    kinds, shares = zip(*(REFUSALS if pair in true else STRANGE), strict=True)
    return str(chance.choices(kinds, shares)[0])
