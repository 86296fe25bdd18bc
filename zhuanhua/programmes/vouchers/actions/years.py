"""How full are the years of holders? Counted from their vouchers where no running sum can be trusted: organisations merged or parted."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from zhuanhua.programmes.vouchers import queries
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.queries.reconciling import taken_by

Year = tuple[int, int]  # (holder, calendar year)


def limit_of(voucher: Voucher, on: date) -> int:
    """Give what the holder of a voucher may be given in a year, by the values of a day; whole fen."""
    values = queries.values_on(on)
    limit = values.limit_team_fen if voucher.holder_kind == "team" else values.limit_enterprise_fen
    return int(limit)


@transaction.atomic
def count_years(holders: Collection[int]) -> None:
    """Fill every year of these holders with what stands of their vouchers, and nothing else. Locks vouchers, then years."""
    sums: dict[Year, int] = defaultdict(int)
    limits: dict[Year, int] = {}
    vouchers = Voucher.objects.select_for_update(of=("self",)).filter(holder__in=holders).order_by("pk")
    for voucher in vouchers:
        if voucher.issued_on is not None:
            year = (voucher.holder_id, voucher.issued_on.year)
            sums[year] += taken_by(voucher)
            limits[year] = max(limits.get(year, 0), limit_of(voucher, voucher.issued_on))
    for holder, number in sorted(limits):
        fresh = {"limit_fen": limits[holder, number]}
        Allowance.objects.get_or_create(holder_id=holder, year=number, defaults=fresh)
    kept = Allowance.objects.select_for_update().filter(holder__in=holders).order_by("pk")
    for allowance in kept:
        year = (allowance.holder_id, allowance.year)
        allowance.taken_fen = sums[year]
        allowance.limit_fen = max(limits.get(year, allowance.limit_fen), sums[year])
        allowance.save(update_fields=["taken_fen", "limit_fen"])


def settle_merged(kept: Any, merged: Any) -> None:
    """Count the years of two organisations that were made one, or parted again: each is filled with its own vouchers."""
    count_years([kept.pk, merged.pk])
