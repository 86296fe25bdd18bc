"""Is one budget ever overspent when everybody draws on it at the same moment over HTTP, and does each refusal say why? (R14; PostgreSQL)"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.evidence import rush as rushing
from tests.evidence.crash import world
from tests.evidence.rush import PRICE, Rush
from tests.support.evidence import Evidence, size
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.ledger.verifying import tell, verify

pytestmark = [pytest.mark.postgres, pytest.mark.proof("R14")]
COUNT, PEOPLE = size(12, 240), size(6, 16)
ROOM = COUNT * 2 // 3  # so many vouchers the budget can pay for


@pytest.fixture
def hot(shared_database: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """Give one budget that is too small by a third, less one fen."""
    monkeypatch.setenv("ZHUANHUA_TODAY", world.ON.isoformat())
    world.forget()
    world.fill(voucher_money=ROOM * PRICE + 1)
    yield world.account("vouchers")
    world.forget()


def held(account: Account) -> tuple[int, int]:
    """Give what is free and what is set aside."""
    account.refresh_from_db()
    return account.available_fen, account.reserved_fen


def once_each(told: Rush) -> bool:
    """Tell whether nobody read twice of one case that it was done, nothing broke, and every refusal is a clear sentence."""
    assert (told.broken, told.unclear()) == ([], [])
    return max(Counter(told.good).values(), default=0) <= 1


def pressed_by_everybody(
    hot: Account, folder: Path, chance: Random, *, count: int = COUNT, people: int = PEOPLE
) -> dict[str, Rush]:
    """Issue, redeem and accept from several browsers; whatever is not as it must be is an AssertionError."""
    room = count * 2 // 3
    numbers = rushing.waiting_for_issue(count)
    with rushing.serving(folder) as port:
        issued = rushing.rush(port, rushing.issues(numbers), people=people, chance=chance)
        assert (once_each(issued), len(issued.good), held(hot)) == (True, room, (1, room * PRICE))
        assert len([words for words in issued.refusals if rushing.SHORT.search(words)]) == 2 * (count - room)

        mine = list(Voucher.objects.filter(state="issued").values_list("number", flat=True))
        rushing.ready_to_redeem(mine)
        redeemed = rushing.rush(port, rushing.redemptions(mine), people=people, chance=chance)
        assert (once_each(redeemed), len(redeemed.good)) == (True, room)
        receipts = dict(Voucher.objects.filter(number__in=mine).values_list("number", "receipt_number"))
        for where, answers in redeemed.answers.items():
            told = {rushing.RECEIPT.search(each.good or each.bad)[1] for each in answers}
            assert told == {receipts[where.split("/")[2]]}

        accepted = rushing.rush(port, rushing.acceptances(mine), people=people, chance=chance)
        assert (once_each(accepted), len(accepted.good)) == (True, room)
    carried = sum(Voucher.objects.values_list("redeem_fen", flat=True))
    assert held(hot) == (room * PRICE + 1 - carried, carried)
    return {"issued": issued, "redeemed": redeemed, "accepted": accepted}


def test_one_budget_is_never_overspent_over_http(hot: Account, tmp_path: Path, evidence: Evidence) -> None:
    told = pressed_by_everybody(hot, tmp_path, Random(evidence.seed))

    assert tell(verify())[0].startswith("资金账完好")
    for name, value, zh in (
        ("buttons pressed on one budget", 2 * COUNT + 4 * ROOM, "争一笔预算按下的按钮"),
        ("vouchers issued", ROOM, "发出的券"),
        ("refused for want of money, with the rest named", 2 * (COUNT - ROOM), "因预算不足拒绝并说明余额"),
        ("fen overspent", max(0, -hot.available_fen), "超支（分）"),
        ("redemptions a minute, two browsers each", round(60 * ROOM / told["redeemed"].seconds), "每分钟兑付（各两个浏览器）"),
    ):  # fmt: skip
        evidence.figure(name, value, zh)
