"""Which claims of buyers are there in the demo city? One at every desk: begun, handed in, sent back, accepted."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from zhuanhua.demo.days import on_day
from zhuanhua.demo.papers import pdf
from zhuanhua.programmes.contracts import actions, queries

PLACES = ("accepted", "accepted", "submitted", "returned", "draft")
BEFORE = timedelta(days=24)
LATER = timedelta(days=9)


def tell(
    officer: Any, buyers: Sequence[Any], *, day: date, announce: Callable[[date], None] = lambda _on: None
) -> None:
    """Let firms claim for what they bought this year, in two rounds; after each, what was accepted is announced."""
    bought = [(person, contract) for person in buyers for contract in _bought(officer, person, day)]
    rounds = (bought[: len(PLACES)], BEFORE, 12), (bought[len(PLACES) :], LATER, 3)
    for round_, before, announced in rounds:
        accepted = [
            _claim(officer, person, contract, wanted, on=day - before)
            for (person, contract), wanted in zip(round_, PLACES, strict=False)
        ]
        if any(accepted):
            announce(day - timedelta(days=announced))


def _bought(officer: Any, person: Any, day: date) -> list[Any]:
    """Choose contracts of this year that nobody was paid for, of a middling price."""
    bought = queries.claimable_contracts(person).filter(
        registered_on__year=day.year,
        registered_on__lte=day - BEFORE - timedelta(days=10),
        total_fen__range=(20_000_000, 400_000_000),
    )
    paid = queries.visible_subsidies(officer).values("contract")
    return list(bought.exclude(pk__in=paid).order_by("registered_on", "id")[: len(PLACES)])


def _claim(officer: Any, person: Any, contract: Any, wanted: str, *, on: date) -> bool:
    with on_day(on), transaction.atomic():
        claim = actions.start_claim(contract=contract, by=person, on=on)
        if wanted == "draft":
            return False
        _fill(claim, contract, person)
        actions.submit_claim(claim=claim, by=person)
        claim.refresh_from_db()
    with on_day(on + timedelta(days=3)), transaction.atomic():
        if wanted == "accepted":
            actions.accept_claim(claim=claim, by=officer, on=on + timedelta(days=3))
        elif wanted == "returned":
            actions.return_claim(claim=claim, by=officer, reason="银行凭证看不清户名，请重新扫描后上传。")
    return wanted == "accepted"


def _fill(claim: Any, contract: Any, person: Any) -> None:
    """Type what the papers say: a certificate that was valid on the day of signing, one invoice, one slip over the price."""
    signed = contract.signed_on
    assert signed is not None
    facts = {
        "talent_name": "沈知微", "talent_certificate": f"SYRC{contract.pk:06d}",
        "talent_from": date(signed.year - 1, 1, 1), "talent_until": date(signed.year + 2, 12, 31),
    }  # fmt: skip
    price = contract.total_fen
    invoice = {"number": f"{signed.year}{contract.pk:012d}", "issued_on": signed, "amount_fen": price}
    slip = {"reference": f"YH{contract.pk:010d}", "paid_on": signed, "amount_fen": price}
    actions.save_claim(claim=claim, facts=facts, invoices=[invoice], slips=[slip], by=person)
    claim.refresh_from_db()
    for kind, name in (("talent_certificate", "人才证书"), ("invoice", "发票"), ("bank_slip", "银行凭证")):
        paper = pdf(name, [f"{contract.project_name}：{name}（演示）"])
        actions.attach_claim_paper(
            claim=claim, upload=SimpleUploadedFile(f"{name}.pdf", paper.read()), kind=kind, by=person
        )
