"""One small city in which every route has an object: the firm's, which a rival must never find.

Each neighbour of this file settles one room of it and gives the parameters of its routes, by the names that `policy.csv` uses.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.evidence.world import catalogues, contracts, money, offices, people, projects, vouchers
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.notices.models import Notice


@dataclass
class World:
    """People by part, and the object of each parameter by route name."""

    people: dict[str, Any] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)


def build() -> World:
    """Make the people, a contract of the firm in every state, and one of everything else."""
    world = World(people=people.settle())
    who = world.people
    world.contracts = contracts.in_every_state(who)
    world.objects = contracts.around(who, world.contracts)
    notify(who["own"], title="给申请人的消息", mail=False)
    for room in (offices.workbooks, offices.accounts, offices.numbers, catalogues.entries, catalogues.match):
        world.objects |= room(who)
    # before the money: whoever owes money back is issued no voucher
    world.objects |= vouchers.in_every_state(who)
    for room in (money.batches, contracts.bought, projects.in_four_calls, offices.proposals):
        world.objects |= room(who)
    world.objects["notice"] = {"identifier": Notice.objects.filter(person=who["own"]).latest("pk").pk}
    return world
