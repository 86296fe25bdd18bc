"""Which project calls does the demo city hold? The two years of the letter, entered from paper, and the calls of today at every desk."""

from datetime import date
from random import Random
from typing import Any

from zhuanhua.demo.projects import calls, carrying, desks, experts, letter_years

__all__ = ["tell"]


def tell(people: dict[str, Any], *, day: date, seed: int) -> dict[str, int]:
    """Fill the pool, enter the years of the letter, then tell what stands on the desks today."""
    chance = Random(f"{seed}/projects")
    pool = experts.settle(people, day=day, chance=chance)
    known = letter_years.enter(people, pool, day=day, chance=chance)
    town = calls.Calls(people, day, chance)
    carrying.tell(town)
    desks.tell(town)
    return {"known": known, "experts": len(pool)}
