"""The smallest valid contracts, moved by the real actions and nothing surprising about them."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.papers import small_pdf
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.actions.examining import Answers
from zhuanhua.programmes.contracts.actions.papers import attach_paper
from zhuanhua.programmes.contracts.models import Contract

DAY = date(2026, 4, 8)
WAN = 1_000_000
SEEN = "纸质原件已在窗口核对"


def fields_of(contract: Contract, *, buyer: Any, **facts: Any) -> dict[str, Any]:
    """Give a complete set of the applicant's fields; `facts` replace single ones."""
    return {
        "project_name": "铸件表面缺陷在线检测装置开发",
        "seller": contract.registrant,
        "buyer": buyer,
        "seller_kind": "100",
        "buyer_kind": "100",
        "kind": "development",
        "subkind": "11",
        "field": "03",
        "ip_kind": "20",
        "plan_source": "none",
        "subject": "研究开发铸件表面缺陷在线检测装置，检出率不低于98%。",
        "total_fen": 386 * WAN,
        "payment_form": "once",
        "signed_on": date(2026, 4, 2),
        "starts_on": date(2026, 4, 2),
        "ends_on": date(2027, 4, 1),
    } | facts


def draft(
    *, by: Any, buyer: Any, on: date = DAY, items: list[dict[str, Any]] | None = None, **facts: Any
) -> Contract:
    """A complete draft of the person's organisation."""
    contract = actions.start_draft(by=by, on=on)
    actions.save_draft(
        contract=contract, values=fields_of(contract, buyer=buyer, **facts), items=items, by=by
    )
    contract.refresh_from_db()
    return contract


def submitted(*, by: Any, buyer: Any, on: date = DAY, **facts: Any) -> Contract:
    """A contract that was handed in."""
    return actions.submit_contract(contract=draft(by=by, buyer=buyer, on=on, **facts), by=by, on=on)


def accepted(*, by: Any, buyer: Any, registrar: Any, on: date = DAY, **facts: Any) -> Contract:
    """A contract that is under examination."""
    return actions.accept_contract(
        contract=submitted(by=by, buyer=buyer, on=on, **facts), by=registrar, on=on
    )


def examined(
    *, by: Any, buyer: Any, registrar: Any, on: date = DAY, trade_fen: int | None = None, **facts: Any
) -> Contract:
    """A contract whose three questions are answered."""
    contract = accepted(by=by, buyer=buyer, registrar=registrar, on=on, **facts)
    answers = Answers(
        is_technology=True,
        technology_ground="有明确的技术目标",
        kind=contract.kind,
        subkind=contract.subkind,
        kind_ground="标的为尚未掌握的装置",
        trade_fen=trade_fen or contract.total_fen,
        trade_ground="没有非技术性支出" if trade_fen is None else "减去外购设备",
        text_ground="" if contract.text_sha256 else SEEN,
    )
    actions.examine_contract(contract=contract, by=registrar, answers=answers, on=on)
    contract.refresh_from_db()
    return contract


def registered(*, by: Any, buyer: Any, registrar: Any, on: date = DAY, **facts: Any) -> Contract:
    """A contract with number and certificate."""
    contract = examined(by=by, buyer=buyer, registrar=registrar, on=on, **facts)
    return actions.register_contract(contract=contract, by=registrar, on=on)


def paper(contract: Contract, *, by: Any, text: bytes = b"one") -> Any:
    """A PDF that is the contract's text."""
    upload = SimpleUploadedFile("合同.pdf", small_pdf(text), content_type="application/pdf")
    return attach_paper(contract=contract, upload=upload, kind="contract_text", by=by)
