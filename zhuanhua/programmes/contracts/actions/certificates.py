"""Issues the certificate that stands for a registration; a later edition replaces the one before."""

import secrets
from datetime import date
from typing import Any

from zhuanhua.programmes.contracts.models import Certificate, Contract


def issue_certificate(*, contract: Contract, by: Any, on: date) -> Certificate:
    """Write the certificate's next edition; called inside the transaction of the move that causes it."""
    current = contract.certificates.filter(superseded_on__isnull=True).first()
    if current:
        current.superseded_on = on
        current.save(update_fields=["superseded_on"])
    certificate = certificate_for(contract, by=by, on=on, edition=current.edition + 1 if current else 1)
    certificate.save()
    return certificate


def certificate_for(contract: Contract, *, by: Any, on: date, edition: int = 1) -> Certificate:
    """Copy the facts that the certificate states from the contract; unsaved."""
    return Certificate(
        contract=contract,
        edition=edition,
        token=secrets.token_urlsafe(16),
        project_name=contract.project_name,
        seller_name=contract.seller.name,
        buyer_name=contract.buyer.name,
        kind=contract.kind,
        field=contract.field,
        total_fen=contract.total_fen,
        trade_fen=contract.verified_trade_fen,
        is_provisional=contract.is_provisional,
        issued_on=on,
        issued_by=by,
    )
