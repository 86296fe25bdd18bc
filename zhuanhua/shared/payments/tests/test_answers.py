"""Is the bank's answer taken line by line, once, against what was sent?"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.tests.conftest import answer

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def states(batch) -> list[str]:
    """Give the states of a batch's payments in order."""
    return list(batch.payments.order_by("number").values_list("state", flat=True))


def test_the_file_holds_every_payment_with_its_account(sent):
    file = sent.files.get()
    rows = (
        CalamineWorkbook.from_filelike(BytesIO(file.stored.content.read())).get_sheet_by_index(0).to_python()
    )
    assert (file.count, file.total_fen) == (3, 600_000)
    assert [row[:7] for row in rows[1:]] == [
        [
            payment.number,
            payment.payee.name,
            payment.payee.uscc,
            payment.payee.name,
            "启明银行",
            payment.bank_account,
            n,
        ]
        for payment, n in zip(sent.payments.all(), (1000.0, 2000.0, 3000.0), strict=True)
    ]


def test_who_gave_no_account_is_named_and_nothing_is_sent(approved, finance, payees):
    payees[1].bank_accounts.update(ended_at="2020-01-01T00:00Z")
    with pytest.raises(Refusal, match="收款单位1有限公司没有以现名称填写收款账户"):
        actions.send_batch(batch=approved, by=finance, on=city_today())
    assert states(approved) == ["planned"] * 3


def test_paid_lines_are_posted(sent, finance, account, told):
    actions.take_answers(answers=[answer(each) for each in sent.payments.all()], by=finance)
    account.refresh_from_db()
    assert (states(sent), account.paid_fen, account.reserved_fen) == (["paid"] * 3, 600_000, 0)
    assert told == [("paid", "C-0"), ("paid", "C-1"), ("paid", "C-2")]


def test_the_same_answer_twice_pays_once(sent, finance, account, told):
    lines = [answer(each) for each in sent.payments.all()]
    actions.take_answers(answers=lines, by=finance)
    again = actions.take_answers(answers=lines, by=finance)
    account.refresh_from_db()
    assert (again, account.paid_fen, len(told)) == ({"new": 0, "same": 3}, 600_000, 3)


def test_a_rejected_payment_keeps_its_money_and_asks_for_another_account(sent, finance, account, payees):
    first = sent.payments.first()
    actions.take_answers(answers=[answer(first, "rejected")], by=finance)
    account.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, first.reject_reason, account.reserved_fen) == ("rejected", "账号不存在", 600_000)
    with pytest.raises(Refusal, match="被银行退回后还没有更改"):
        actions.send_batch(batch=sent, by=finance, on=city_today())


def test_after_the_account_has_changed_only_that_payment_goes_again(sent, finance, payees):
    lines = list(sent.payments.all())
    actions.take_answers(answers=[answer(lines[0], "rejected"), *map(answer, lines[1:])], by=finance)
    payees[0].bank_accounts.update(bank_account="62229999999")
    file = actions.send_batch(batch=sent, by=finance, on=city_today())
    assert (file.edition, file.count, file.total_fen) == (2, 1, 100_000)
    actions.take_answers(answers=[answer(lines[0])], by=finance)
    actions.reconcile_batch(batch=sent, by=finance, on=city_today())
    sent.refresh_from_db()
    assert sent.state == "reconciled"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "BF0000-0000-0001"}, "没有这个付款编号"),
        ({"amount_fen": 100_001}, "金额和报送的0.100000万元不一致"),
        ({"paid_on": None}, "没有写付款日期"),
        ({"paid_on": city_today() + timedelta(days=1)}, "今天以后"),
        ({"bank_reference": ""}, "没有写银行流水号"),
    ],
)
def test_a_wrong_line_stops_the_whole_answer(sent, finance, change, says):
    first, second, _third = sent.payments.all()
    with pytest.raises(Conflict, match=says):
        actions.take_answers(answers=[answer(second), answer(first, **change)], by=finance)
    assert states(sent) == ["sent"] * 3


def test_one_reference_pays_one_payment(sent, finance):
    first, second, _third = sent.payments.all()
    with pytest.raises(Conflict, match="已经用于另一笔付款"):
        actions.take_answers(
            answers=[answer(first), answer(second, bank_reference=f"REF{first.pk}")], by=finance
        )
    assert Payment.objects.filter(state="paid").count() == 0


def test_a_paid_line_that_the_bank_now_calls_failed_is_refused(paid, finance):
    with pytest.raises(Conflict, match="不等银行结果"):
        actions.take_answers(answers=[answer(paid, "rejected")], by=finance)


def test_nothing_is_over_while_a_payment_has_no_result(paid, sent, finance):
    with pytest.raises(Refusal, match="还有2笔没有结果"):
        actions.reconcile_batch(batch=sent, by=finance, on=city_today())


def test_nothing_was_paid_before_it_was_approved(sent, finance):
    early = answer(sent.payments.first(), paid_on=sent.approved_on - timedelta(days=1))
    with pytest.raises(Conflict, match="付款日期早于批准日期"):
        actions.take_answers(answers=[early], by=finance)
    assert states(sent) == ["sent"] * 3


def test_one_reference_pays_one_payment_in_any_spelling(sent, finance):
    one, two, _three = sent.payments.order_by("number")
    with pytest.raises(Conflict, match="另一笔付款"):
        actions.take_answers(
            answers=[answer(one, bank_reference="REF-1"), answer(two, bank_reference="ref 1")], by=finance
        )
    actions.take_answers(answers=[answer(one, bank_reference="REF-1")], by=finance)
    with pytest.raises(Conflict, match="另一笔付款"):
        actions.take_answers(answers=[answer(two, bank_reference="Ref\u200b1")], by=finance)
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=two.pk).update(reference_key="ref1")
