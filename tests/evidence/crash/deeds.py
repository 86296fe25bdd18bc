"""What does a worker do with a voucher through the service layer? Each deed finds a case, and says what it was told.

A choice is made of plain values, so that it can be written down before the deed and sent again after a crash.
"""

from random import Random
from typing import Any

from tests.evidence.crash import world
from tests.evidence.crash.world import ON, SIGNED, WAN
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Voucher

Facts = dict[str, Any]
FEW = 6  # workers choose among so few that they meet
PAPERS = ("result_report", "invoice", "bank_slip")


def standing(chance: Random, *states: str) -> Facts | None:
    """Choose one of the oldest vouchers in these states."""
    found = Voucher.objects.filter(state__in=states).order_by("pk").values_list("number", flat=True)[:FEW]
    return {"number": chance.choice(found)} if found else None


def at(facts: Facts) -> Voucher:
    """Read the voucher as it stands now."""
    return Voucher.objects.select_related("holder", "provider", "reservation").get(number=facts["number"])


# --- the holder -----------------------------------------------------------------------------------
def do_apply(facts: Facts) -> Facts:
    """Found a firm where there is none, draft, attach the contract, hand in; goes on where an earlier attempt stopped."""
    by = world.firm(facts["firm"])
    voucher = Voucher.objects.filter(holder=by.organisation).order_by("pk").first()
    if voucher is None:
        voucher = actions.start_voucher(facts={}, by=by, on=ON)
    if voucher.state == "draft":
        told = {
            "service_kind": "research", "contract_name": "铸件样机研制", "contract_number": f"HT-{facts['firm']}",
            "contract_fen": 2 * facts["asked_fen"], "signed_on": SIGNED, "asked_fen": facts["asked_fen"],
            "controller": "孟清和", "is_apart": True, "is_service": True, "provider": world.provider(),
        }  # fmt: skip
        voucher = actions.save_voucher(voucher=voucher, facts=told, by=by)
        actions.attach_paper(voucher=voucher, upload=world.pdf("合同"), kind="service_contract", by=by)
        actions.submit_voucher(voucher=voucher, by=by, on=ON)
    return {"number": voucher.number}


def do_begin(facts: Facts) -> Facts:
    """Begin to use it."""
    voucher = at(facts)
    actions.begin_voucher(voucher=voucher, by=world.holder_of(voucher), on=ON)
    return facts


def do_give_back(facts: Facts) -> Facts:
    """Give it back unused."""
    voucher = at(facts)
    actions.give_back_voucher(voucher=voucher, by=world.holder_of(voucher), on=ON, reason="项目取消")
    return facts


def do_redeem(facts: Facts) -> Facts:
    """Proof, papers, and hand in; whoever comes too late is told the receipt, which is an answer too."""
    voucher = at(facts)
    by = world.holder_of(voucher)
    try:
        lines = proof_of(voucher, facts["part"])
        voucher = actions.save_redemption(voucher=voucher, **lines, by=by, on=ON)
        for kind in PAPERS:
            actions.attach_paper(voucher=voucher, upload=world.pdf(kind), kind=kind, by=by)
        voucher = actions.redeem_voucher(voucher=voucher, by=by, on=ON)
    except Conflict as conflict:
        if conflict.code != "redeemed":
            raise
        voucher.refresh_from_db()
    return {"number": voucher.number, "receipt": voucher.receipt_number}


def proof_of(voucher: Voucher, part: int) -> Facts:
    """Invoice and slip over `part` tenths of the price."""
    amount = voucher.contract_fen // 10 * part
    return {
        "invoices": [{"number": f"FP{voucher.number}", "issued_on": ON, "amount_fen": amount}],
        "slips": [{"reference": f"YH{voucher.number}", "paid_on": ON, "amount_fen": amount}],
        "outcome": {"research_fen": 30 * WAN, "new_products": 1, "ip_rights": 2},
    }


# --- the bureau -----------------------------------------------------------------------------------
def do_pass(facts: Facts) -> Facts:
    """Let the district pass it."""
    actions.pass_voucher(voucher=at(facts), by=world.person("district"), on=ON)
    return facts


def do_issue(facts: Facts) -> Facts:
    """Issue it; the money is set aside."""
    made = actions.issue_voucher(
        voucher=at(facts), account=world.account("vouchers"), by=world.person("officer"), on=ON
    )
    return facts | {"voucher_number": made.voucher_number, "face_fen": made.face_fen}


def do_accept(facts: Facts) -> Facts:
    """Accept what the proof carries; the rest is free again."""
    made = actions.accept_redemption(voucher=at(facts), by=world.person("officer"), on=ON)
    return facts | {"redeem_fen": made.redeem_fen}


def do_send_back(facts: Facts) -> Facts:
    """Ask for more."""
    actions.send_back_redemption(voucher=at(facts), by=world.person("officer"), on=ON, reason="缺一页")
    return facts


def do_deny(facts: Facts) -> Facts:
    """Pay nothing."""
    actions.deny_redemption(voucher=at(facts), by=world.person("officer"), on=ON, reason="成果不符")
    return facts
