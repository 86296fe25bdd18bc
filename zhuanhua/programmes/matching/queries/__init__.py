"""What can be asked about matches? Every read takes the person who asks."""

from zhuanhua.programmes.achievements.queries import visible_achievements
from zhuanhua.programmes.matching.queries.leads import STRONG, lead_for, leads_for
from zhuanhua.programmes.matching.queries.learned import learning_for, learnings, opinions, silence_of
from zhuanhua.programmes.matching.queries.pairs import (
    Proposal,
    asked_counted,
    brokers_for,
    count_by_state,
    item_to_judge,
    item_to_match,
    match_for,
    open_matches,
    proposals_for,
    reasons_for,
    said_about_mine,
    said_of,
    steps_counted,
    visible_matches,
    waiting,
)
from zhuanhua.programmes.needs.queries import visible_needs

__all__ = [
    "STRONG",
    "Proposal",
    "asked_counted",
    "brokers_for",
    "count_by_state",
    "item_to_judge",
    "item_to_match",
    "lead_for",
    "leads_for",
    "learning_for",
    "learnings",
    "match_for",
    "open_matches",
    "opinions",
    "proposals_for",
    "reasons_for",
    "said_about_mine",
    "said_of",
    "silence_of",
    "steps_counted",
    "visible_achievements",
    "visible_matches",
    "visible_needs",
    "waiting",
]
