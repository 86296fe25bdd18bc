"""What was promised and does not stand? The workers' notebooks against the books, after everything is up again."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Q, Sum

from tests.evidence.crash import notebook
from tests.evidence.crash.notebook import Wish
from tests.evidence.money_run import totals
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.queries import check_chain
from zhuanhua.shared.ledger.models import Reservation, Transfer
from zhuanhua.shared.ledger.verifying import speak, verify
from zhuanhua.shared.payments.models import Batch, Payment, Receipt

LINES = {  # what each deed leaves in the journal; `verb` stands in the facts
    "pass": "voucher:pass", "issue": "voucher:issue", "begin": "voucher:begin", "give_back": "voucher:give_back",
    "redeem": "voucher:redeem", "accept": "voucher:accept", "send_back": "voucher:send_back", "deny": "voucher:deny",
    "recover": "voucher:recover", "apply": "voucher:submit",
}  # fmt: skip
ONCE = ("submit", "pass", "issue", "begin", "give_back", "accept", "deny", "lapse", "pay", "recover")
COLUMNS = ("voucher_number", "face_fen", "redeem_fen")


def wishes_of(folder: Path) -> tuple[list[tuple[str, Wish]], list[str]]:
    """Give all wishes of all notebooks by number, and what the workers saw themselves."""
    found, faults = [], []
    for path in sorted(folder.glob("*.lines")):
        wishes, told = notebook.read(path)
        found += list(wishes.items())
        faults += told
    return found, faults


def counts_of(wishes: list[tuple[str, Wish]]) -> Counter[str]:
    """Count what was answered how, over HTTP and through the service layer."""
    counts: Counter[str] = Counter()
    for number, wish in wishes:
        if wish.name == "read":
            counts["reads"] += len(wish.told)
            continue
        counts["acknowledged over HTTP" if number[0] == "h" else "acknowledged"] += len(wish.told)
        counts["refused"] += len(wish.refused)
        counts["answer lost"] += wish.lost
        counts[f"deed {wish.name}"] += bool(wish.told)
    return counts


def broken(folder: Path) -> list[str]:
    """Say every promise that was broken."""
    wishes, faults = wishes_of(folder)
    return [
        *faults,
        *_broken_acks(wishes),
        *_broken_keys(wishes),
        *_doubled(),
        *(speak(fault) for fault in verify().in_order),
        *_broken_books(int((folder / "total").read_text())),
    ]


def _broken_acks(wishes: list[tuple[str, Wish]]) -> Iterator[str]:
    vouchers = {each.number: each for each in Voucher.objects.all()}
    lines = set(Entry.objects.values_list("event", "case_number"))
    for number, wish in wishes:
        for told in wish.told:
            if wish.name in LINES and (LINES[wish.name], told["number"]) not in lines:
                yield f"{number} {wish.name} of {told['number']} was acknowledged and has left no line"
            voucher = vouchers.get(told.get("number", ""))
            if wish.name in {"issue", "accept"} and voucher is not None:
                yield from _other(number, told, voucher)
            if wish.name == "redeem" and (voucher is None or voucher.receipt_number != told["receipt"]):
                yield f"{number} was told the receipt {told['receipt']} of {told['number']}, which has another"
            yield from _broken_money(number, wish.name, told, lines)


def _other(number: str, told: dict[str, Any], voucher: Voucher) -> Iterator[str]:
    for column in COLUMNS:
        if column in told and getattr(voucher, column) != told[column]:
            yield f"{number} was told {column} {told[column]} of {voucher.number}, which has {getattr(voucher, column)}"


def _broken_money(number: str, name: str, told: dict[str, Any], lines: set[tuple[str, str]]) -> Iterator[str]:
    if name in {"reserve", "move"}:
        made = Transfer.objects.filter(pk=told["transfer"], amount_fen=told["amount_fen"], key=told["key"])
        if not made.exists():
            yield f"{number} was told of transfer {told['transfer']}, which is not there or is another"
    elif name == "grant":
        batch = Batch.objects.filter(number=told["batch"]).first()
        in_it = set(batch.payments.values_list("case_number", flat=True)) if batch else set()
        if in_it != set(told["numbers"]):
            yield f"{number} was told that batch {told['batch']} pays {told['numbers']}; it pays {sorted(in_it)}"
    elif name == "carry":
        if (f"payment_batch:{told['verb']}", told["batch"]) not in lines:
            yield f"{number} was told of {told['verb']} of {told['batch']}, which has left no line"
    elif name == "answer":
        paid = Payment.objects.filter(number__in=told["paid"], state="paid").count()
        if paid != len(told["paid"]):
            yield f"{number} was told that {len(told['paid'])} payments of {told['batch']} are paid; {paid} are"
    elif name == "receive":
        found = Receipt.objects.filter(bank_reference=told["key"], amount_fen=told["amount_fen"])
        yield from (
            ()
            if found.exists()
            else (f"{number} was told that {told['amount_fen']} fen came back, of which there is no receipt",)
        )


def _broken_keys(wishes: list[tuple[str, Wish]]) -> Iterator[str]:
    """Whatever was asked again under its key happened once, and was answered alike."""
    for number, wish in wishes:
        answers = {str(sorted(told.items())) for told in wish.told}
        if len(answers) > 1:
            yield f"{number} {wish.name} had {len(answers)} different answers: {sorted(answers)[:2]}"
        if wish.name in {"reserve", "move"}:
            effects = Transfer.objects.filter(
                Q(key=wish.facts["key"]) | Q(key__startswith=wish.facts["key"] + "#")
            ).count()
            if effects > 1 or (wish.told and not effects):
                yield f"{number} {wish.name} had {effects} effects"


def _doubled() -> Iterator[str]:
    """No step that happens once has happened twice, and no voucher was paid more than was accepted."""
    steps: dict[str, Counter[str]] = defaultdict(Counter)
    for event, number in Entry.objects.filter(case_kind="voucher").values_list("event", "case_number"):
        steps[number][event.partition(":")[2]] += 1
    paid = dict(
        Reservation.objects.filter(case_kind="voucher")
        .values_list("case_number")
        .order_by()
        .annotate(sum=Sum("posted_fen"))
    )
    receipts: Counter[str] = Counter(
        Voucher.objects.exclude(receipt_number=None).values_list("receipt_number", flat=True)
    )
    for voucher in Voucher.objects.all():
        told = steps[voucher.number]
        for verb in ONCE:
            if told[verb] > 1:
                yield f"{voucher.number} has {told[verb]} lines of “{verb}”"
        if told["redeem"] > 1 + told["send_back"]:
            yield f"{voucher.number} was redeemed {told['redeem']} times and sent back {told['send_back']} times"
        owed = voucher.redeem_fen if voucher.state in {"paid", "recovering", "recovered"} else 0
        if paid.get(voucher.number, 0) != owed:
            yield f"{voucher.number} was paid {paid.get(voucher.number, 0)} fen instead of {owed}"
    for receipt, count in receipts.items():
        if count > 1:
            yield f"receipt {receipt} was given {count} times"


def _broken_books(should: int) -> Iterator[str]:
    total, below = totals()
    if (total, below) != (should, 0):
        yield f"{total} fen are there instead of {should}, {below} accounts below zero"
    report = check_chain()
    if not report.is_whole:
        yield f"the journal's chain is broken: {report.first}"
