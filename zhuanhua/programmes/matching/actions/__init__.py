"""What can be done with matches and with the model? Every write, one function each."""

from zhuanhua.programmes.matching.actions.learning import choose_alerts, start_learning, switch_model
from zhuanhua.programmes.matching.actions.pairs import (
    advance_match,
    agree_match,
    end_match,
    judge_pair,
    name_broker,
    recommend_pair,
)

__all__ = [
    "advance_match",
    "agree_match",
    "choose_alerts",
    "end_match",
    "judge_pair",
    "name_broker",
    "recommend_pair",
    "start_learning",
    "switch_model",
]
