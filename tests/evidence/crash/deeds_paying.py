"""What does a worker do with money on its way, and with bare reservations? Batches, the bank's answers, receipts; reserve, pay, release."""

from datetime import timedelta
from random import Random
from typing import Any

from tests.evidence.crash import world
from tests.evidence.crash.deeds import FEW, Facts, at
from tests.evidence.crash.world import ON
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.vouchers import actions as vouchers
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.ledger import actions as ledger
from zhuanhua.shared.ledger.models import Reservation, Transfer
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Batch, Payment, Recovery
from zhuanhua.shared.workflow.actions import close_publicity
from zhuanhua.shared.workflow.models import Publicity

NEXT = {"draft": "publish", "publicity": "submit", "approval": "approve", "approved": "send"}
YESTERDAY = ON - timedelta(days=1)


# --- batches --------------------------------------------------------------------------------------
def choose_grant(chance: Random) -> Facts | None:
    """Choose up to three accepted redemptions."""
    found = list(
        Voucher.objects.filter(state="accepted").order_by("pk").values_list("number", flat=True)[:FEW]
    )
    return {"numbers": sorted(chance.sample(found, min(len(found), 3)))} if found else None


def do_grant(facts: Facts) -> Facts:
    """Put them into a batch under the key of the request."""
    made = vouchers.grant_vouchers(
        numbers=facts["numbers"], account=world.account("vouchers"), title="兑付", by=world.person("officer"),
        key=facts["key"], on=ON,
    )  # fmt: skip
    return facts | {"batch": made.number}


def choose_carry(chance: Random) -> Facts | None:
    """Choose a batch and the step that it waits for."""
    found = Batch.objects.filter(state__in=NEXT).order_by("pk").values_list("number", "state")[:FEW]
    if not found:
        return None
    number, state = chance.choice(found)
    return {"batch": number, "verb": NEXT[state]}


def do_carry(facts: Facts) -> Facts:
    """Publish, submit, approve or send; the days of the notice are over when somebody wants to go on."""
    batch = Batch.objects.select_related("publicity", "account").get(number=facts["batch"])
    officer, leader, finance = (world.person(name) for name in ("officer", "leader", "finance"))
    if facts["verb"] == "publish":
        payments.publish_batch(batch=batch, by=officer, on=ON)
    elif facts["verb"] == "submit":
        end_notice(batch)
        payments.submit_batch(batch=batch, by=officer, on=ON)
    elif facts["verb"] == "approve":
        payments.approve_batch(batch=batch, by=leader, on=ON)
    else:
        payments.send_batch(batch=batch, by=finance, on=ON)
    return facts


def end_notice(batch: Batch) -> None:
    """Let the days of the notice pass."""
    if batch.publicity_id is None:
        return
    Publicity.objects.filter(pk=batch.publicity_id, closed_on=None).update(
        starts_on=YESTERDAY, ends_on=YESTERDAY
    )
    close_publicity(publicity=batch.publicity, by=world.person("officer"), on=ON)
    batch.publicity.refresh_from_db()


def choose_answer(chance: Random) -> Facts | None:
    """Choose a batch that was sent; now and then the bank has sent one payment of it back."""
    found = Batch.objects.filter(state="sent", payments__state="sent").order_by("pk").distinct()
    numbers = found.values_list("number", flat=True)[:FEW]
    return {"batch": chance.choice(numbers), "rejected": chance.random() < 0.1} if numbers else None


def answers_of(facts: Facts) -> list[payments.Answer]:
    """Fill in the bank's columns for every line of the file."""
    rows = Payment.objects.filter(batch__number=facts["batch"], sent_times__gt=0).order_by("number")
    return [
        payments.Answer(
            each.number,
            each.amount_fen,
            "rejected",
            reject_reason="账号与户名不符",
            sent_time=each.sent_times,
        )
        if facts["rejected"] and place == 0
        else payments.Answer(
            each.number, each.amount_fen, "paid", ON, f"REF-{each.number}", sent_time=each.sent_times
        )
        for place, each in enumerate(rows)
    ]


