"""Does a batch go its way, with another person approving, and is its money set aside from the first moment?"""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from tests.support.cast import sign_in
from tests.support.seats import sat_at
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.tests.conftest import answer, publicity_ends
from zhuanhua.shared.workflow.actions import answer_public_objection, file_public_objection, stop_publicity
from zhuanhua.shared.workflow.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def amounts(account) -> tuple[int, int, int]:
    """Give available, reserved and paid, in yuan."""
    account.refresh_from_db()
    return account.available_fen // 100, account.reserved_fen // 100, account.paid_fen // 100


def test_a_new_batch_has_its_money_set_aside(batch, account):
    assert ([p.number for p in batch.payments.all()], amounts(account)) == (
        [f"{batch.number}-000{n}" for n in (1, 2, 3)],
        (4_000, 6_000, 0),
    )


def test_the_same_key_gives_the_first_batch(batch, account, items, officer):
    again = actions.make_batch(
        programme="test",
        title="测试批次",
        account=account,
        items=items,
        by=officer,
        key="one",
        on=city_today(),
    )
    assert (again, Batch.objects.count(), amounts(account)) == (batch, 1, (4_000, 6_000, 0))


@pytest.mark.parametrize("change", [{"title": "别的批次"}, {"items": slice(2)}])
def test_the_same_key_for_another_batch_is_refused(batch, account, items, officer, change):
    asked = {"title": "测试批次", "items": slice(None)} | change
    with pytest.raises(Conflict, match="内容和现在提交的不同"):
        actions.make_batch(
            programme="test",
            title=asked["title"],
            account=account,
            items=items[asked["items"]],
            by=officer,
            key="one",
            on=city_today(),
        )
    assert (Batch.objects.count(), amounts(account)) == (1, (4_000, 6_000, 0))


def test_a_case_is_in_one_batch_only(batch, account, items, officer):
    with pytest.raises(Conflict, match="已经预留或者支付过"):
        actions.make_batch(
            programme="test",
            title="又一批",
            account=account,
            items=items[:1],
            by=officer,
            key="two",
            on=city_today(),
        )
    assert Batch.objects.count() == 1


def test_beyond_the_budget_nothing_is_made(account, items, officer, payees):
    dear = actions.Item("test", "C-9", "test:C-9", payees[0], 400_001, "太贵")
    with pytest.raises(Refusal, match="市级财政只剩"):
        actions.make_batch(
            programme="test",
            title="太贵",
            account=account,
            items=[*items, dear],
            by=officer,
            key="k",
            on=city_today(),
        )
    assert (Batch.objects.count(), Payment.objects.count(), amounts(account)) == (0, 0, (10_000, 0, 0))


def test_only_who_prepares_makes_batches(account, items, finance):
    with pytest.raises(Forbidden):
        actions.make_batch(
            programme="test", title="x", account=account, items=items, by=finance, key="k", on=city_today()
        )


def test_the_notice_names_payees_and_sums_but_no_case(batch, officer):
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    body = batch.publicity.body
    assert body.splitlines() == [
        "收款单位2有限公司：1笔，0.30万元",
        "收款单位1有限公司：1笔，0.20万元",
        "收款单位0有限公司：1笔，0.10万元",
        "合计3家、3笔，0.60万元",
    ]


def test_no_approval_is_asked_before_the_notice_has_ended(batch, officer):
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    with pytest.raises(Refusal, match="公示还没有办结"):
        actions.submit_batch(batch=batch, by=officer, on=city_today())


def test_another_person_approves(approved, officer, leader):
    assert (approved.state, approved.approved_by, approved.made_by) == ("approved", leader, officer)


def test_who_made_it_cannot_approve_even_with_the_permission(batch, officer, leader, play, bureau):
    batch.made_by = leader
    batch.save()
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())
    with pytest.raises(Forbidden, match="编制批次的人不能批准"):
        actions.approve_batch(batch=batch, by=leader, on=city_today())


def test_who_lately_acted_for_a_payee_leaves_it_to_a_colleague(batch, officer, leader, play, client):
    former = sat_at(play("former", role="leader"), batch.payments.first().payee)
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())

    page = sign_in(client, former).get(f"/payments/{batch.number}/").content.decode()
    with pytest.raises(Forbidden, match="须回避，请由同事办理。没有同事可以办理的，请退回编制"):
        actions.approve_batch(batch=batch, by=former, on=city_today())
    colleagues = sign_in(client, leader).get(f"/payments/{batch.number}/").content.decode()

    address = f"/payments/{batch.number}/approve/"
    assert ("须回避" in page, address in page, address in colleagues) == (True, False, True)
    assert actions.approve_batch(batch=batch, by=leader, on=city_today()).state == "approved"


