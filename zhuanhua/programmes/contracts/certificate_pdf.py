"""How does a certificate look on paper? One Typst sheet with a QR code, drawn from the facts of one edition."""

from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import override

from zhuanhua.core import money
from zhuanhua.core.dates import date_text
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.models import Certificate
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.documents.typesetting import typeset

SHEET = Path(__file__).resolve().parent / "typst" / "certificate.typ"
VOID = {ContractState.CANCELLED: "已注销", ContractState.REVOKED: "已撤销"}


def certificate_pdf(certificate: Certificate) -> bytes:
    """Draw the sheet as PDF. Raises Refusal when the machine has no Chinese font at all, naming the command that brings one."""
    with override("zh-hans"):
        facts = facts_of(certificate)
    return typeset(SHEET, facts)


def facts_of(certificate: Certificate) -> dict[str, Any]:
    """Give what stands on the sheet, in words."""
    contract = certificate.contract
    notice = VOID.get(ContractState(contract.state), "")
    if not notice and certificate.superseded_on:
        notice = "已换发新版"
    return {
        "title": f"技术合同认定登记证明 {contract.registration_number}",
        "bureau": settings.BUREAU_NAME,
        "number": contract.registration_number,
        "edition": f"第{certificate.edition}版" if certificate.edition > 1 else "",
        "kind": str(codes.Kind(certificate.kind).label),
        "notice": notice,
        "rows": [
            ["合同名称", certificate.project_name],
            ["卖方", certificate.seller_name],
            ["买方", certificate.buyer_name],
            ["合同类型", f"{codes.Kind(certificate.kind).label}（{contract.get_subkind_display()}）"],  # type: ignore[attr-defined]
            ["技术领域", str(codes.TechnologyField(certificate.field).label)],
            ["签订日期", date_text(contract.signed_on)],
            [
                "合同成交额",
                f"{money.yuan_text(certificate.total_fen)}元\n{money.in_words(certificate.total_fen)}",
            ],
            [
                "技术交易额",
                f"{money.yuan_text(certificate.trade_fen)}元\n{money.in_words(certificate.trade_fen)}",
            ],
        ],
        "code": segno.make(verify_address(certificate), error="m").svg_inline(scale=4, border=0),
        "address": verify_address(certificate),
        "provisional": certificate.is_provisional,
        "demo": settings.DEMO,
        "day": date_text(certificate.issued_on),
    }


def verify_address(certificate: Certificate) -> str:
    """Give the public address that the QR code opens."""
    return f"{settings.SITE_URL}/verify/{certificate.token}/"
