"""Which stories fill which queue of the town's desks?"""

from collections.abc import Callable
from typing import Any

from zhuanhua.demo.cases.after import (
    changed,
    finance_objected,
    objected,
    refused,
    repeated,
    royalty,
    to_be_revoked,
)
from zhuanhua.demo.cases.before import (
    drafted,
    examined,
    in_hand,
    in_review,
    registered,
    resubmitted,
    returned,
    reviewed,
    sent_back,
    submitted,
    withdrawn,
)
from zhuanhua.demo.cases.town import Story, Town


def stories_of(town: Town) -> list[Story]:
    """List every story of the town; the comment on each says which queue it fills."""
    chance = town.chance
    someone: Callable[[], Any] = lambda: chance.choice(town.filers)  # noqa: E731 - a short name for a draw
    people = town.people
    firm, university, rival = people["firm"], people["university"], people["rival"]
    stories: list[Story] = []
    add = stories.append
    for who in (firm, firm, firm, university, university, rival, people["agency"]):
        add(drafted(town, who, whole=chance.random() < 0.5))
    for place in range(20):  # 待受理
        add(submitted(town, firm if place < 2 else someone(), place % 4))
    for place in range(9):  # 退回补正
        add(
            returned(
                town,
                (firm, university, firm, university)[place] if place < 4 else someone(),
                3 + place % 5,
                accepted=place % 3 != 0,
            )
        )
    for place in range(8):  # 补正已回
        add(resubmitted(town, firm if place == 0 else someone(), 6 + place % 4))
    for place in range(26):  # 审核中
        add(in_hand(town, firm if place < 2 else someone(), 1 + place % 12))
    for late in (15, 15, 15, 16, 17, 17, 19):  # 今天到期、逾期
        add(in_hand(town, someone(), late))
    for place in range(16):  # 已认定，待核准：批量登记
        add(examined(town, someone(), 3 + place % 8, papers=place % 7 != 3))
    for place in range(5):  # 待复核
        add(in_review(town, university if place == 0 else someone(), 6 + 2 * place))
    add(sent_back(town, someone()))
    for place in range(34):  # 已登记
        add(
            registered(
                town,
                (firm, firm, university, university, rival)[place] if place < 5 else someone(),
                14 + place * 3 // 2,
            )
        )
    for place in range(6):
        add(reviewed(town, firm if place == 0 else someone(), 25 + 3 * place))
    for place in range(5):  # 不予登记
        add(
            refused(
                town,
                rival if place == 0 else someone(),
                12 + 3 * place,
                ground=("2", "2", "3", "7", "8")[place],
            )
        )
    add(objected(town, firm, 22, outcome=""))
    add(objected(town, someone(), 24, outcome=""))
    add(objected(town, someone(), 34, outcome="dismiss"))
    add(objected(town, university, 28, outcome="uphold"))
    add(finance_objected(town, someone()))
    for place in range(3):  # 已撤回
        add(withdrawn(town, someone(), 8 + place))
    for place, (kind, outcome) in enumerate(
        (
            ("amend", ""),
            ("amend", ""),
            ("amend", ""),
            ("cancel", ""),
            ("amend", "grant"),
            ("amend", "grant"),
            ("amend", "decline"),
            ("cancel", "grant"),
            ("cancel", "grant"),
        )
    ):
        add(changed(town, (firm, university)[place % 2] if place < 4 else someone(), kind, outcome))
    add(to_be_revoked(town, people["clerk03"]))
    add(royalty(town, university, received=True))
    add(royalty(town, firm, received=False))
    add(repeated(town, people["clerk05"]))
    return stories
