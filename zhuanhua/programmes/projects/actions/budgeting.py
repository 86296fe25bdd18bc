"""Does a budget add up, and does its indirect cost stay under the cap?"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhuanhua.programmes.projects import policy, queries
from zhuanhua.programmes.projects.codes import Cost
from zhuanhua.programmes.projects.models import Application
from zhuanhua.shared.policy.book import MissingValue
from zhuanhua.shared.policy.judge import judge_one


def indirect_of(lines: Iterable[Any], on: date) -> dict[str, Any]:
    """Judge the indirect cost of a budget: base and cap, whole fen, and what it asks."""
    direct = equipment = asked = 0
    for line in lines:
        amount = line.city_fen + line.own_fen
        if line.cost == Cost.INDIRECT:
            asked += amount
        else:
            direct += amount
            equipment += amount if line.cost == Cost.EQUIPMENT else 0
    try:
        found = judge_one(
            policy.indirect_cap, {"direct_fen": direct, "equipment_fen": equipment}, queries.values_on(on)
        )
    except MissingValue:  # no rule on that day yet: nothing is capped
        return {"base_fen": direct - equipment, "cap_fen": None, "asked_fen": asked}
    return {**found, "asked_fen": asked}


def sums_of(application: Application) -> dict[str, int]:
    """Sum a budget: city, own, both; whole fen."""
    lines = list(application.budget.all())
    city, own = sum(line.city_fen for line in lines), sum(line.own_fen for line in lines)
    return {"city_fen": city, "own_fen": own, "total_fen": city + own}
