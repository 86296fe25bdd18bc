"""What can be done with public money? Set up, set aside, pay, release, take back, close the year.

Every action takes `key`: doing it again with the same key and the same facts gives the first result and moves nothing; with other
facts it is a Conflict. Days are arguments. Locks are taken budget first, then accounts, then reservations, each by id.
"""

from zhuanhua.shared.ledger.actions.budgets import allocate, close_year, open_budget
from zhuanhua.shared.ledger.actions.locking import lock_money
from zhuanhua.shared.ledger.actions.reserving import reserve, reserve_all
from zhuanhua.shared.ledger.actions.settling import expire_due, post, refund, void

__all__ = [
    "allocate",
    "close_year",
    "expire_due",
    "lock_money",
    "open_budget",
    "post",
    "refund",
    "reserve",
    "reserve_all",
    "void",
]
