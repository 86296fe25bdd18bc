"""Is the bank's answer taken line by line, once, against what was sent?"""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.payments import actions, programmes
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.tests.conftest import answer
from zhuanhua.shared.workflow.models import Task

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


def without_account(*payees) -> None:
    """End the accounts of payees."""
    for payee in payees:
        payee.bank_accounts.update(ended_at="2020-01-01T00:00Z")


def test_who_gave_no_account_holds_up_nobody_and_is_sent_later(approved, finance, payees, play):
    without_account(payees[1])
    file = actions.send_batch(batch=approved, by=finance, on=city_today())
    assert (states(approved), file.count, file.total_fen) == (["sent", "planned", "sent"], 2, 400_000)
    clerk = play("payee", role="enterprise", organisation=payees[1])
    actions.set_bank_account(
        organisation=payees[1], account_name=payees[1].name, bank_name="启明银行", bank_account="62220000771",
        by=clerk,
    )  # fmt: skip
    assert Task.objects.filter(title="重新报送付款", closed_at__isnull=True).count() == 1
    file = actions.send_batch(batch=approved, by=finance, on=city_today())
    assert (states(approved), file.edition, file.count) == (["sent"] * 3, 2, 1)
    assert Task.objects.filter(title="重新报送付款", closed_at__isnull=True).count() == 0


def test_when_nobody_gave_an_account_all_are_named_and_nothing_is_sent(approved, finance, payees):
    without_account(*payees)
    with pytest.raises(
        Refusal, match="收款单位0有限公司、收款单位1有限公司、收款单位2有限公司没有以现名称填写"
    ):
        actions.send_batch(batch=approved, by=finance, on=city_today())
    assert (states(approved), approved.files.count()) == (["planned"] * 3, 0)


def test_nothing_is_over_while_a_payee_has_no_account_and_the_officer_may_take_it_out(
    approved, finance, officer, payees, account
):
    without_account(payees[1])
    actions.send_batch(batch=approved, by=finance, on=city_today())
    lines = [answer(each) for each in approved.payments.filter(state="sent")]
    actions.take_answers(answers=lines, by=finance)
    with pytest.raises(Refusal, match="还有1笔没有结果"):
        actions.reconcile_batch(batch=approved, by=finance, on=city_today())
    left = approved.payments.get(state="planned")
    actions.drop_payment(payment=left, by=officer, reason="单位已注销，没有账户", on=city_today())
    actions.reconcile_batch(batch=approved, by=finance, on=city_today())
    account.refresh_from_db()
    assert (account.paid_fen, account.reserved_fen, account.available_fen) == (400_000, 0, 600_000)


def test_a_payment_sent_back_goes_again_although_another_still_waits_for_its_account(sent, finance, payees):
    lines = [answer(each, "rejected") for each in sent.payments.order_by("number")[:2]]
    actions.take_answers(answers=lines, by=finance)
    payees[0].bank_accounts.update(bank_account="62229999999")
    file = actions.send_batch(batch=sent, by=finance, on=city_today())
    assert (file.count, states(sent)) == (1, ["sent", "rejected", "sent"])


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


@pytest.fixture
def ended(told, monkeypatch):
    """Let the case of the first payment end."""

    def no_longer_owed(payments):
        return {each.pk: "合同已注销。" for each in payments if each.case_number == "C-0"}

    test = replace(programmes.paying("test"), no_longer_owed=no_longer_owed)
    monkeypatch.setitem(programmes._PAYING, "test", test)


def test_what_is_no_longer_owed_leaves_the_batch_when_the_bank_sends_it_back(
    sent, ended, finance, account, told
):
    first, second, _third = sent.payments.order_by("number")
    actions.take_answers(answers=[answer(first, "rejected"), answer(second, "rejected")], by=finance)
    account.refresh_from_db()
    assert (states(sent), account.reserved_fen, told) == (
        ["dropped", "rejected", "sent"],
        500_000,
        [("dropped", "C-0")],
    )
    assert Task.objects.filter(title="更改被银行退回的收款账户", closed_at__isnull=True).count() == 1


