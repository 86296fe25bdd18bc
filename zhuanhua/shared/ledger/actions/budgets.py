"""How does a budget begin, grow, shrink and end?"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.ledger.actions.locking import locked_accounts, locked_budget
from zhuanhua.shared.ledger.actions.moving import (
    Once,
    Side,
    need_open,
    refuse_short,
    transfer,
    whole_fen,
)
from zhuanhua.shared.ledger.books import Book, BudgetState, TransferKind
from zhuanhua.shared.ledger.models import Account, Budget, Reservation, Transfer
from zhuanhua.shared.ledger.queries import same_allocation

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")  # it stands in addresses


@transaction.atomic
def open_budget(
    *,
    code: str,
    programme: str,
    year: int,
    name: str,
    sources: Mapping[str, int],
    by: Any,
    key: str,
    on: date,
) -> Budget:
    """Set up a budget with what each source gives (whole fen, source → amount)."""
    require(by, Permission.BUDGET_MANAGE)
    amounts = {source.strip(): amount for source, amount in sources.items()}
    once = Once(
        TransferKind.ALLOCATE, by=by, key=key, **facts_of_opening(code, programme, year, name, amounts)
    )
    if (known := once.found) is not None:
        return known.budget
    if not CODE.fullmatch(code):
        raise Refusal(
            _("预算代码只能用字母、数字和连字符。"), field="code", way_out=_("请按CT-2018的样子填。")
        )
    if not amounts or not all(amounts):
        raise Refusal(_("没有写资金来源。"), field="sources", way_out=_("请至少写一个来源和金额。"))
    for amount in amounts.values():
        whole_fen(amount, field="sources")
    try:
        with transaction.atomic():
            budget = Budget.objects.create(code=code, programme=programme, year=year, name=name, opened_on=on)
    except IntegrityError as fault:
        if (known := once.found) is not None:  # the same request, sent twice at once
            return known.budget
        raise Conflict(
            _("已有代码或者名称相同的预算。"), field="code", way_out=_("请换一个代码，或者在原预算上追加。")
        ) from fault
    accounts = [Account.objects.create(budget=budget, source=source) for source in amounts]
    sides = [
        side
        for account in accounts
        for side in (
            Side(account, Book.TREASURY, -amounts[account.source]),
            Side(account, Book.AVAILABLE, amounts[account.source]),
        )
    ]
    total = sum(amounts.values())
    transfer(once, sides, budget=budget, amount_fen=total, by=by, on=on)
    return budget


def facts_of_opening(
    code: str, programme: str, year: int, name: str, sources: Mapping[str, int]
) -> dict[str, Any]:
    """Give the facts that a budget's first transfer remembers; `verify` reads the budget against them."""
    return {"code": code, "programme": programme, "year": year, "name": name, "sources": dict(sources)}


@transaction.atomic
def allocate(*, account: Account, amount_fen: int, by: Any, key: str, on: date, reason: str) -> Transfer:
    """Add to a source, or with a negative amount take back what is still available."""
    require(by, Permission.BUDGET_MANAGE)
    once = Once(TransferKind.ALLOCATE, by=by, key=key, account=account.pk, amount_fen=amount_fen)
    budget = locked_budget(account.budget_id)
    if (known := once.found) is not None:
        return known
    whole_fen(abs(amount_fen) if type(amount_fen) is int else amount_fen)
    need_open(budget)
    if not reason.strip():
        raise Refusal(_("没有写调整预算的依据。"), field="reason", way_out=_("请写明文号或者理由。"))
    account = Account.objects.select_for_update().get(pk=account.pk)
    if same_allocation(account, amount_fen, reason=reason, on=on).exists():
        raise Conflict(
            _("%(day)s已按这个依据办理过同样的金额。") % {"day": on.isoformat()},
            field="reason",
            way_out=_("确为另一笔的，请在依据里写明区别。"),
            code="repeated",
        )
    if amount_fen < 0:
        refuse_short(account, -amount_fen)
    sides = (Side(account, Book.TREASURY, -amount_fen), Side(account, Book.AVAILABLE, amount_fen))
    return transfer(
        once,
        sides,
        budget=budget,
        amount_fen=amount_fen,
        by=by,
        on=on,
        reason=reason.strip(),
    )


@transaction.atomic
def close_year(*, budget: Budget, into: Budget | None, by: Any, key: str, on: date) -> Transfer:
    """End a budget's year: what is available goes back to the treasury, or with `into` over to that budget.

    Reservations that are still open go over with their money, source by source; without `into` they must be settled first.
    """
    require(by, Permission.BUDGET_MANAGE)
    once = Once(TransferKind.CLOSE, by=by, key=key, budget=budget.code, into=into.code if into else "")
    budgets = {
        each.pk: locked_budget(each) for each in sorted((budget, into or budget), key=lambda each: each.pk)
    }
    if (known := once.found) is not None:
        return known
    budget = budgets[budget.pk]
    into = budgets[into.pk] if into else None
    _refuse_bad_end(budget, into)
    accounts = locked_accounts(*budgets.values())
    own = [account for account in accounts if account.budget_id == budget.pk]
    if into is None and any(account.reserved_fen for account in own):
        raise Refusal(
            _("还有没有付完的预留。"),
            way_out=_("请先付完或者释放预留，或者选择结转到下一年的预算。"),
            code="reserved",
        )
    sides: list[Side] = []
    for account in own:
        sides += _over(account, _next_account(account, into, accounts)) if into else _back(account)
    moved = sum(account.available_fen + account.reserved_fen for account in own)
    budget.state, budget.closed_on = BudgetState.CLOSED, on
    budget.save(update_fields=["state", "closed_on"])
    with override(settings.LANGUAGE_CODE):  # what is kept for ever is kept in the city's language
        reason = _("结转到%(code)s") % {"code": into.code} if into else _("交回财政")
    return transfer(once, sides, budget=budget, amount_fen=moved, by=by, on=on, reason=reason)


def _refuse_bad_end(budget: Budget, into: Budget | None) -> None:
    need_open(budget)
    if into is None:
        return
    need_open(into)
    if into.pk == budget.pk or into.year <= budget.year or into.programme != budget.programme:
        raise Refusal(
            _("只能结转到同一项目以后年度的预算。"),
            field="into",
            way_out=_("请先设立下一年度的预算。"),
            code="onward",
        )


def _next_account(account: Account, into: Budget, accounts: list[Account]) -> Account:
    for each in accounts:
        if each.budget_id == into.pk and each.source == account.source:
            return each
    return Account.objects.create(budget=into, source=account.source)


def _back(account: Account) -> list[Side]:
    left = account.available_fen
    return [Side(account, Book.AVAILABLE, -left), Side(account, Book.RETURNED, left)] if left else []


def _over(account: Account, onward: Account) -> list[Side]:
    sides: list[Side] = []
    for book, amount in ((Book.AVAILABLE, account.available_fen), (Book.RESERVED, account.reserved_fen)):
        if amount:
            sides += [Side(account, book, -amount), Side(onward, book, amount)]
    moved = account.available_fen + account.reserved_fen
    if moved:
        sides += [Side(account, Book.TREASURY, moved), Side(onward, Book.TREASURY, -moved)]
    open_ones = [
        each for each in Reservation.objects.select_for_update().filter(account=account) if each.open_fen
    ]
    for reservation in open_ones:
        reservation.account = onward
    Reservation.objects.bulk_update(open_ones, ["account"])
    return sides
