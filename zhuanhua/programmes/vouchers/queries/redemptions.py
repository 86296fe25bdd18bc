"""Gives the rows that the rule of redemption judges: one, the queue of a year, a whole year."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from zhuanhua.programmes.vouchers.codes import Ground, PaperKind
from zhuanhua.programmes.vouchers.models import Voucher, VoucherInvoice
from zhuanhua.programmes.vouchers.queries.rows import Doubts, doubts_of_all, registrations_of
from zhuanhua.shared.documents.models import StoredFile


def redemption_queue(number: str, on: date) -> list[dict[str, Any]]:
    """Give the row of one redemption; empty when the voucher was never issued."""
    voucher = (
        Voucher.objects.filter(number=number, face_fen__gt=0).select_related("holder", "provider").first()
    )
    return _redemption_rows([voucher], on) if voucher else []


def redemption_rows(on: date) -> list[dict[str, Any]]:
    """Every voucher of the year for which redemption was asked by that day: what a replay runs over."""
    asked = Voucher.objects.filter(redeem_asked_on__year=on.year, redeem_asked_on__lte=on)
    return _redemption_rows(
        asked.select_related("holder", "provider").order_by("redeem_asked_on", "number"), on
    )


def _redemption_rows(vouchers: Iterable[Voucher], on: date) -> list[dict[str, Any]]:
    listed = list(vouchers)
    invoiced, every, registrations = _invoiced(listed), doubts_of_all(listed), registrations_of(listed)
    keys = [voucher.pk for voucher in listed]
    paid = dict(
        Voucher.objects.filter(pk__in=keys)
        .order_by()
        .annotate(sum=Sum("slips__amount_fen"))
        .values_list("pk", "sum")
    )
    reports = set(
        StoredFile.objects.filter(
            case_kind=Voucher.case_kind,
            case_number__in=[voucher.number for voucher in listed],
            kind=PaperKind.REPORT,
            removed_at__isnull=True,
        ).values_list("case_number", flat=True)
    )
    return [
        {
            "number": voucher.number,
            "holder": str(voucher.holder_id),
            "service_kind": voucher.service_kind,
            "is_related": doubts.is_related(),
            "in_other_scheme": _twice(doubts),
            **registrations[voucher.pk],
            "has_report": voucher.number in reports,
            "asked_on": _asked_on(voucher, on),
            "redeem_by": voucher.redeem_by,
            "face_fen": voucher.face_fen,
            "contract_fen": voucher.contract_fen,
            "invoiced_fen": invoiced.get(voucher.pk, {}).get("all"),
            "early_fen": invoiced.get(voucher.pk, {}).get("early", 0),
            "late_fen": invoiced.get(voucher.pk, {}).get("late", 0),
            "paid_fen": paid.get(voucher.pk),
        }
        for voucher, doubts in ((each, every[each.pk]) for each in listed)
    ]


def _asked_on(voucher: Voucher, on: date) -> date:
    """The day that decides whether redemption was asked in time: the first time, however often it was corrected."""
    return voucher.redeem_asked_on or on


def _twice(doubts: Doubts) -> bool | None:
    found = [doubts.found_elsewhere(ground) for ground in (Ground.INVOICE, Ground.SLIP, Ground.CONTRACT)]
    return True if True in found else None if None in found else False


def _invoiced(vouchers: list[Voucher]) -> dict[int, dict[str, int | None]]:
    """Sum the invoices of each voucher: all, those dated before the contract was signed, those after the last day of use."""
    early, late = Q(issued_on__lt=F("voucher__signed_on")), Q(issued_on__gt=F("voucher__use_by"))
    sums = (
        VoucherInvoice.objects.filter(voucher__in=[each.pk for each in vouchers])
        .values("voucher")
        .order_by()
        .annotate(
            all=Sum("amount_fen"),
            early=Coalesce(Sum("amount_fen", filter=early), 0),
            late=Coalesce(Sum("amount_fen", filter=late), 0),
        )
    )
    return {row["voucher"]: row for row in sums}