def test_what_is_no_longer_owed_is_not_sent_and_named_when_nothing_else_is_left(sent, finance, payees, ended):
    first = sent.payments.order_by("number").first()
    sent.payments.filter(pk=first.pk).update(state="rejected", reject_reason="户名不符")
    payees[0].bank_accounts.update(bank_account="62229999999")
    with pytest.raises(Refusal, match="-0001不再应付：合同已注销"):
        actions.send_batch(batch=sent, by=finance, on=city_today())
    assert states(sent) == ["rejected", "sent", "sent"]


def test_after_the_account_has_changed_only_that_payment_goes_again(sent, finance, payees):
    lines = list(sent.payments.all())
    actions.take_answers(answers=[answer(lines[0], "rejected"), *map(answer, lines[1:])], by=finance)
    payees[0].bank_accounts.update(bank_account="62229999999")
    file = actions.send_batch(batch=sent, by=finance, on=city_today())
    assert (file.edition, file.count, file.total_fen) == (2, 1, 100_000)
    actions.take_answers(answers=[answer(lines[0], sent_time=2)], by=finance)
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


@pytest.mark.parametrize("results", [("rejected", "paid"), ("paid", "rejected"), ("paid", "paid")])
def test_two_results_for_one_payment_are_both_refused(sent, finance, results):
    first, second, _third = sent.payments.order_by("number")
    lines = [answer(first, results[0]), answer(second), answer(first, results[1], bank_reference="OTHER")]
    faults = [(place, fault.message) for place, fault in actions.faults_of_answers(lines)]
    assert faults == [(0, "这笔付款在文件里不止一行。"), (2, "这笔付款在文件里不止一行。")]
    with pytest.raises(Conflict, match="不止一行"):
        actions.take_answers(answers=lines, by=finance)
    assert states(sent) == ["sent"] * 3


def test_the_answer_to_an_earlier_file_is_refused_when_the_payment_has_gone_again(sent, finance, payees):
    first = sent.payments.first()
    old = answer(first, "rejected", sent_time=1, bank_account=first.bank_account)
    actions.take_answers(answers=[old], by=finance)
    payees[0].bank_accounts.update(bank_account="62229999999")
    actions.send_batch(batch=sent, by=finance, on=city_today())
    with pytest.raises(Conflict, match="这一行是第1次报送的结果，这笔付款已经第2次报送"):
        actions.take_answers(answers=[old], by=finance)
    assert states(sent)[0] == "sent"


@pytest.mark.parametrize(
    "written",
    [
        "62220000999",
        "6222 0000 999",
        "６２２２００００９９９",
        "62****999",
        "见附件",
        "1234567",
        "6333****000",
        "6222****",
    ],
)
def test_money_that_went_into_another_account_is_named(sent, finance, written):
    first = sent.payments.first()
    with pytest.raises(Conflict, match="账号和报送的（尾号0000）不一致"):
        actions.take_answers(answers=[answer(first, bank_account=written)], by=finance)
    assert states(sent) == ["sent"] * 3


@pytest.mark.parametrize("written", ["6222-0000-000", "****0000", "6222****000", ""])
def test_an_account_as_banks_write_it_is_no_fault(sent, finance, written):
    actions.take_answers(answers=[answer(sent.payments.first(), bank_account=written)], by=finance)
    assert states(sent)[0] == "paid"


def test_a_payment_sent_back_goes_again_when_only_the_bank_was_corrected(sent, finance, payees):
    actions.take_answers(answers=[answer(sent.payments.first(), "rejected")], by=finance)
    payees[0].bank_accounts.update(bank_name="启明银行中街支行")
    assert actions.send_batch(batch=sent, by=finance, on=city_today()).count == 1
    assert sent.payments.first().bank_name == "启明银行中街支行"


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


def test_an_account_in_scientific_notation_is_told_how_to_be_written(sent, finance):
    with pytest.raises(Conflict, match="科学记数法"):
        actions.take_answers(answers=[answer(sent.payments.first(), bank_account="6.2220000E+9")], by=finance)


def test_an_old_refusal_without_its_time_orders_nothing_once_more(sent, finance, payees):
    old = answer(sent.payments.first(), "rejected")
    actions.take_answers(answers=[old], by=finance)
    payees[0].bank_accounts.update(bank_account="62229999999")
    actions.send_batch(batch=sent, by=finance, on=city_today())
    with pytest.raises(Conflict, match="没有写是第几次报送"):
        actions.take_answers(answers=[old], by=finance)
    assert states(sent)[0] == "sent"