def test_the_notice_of_a_batch_is_a_colleagues_to_judge_and_to_take_back(batch, officer, play, client):
    former, colleague = play("former", role="officer"), play("colleague", role="officer")
    sat_at(former, batch.payments.first().payee)
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    filed = file_public_objection(
        publicity=batch.publicity, on=city_today(), person_name="郁青禾", contact="139", text="重复"
    )
    given = {"objection": filed, "answer": "属实", "is_upheld": True}

    with pytest.raises(Forbidden, match="须回避，请由同事办理"):
        answer_public_objection(by=former, **given)
    answer_public_objection(by=colleague, **given)
    with pytest.raises(Forbidden, match="须回避，请由同事办理"):
        stop_publicity(publicity=batch.publicity, by=former, reason="有异议")
    with pytest.raises(Forbidden, match="须回避，请由同事办理"):
        actions.reopen_batch(batch=batch, by=former, reason="有异议", on=city_today())

    page, address = f"/payments/{batch.number}/", f"/payments/{batch.number}/reopen/"
    shown = [sign_in(client, each).get(page).content.decode() for each in (former, officer)]
    assert [("须回避" in each, address in each) for each in shown] == [(True, False), (False, True)]
    batch.publicity.refresh_from_db()
    assert batch.publicity.closed_on is None
    again = actions.reopen_batch(batch=batch, by=officer, reason="有异议", on=city_today())
    actions.drop_payment(payment=again.payments.first(), by=officer, reason="有异议", on=city_today())
    actions.publish_batch(batch=again, by=officer, on=city_today())
    assert stop_publicity(publicity=again.publicity, by=former, reason="改名单").closed_on == city_today()


def test_the_database_refuses_the_maker_as_approver(approved):
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=approved.pk).update(approved_by=approved.made_by)


def test_a_returned_batch_is_published_anew(batch, officer, leader):
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())
    actions.return_batch(batch=batch, by=leader, reason="名单有误")
    assert (batch.state, batch.publicity) == ("draft", None)
    assert Task.objects.filter(assignee=officer, closed_at__isnull=True).count() == 1


def test_a_dropped_payment_frees_its_money_and_may_come_again(batch, account, items, officer, told):
    actions.drop_payment(payment=batch.payments.first(), by=officer, reason="有异议", on=city_today())
    assert (amounts(account), told) == ((5_000, 5_000, 0), [("dropped", "C-0")])
    actions.make_batch(
        programme="test",
        title="第二批",
        account=account,
        items=items[:1],
        by=officer,
        key="two",
        on=city_today(),
    )
    assert amounts(account) == (4_000, 6_000, 0)


def test_after_approval_is_asked_for_nobody_changes_the_list(batch, officer):
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())
    with pytest.raises(Conflict, match="请审批人退回编制"):
        actions.drop_payment(payment=batch.payments.first(), by=officer, reason="x", on=city_today())


def test_what_no_longer_stands_leaves_an_approved_batch_before_it_is_sent(approved, account, told):
    payment = approved.payments.first()
    actions.drop_payment(payment=payment, by=None, reason="合同已注销", on=city_today())
    payment.refresh_from_db()
    assert (payment.state, amounts(account), told) == ("dropped", (5_000, 5_000, 0), [("dropped", "C-0")])


def test_an_approved_batch_of_which_nothing_is_left_is_reconciled(approved, finance):
    with pytest.raises(Refusal, match="还有3笔没有结果"):
        actions.reconcile_batch(batch=approved, by=finance, on=city_today())
    for payment in approved.payments.all():
        actions.drop_payment(payment=payment, by=None, reason="合同已注销", on=city_today())
    assert actions.reconcile_batch(batch=approved, by=finance, on=city_today()).state == "reconciled"


def test_after_approval_nobody_takes_a_payment_out(approved, officer):
    with pytest.raises(Conflict, match="现在不能去掉"):
        actions.drop_payment(payment=approved.payments.first(), by=officer, reason="x", on=city_today())


def test_approval_asks_everybody_without_an_account_for_it(batch, officer, leader, payees):
    payees[2].bank_accounts.update(ended_at="2020-01-01T00:00Z")
    actions.publish_batch(batch=batch, by=officer, on=city_today())
    publicity_ends(batch)
    actions.submit_batch(batch=batch, by=officer, on=city_today())
    actions.approve_batch(batch=batch, by=leader, on=city_today())
    asked = Task.objects.filter(title="填写收款账户", closed_at__isnull=True)
    assert [task.organisation for task in asked] == [payees[2]]


def test_the_tasks_of_a_payment_end_when_it_is_taken_out(sent, finance, officer):
    first = sent.payments.first()
    actions.take_answers(answers=[answer(first, "rejected")], by=finance)
    asked = Task.objects.filter(case_number=first.number, closed_at__isnull=True)
    assert asked.count() == 1
    actions.drop_payment(payment=first, by=officer, reason="单位放弃", on=city_today())
    assert asked.count() == 0


def test_a_cancelled_batch_gives_everything_back(batch, account, officer):
    actions.cancel_batch(batch=batch, by=officer, reason="政策调整", on=city_today())
    assert (batch.state, amounts(account)) == ("cancelled", (10_000, 0, 0))
    assert set(batch.payments.values_list("state", flat=True)) == {"dropped"}


@pytest.mark.parametrize(
    "change",
    [{"amount_fen": 0}, {"state": "paid"}, {"state": "dropped"}, {"bank_reference": "X"}, {"state": "odd"}],
)
def test_the_database_keeps_payments_whole(batch, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        batch.payments.filter(pk=batch.payments.first().pk).update(**change)


def test_a_notice_is_written_in_the_citys_language(batch, officer):
    with translation.override("en"):
        published = actions.publish_batch(batch=batch, by=officer, on=city_today())

    assert published.publicity.title.startswith("拟拨付名单：")
    assert published.publicity.body.splitlines()[-1].startswith("合计")
