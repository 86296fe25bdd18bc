"""Where are the demo city's organisations paid? Everybody in a batch, or entitled to a place in the next one, has given an account."""

from collections.abc import Iterable
from datetime import date
from random import Random
from typing import Any

from zhuanhua.demo.days import on_day
from zhuanhua.programmes.contracts import queries
from zhuanhua.shared.payments.models import BankAccount, Batch
from zhuanhua.shared.people.models import Organisation


def tell(people: dict[str, Any], *, day: date, seed: int) -> int:
    """Let whoever is entitled today and in no batch have an account, so that the batch which a visitor makes reaches the bank."""
    with on_day(day):
        entitled = {grant.payee.pk for grant in queries.proposal("seller", year=day.year, on=day).grants}
        payees = Organisation.objects.filter(pk__in=entitled).order_by("pk")
        _give(payees, by=people["officer"], chance=Random(f"{seed}/accounts"))
    return len(entitled)


def give_accounts(batch: Batch, desk: Any, chance: Random) -> None:
    """Give an account to each payee of a batch that has none."""
    payees = Organisation.objects.filter(payments__batch=batch).distinct().order_by("pk")
    _give(payees, by=desk.officer, chance=chance)


def _give(payees: Iterable[Organisation], *, by: Any, chance: Random) -> None:
    known = set(BankAccount.objects.values_list("organisation", flat=True))
    for payee in payees:
        if payee.pk not in known:
            BankAccount.objects.create(
                organisation=payee,
                account_name=payee.name,
                bank_name=f"沈阳{chance.choice(('浑河', '青年', '北陵', '工农'))}银行{chance.choice(('中街', '太原街', '长白', '奥体'))}支行",
                bank_account=f"62{chance.randrange(10**14):014d}",
                entered_by=by,
            )
