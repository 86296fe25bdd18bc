"""Which open matches wait too long? The policy's answer for a whole list at once."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from zhuanhua.programmes.matching import policy
from zhuanhua.programmes.matching.states import FINAL
from zhuanhua.shared.policy.book import load
from zhuanhua.shared.policy.judge import judge

BOOK = Path(__file__).with_name("policy_values.yaml")


def stale_ones(matches: Sequence[Any], on: date) -> list[Any]:
    """Give those of the list that had no step for longer than the value of that day."""
    rows = [
        {"days_since": (on - localdate(one.state_since)).days, "is_open": one.state not in FINAL}
        for one in matches
    ]
    answers = judge(policy.attention, rows, load(BOOK, programme="matching").on(on))
    return [one for one, answer in zip(matches, answers, strict=True) if answer["is_stale"]]