def do_answer(facts: Facts) -> Facts:
    """Take the bank's answer; a file that was read before changes nothing."""
    lines = answers_of(facts)
    payments.take_answers(answers=lines, by=world.person("finance"))
    return facts | {"paid": [line.number for line in lines if line.result == "paid"]}


def choose_drop(chance: Random) -> Facts | None:
    """Choose a payment that may leave its batch."""
    early = Payment.objects.filter(state="planned", batch__state="draft")
    found = (early | Payment.objects.filter(state="rejected")).order_by("pk").values_list("number", flat=True)
    return {"payment": chance.choice(found[:FEW])} if found else None


def do_drop(facts: Facts) -> Facts:
    """Take it out; the voucher waits for the next batch."""
    payment = Payment.objects.get(number=facts["payment"])
    payments.drop_payment(payment=payment, by=world.person("officer"), reason="有异议", on=ON)
    return facts


# --- claw-back ------------------------------------------------------------------------------------
def do_recover(facts: Facts) -> Facts:
    """Open the recovery of a paid voucher, and demand the money."""
    voucher = at(facts)
    vouchers.recover_voucher(voucher=voucher, by=world.person("officer"), on=ON, reason="成果报告不实")
    recovery = Recovery.objects.get(payment__case_number=voucher.number)
    payments.demand_recovery(
        recovery=recovery, by=world.person("officer"), on=ON, due_on=ON + timedelta(days=30)
    )
    return facts


def choose_receive(chance: Random) -> Facts | None:
    """Choose a demand, and a part of what is still to come."""
    found = Recovery.objects.filter(state="demanded").order_by("pk")[:FEW]
    if not found:
        return None
    one = chance.choice(found)
    return {"recovery": one.number, "amount_fen": one.left_fen if chance.random() < 0.4 else max(one.left_fen // 3, 1)}  # fmt: skip


def do_receive(facts: Facts) -> Facts:
    """Record it under the bank's reference, which is the key of the request."""
    try:
        payments.receive_recovery(
            recovery=Recovery.objects.get(number=facts["recovery"]), amount_fen=facts["amount_fen"], received_on=ON,
            bank_reference=facts["key"], by=world.person("finance"),
        )  # fmt: skip
    except Conflict as conflict:
        if conflict.code != "again":  # it stands already: that is an answer too
            raise
    return facts


# --- bare reservations ----------------------------------------------------------------------------
def choose_reserve(chance: Random) -> Facts | None:
    """Set something aside: one in ten for a thing that may be set aside already."""
    thing = f"hot-{chance.randint(1, 3)}" if chance.random() < 0.1 else f"thing-{chance.getrandbits(40):010x}"
    return {"thing": thing, "amount_fen": chance.randint(1, 90_000)}


def do_reserve(facts: Facts) -> Facts:
    """Under the key of the request."""
    made = ledger.reserve(
        account=world.account("test"), amount_fen=facts["amount_fen"], case_kind="test",
        case_number=facts["thing"], business_key=facts["thing"], by=world.person("officer"), key=facts["key"], on=ON,
    )  # fmt: skip
    return facts | {"transfer": made.transfers.get(kind="reserve").pk}


def choose_move(chance: Random) -> Facts | None:
    """Choose one of the newest reservations, and what to do with it."""
    found = Reservation.objects.filter(case_kind="test").order_by("-pk").values_list("pk", "amount_fen")[:FEW]
    if not found:
        return None
    pk, amount = chance.choice(found)
    verb = chance.choices(("post", "void", "refund"), (5, 2, 3))[0]
    return {"reservation": pk, "verb": verb, "amount_fen": max(amount // chance.randint(1, 4), 1)}


def do_move(facts: Facts) -> Facts:
    """Pay, release or take back."""
    how: dict[str, Any] = {"by": world.person("officer"), "key": facts["key"], "on": ON}
    if facts["verb"] != "post":
        how["reason"] = "演练"
    deed = getattr(ledger, facts["verb"])
    made: Transfer = deed(
        reservation=Reservation.objects.get(pk=facts["reservation"]), amount_fen=facts["amount_fen"], **how
    )
    return facts | {"transfer": made.pk}
