"""What may be wrong with a line of the bank's answer? It is held against what was sent, before anything is taken."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.text import number_key
from zhuanhua.core.wording import amount_words
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.states import PaymentState

PAID, REJECTED = "paid", "rejected"
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
MASKED = re.compile(r"(\d*)\*+(\d{3,})", re.ASCII)


@dataclass(frozen=True)
class Answer:
    """One line of the bank's answer; amounts whole fen. `bank_account` and `sent_time` are checked where the file still has them."""

    number: str
    amount_fen: int
    result: str
    paid_on: date | None = None
    bank_reference: str = ""
    reject_reason: str = ""
    bank_account: str = ""
    sent_time: int | None = None

    @property
    def reference_key(self) -> str:
        """The bank's reference in every spelling."""
        return number_key(self.bank_reference)[:60]


class Fault(NamedTuple):
    """What is wrong with one value of a line."""

    key: str
    message: str
    way_out: str


def faults_of_answers(answers: Sequence[Answer]) -> Iterator[tuple[int, Fault]]:
    """Check lines against what was sent; gives (place, fault). Lines that were taken before, unchanged, are no fault."""
    known = payments_of_answers(answers)
    used = _references(answers)
    lines = Counter(answer.number for answer in answers)
    references = Counter(answer.reference_key for answer in answers if answer.result == PAID)
    for place, answer in enumerate(answers):
        payment = known.get(answer.number)
        if payment is not None and lines[answer.number] > 1:
            yield (
                place,
                Fault(
                    "number",
                    _("这笔付款在文件里不止一行。"),
                    _("一笔付款只有一个结果，请和银行核对，只留一行。"),
                ),
            )
            continue
        for fault in _faults(answer, payment, used, references):
            yield place, fault


def compare_answers(answers: Iterable[Answer]) -> list[str]:
    """Say of each line whether it is new or was taken before."""
    answers = list(answers)
    known = payments_of_answers(answers)
    return ["same" if is_taken(answer, known.get(answer.number)) else "new" for answer in answers]


def payments_of_answers(answers: Iterable[Answer]) -> dict[str, Payment]:
    """Give the payments that are answered, by number."""
    numbers = [answer.number for answer in answers]
    found = Payment.objects.filter(number__in=numbers).select_related("batch", "payee", "reservation")
    return {payment.number: payment for payment in found}


def _references(answers: Iterable[Answer]) -> dict[str, str]:
    wanted = [answer.reference_key for answer in answers if answer.reference_key]
    return dict(Payment.objects.filter(reference_key__in=wanted).values_list("reference_key", "number"))


def is_taken(answer: Answer, payment: Payment | None) -> bool:
    """Tell whether a line was taken before, unchanged."""
    if payment is None:
        return False
    if answer.result == PAID:
        return payment.state == PaymentState.PAID and payment.reference_key == answer.reference_key
    return payment.state == PaymentState.REJECTED and payment.reject_reason == answer.reject_reason[:200]


def _faults(
    answer: Answer, payment: Payment | None, used: dict[str, str], references: Counter[str]
) -> Iterator[Fault]:
    if payment is None:
        yield Fault("number", _("没有这个付款编号。"), _("请用平台导出的付款文件回填。"))
        return
    if answer.amount_fen != payment.amount_fen:
        right = amount_words(payment.amount_fen, places=6)
        yield Fault(
            "amount_fen", _("金额和报送的%(amount)s不一致。") % {"amount": right}, _("请和银行核对。")
        )
    if is_taken(answer, payment):
        return
    yield from _faults_of_file(answer, payment)
    if payment.state != PaymentState.SENT:
        state = payment.state_label
        yield Fault(
            "number",
            _("这笔付款的状态是“%(state)s”，不等银行结果。") % {"state": state},
            _("请从文件里删去这一行。"),
        )
    if answer.result == PAID:
        yield from _faults_of_paid(answer, payment, used, references)
    elif not answer.reject_reason:
        yield Fault("reject_reason", _("失败的付款没有写原因。"), _("请填写银行退回的原因。"))


def _faults_of_file(answer: Answer, payment: Payment) -> Iterator[Fault]:
    """Refuse a line of an earlier file, whose account has been changed since, and one whose account is not the one that was sent."""
    if answer.sent_time is None and payment.sent_times > 1:
        yield Fault(
            "sent_time",
            _("这笔付款已经第%(new)s次报送，这一行没有写是第几次报送的结果。") % {"new": payment.sent_times},
            _("请用最近一次的付款文件回填，里面有“第几次报送”一列。"),
        )
    elif answer.sent_time is not None and answer.sent_time != payment.sent_times:
        yield Fault(
            "sent_time",
            _("这一行是第%(old)s次报送的结果，这笔付款已经第%(new)s次报送。")
            % {"old": answer.sent_time, "new": payment.sent_times},
            _("请读入最近一次付款文件的回单。"),
        )
    elif SCIENTIFIC.fullmatch(_plain(answer.bank_account)):
        yield Fault(
            "bank_account",
            _("账号被表格改成了科学记数法，尾数已经丢失。"),
            _("请把“账号”一列设为文本，照付款文件重填。"),
        )
    elif not _is_account(answer.bank_account, payment.bank_account):
        yield Fault(
            "bank_account",
            _("账号和报送的（尾号%(tail)s）不一致。") % {"tail": payment.bank_account[-4:]},
            _("付款文件可能被改过：请先和银行核对款项付到了哪里。"),
        )


def _is_account(told: str, sent: str) -> bool:
    """Compare what a bank writes of an account: all of it, or its ends around asterisks; only an empty cell says nothing."""
    plain = _plain(told)
    if not plain or plain == sent:
        return True
    masked = MASKED.fullmatch(plain)
    return masked is not None and sent.startswith(masked[1]) and sent.endswith(masked[2])


def _plain(told: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", told))


def _faults_of_paid(
    answer: Answer, payment: Payment, used: dict[str, str], references: Counter[str]
) -> Iterator[Fault]:
    approved_on = payment.batch.approved_on
    if answer.paid_on is None:
        yield Fault("paid_on", _("成功的付款没有写付款日期。"), _("请填写付款日期。"))
    elif answer.paid_on > city_today():
        yield Fault("paid_on", _("付款日期在今天以后。"), _("请核对付款日期。"))
    elif approved_on is not None and answer.paid_on < approved_on:
        yield Fault(
            "paid_on",
            _("付款日期早于批准日期%(day)s。") % {"day": approved_on.isoformat()},
            _("请核对付款日期。"),
        )
    if not answer.reference_key:
        yield Fault("bank_reference", _("成功的付款没有写银行流水号。"), _("请填写银行流水号。"))
    elif (
        used.get(answer.reference_key, answer.number) != answer.number or references[answer.reference_key] > 1
    ):
        yield Fault(
            "bank_reference", _("这个流水号已经用于另一笔付款。"), _("一笔付款一个流水号，请和银行核对。")
        )
