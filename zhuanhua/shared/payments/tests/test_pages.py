"""Can every desk carry a batch on in the browser, and does nobody see what is not theirs?"""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.text import match_key
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.tests.conftest import answer, publicity_ends
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.actions import answer_public_objection, file_public_objection

pytestmark = pytest.mark.django_db


def test_approval_is_offered_only_once_the_notice_has_ended_well(client, batch, officer, registrar):
    def page():
        return sign_in(client, officer).get(f"/payments/{batch.number}/").content.decode()

    actions.publish_batch(batch=batch, by=officer, on=city_today())
    batch.refresh_from_db()
    notice, offer, link = batch.publicity, "/submit/", f"/publicity/{batch.publicity_id}/"
    assert (offer in page(), link in page(), "期满无异议后" in page()) == (False, True, True)

    signed = {"person_name": "郁青禾", "contact": "13900000000", "text": "同一控制人"}
    objection = file_public_objection(publicity=notice, on=city_today(), **signed)
    assert (offer in page(), "1条还没有核实" in page()) == (False, True)

    answer_public_objection(objection=objection, answer="不属实", is_upheld=False, by=registrar)
    past = city_today() - timedelta(days=1)
    type(notice).objects.filter(pk=notice.pk).update(starts_on=past, ends_on=past)
    assert (offer in page(), "期满：请在公示页面办结" in page()) == (False, True)

    type(notice).objects.filter(pk=notice.pk).update(closed_on=city_today(), stopped_for="名单有误。")
    assert (offer in page(), "名单有误。请改回编制" in page()) == (False, True)

    type(notice).objects.filter(pk=notice.pk).update(stopped_for="")
    assert (offer in page(), "可以提请审批" in page()) == (True, True)


def test_a_batch_goes_from_draft_to_the_treasury_by_buttons(client, batch, officer, leader, finance):
    def press(person, verb):
        return sign_in(client, person).post(f"/payments/{batch.number}/{verb}/").status_code

    assert press(officer, "publish") == 302
    batch.refresh_from_db()
    publicity_ends(batch)
    assert [press(officer, "submit"), press(officer, "approve"), press(leader, "approve")] == [302, 404, 302]
    assert press(finance, "send") == 302
    page = sign_in(client, finance).get(f"/payments/{batch.number}/").content.decode()
    assert (batch.number in page, "读入银行回单" in page, f"{batch.number}-1.xlsx" in page) == (
        True,
        True,
        True,
    )


def test_a_reason_is_asked_before_a_batch_is_cancelled(client, batch, officer):
    page = sign_in(client, officer).post(f"/payments/{batch.number}/cancel/", {"reason": ""})
    assert (page.status_code, "没有填" in page.content.decode()) == (200, True)
    client.post(f"/payments/{batch.number}/cancel/", {"reason": "政策调整"})
    batch.refresh_from_db()
    assert batch.state == "cancelled"


def test_a_payment_is_taken_out_with_a_reason(client, batch, officer):
    first = batch.payments.first()
    sign_in(client, officer).post(f"/payments/{batch.number}/drop/{first.number}/", {"reason": "有异议"})
    first.refresh_from_db()
    assert (first.state, first.drop_reason) == ("dropped", "有异议")


def test_who_may_not_take_out_a_held_payment_reads_who_may(client, approved, officer, leader, rival, payees):
    held = approved.payments.order_by("number")[1]
    renamed = {"name": "改名后的公司", "name_key": match_key("改名后的公司")}
    Organisation.objects.filter(pk=held.payee_id).update(**renamed)
    address = f"/payments/{approved.number}/"
    way = f"由编制批次的人去掉：{officer.name}。"

    read = {who: sign_in(client, who).get(address).content.decode() for who in (leader, officer)}
    refused = [
        sign_in(client, who).post(f"{address}drop/{held.number}/", {"reason": "改名"}).status_code
        for who in (leader, rival)
    ]
    refused.append(sign_in(client, rival).get(address).status_code)

    assert [("暂不付款" in page, way in page, "/drop/" in page) for page in read.values()] == [
        (True, True, False),
        (True, False, True),
    ]
    assert refused == [403, 403, 403]
    sign_in(client, officer).post(f"{address}drop/{held.number}/", {"reason": "改名"})
    held.refresh_from_db()
    assert held.state == "dropped"


def test_who_has_no_account_is_marked_and_may_be_taken_out_after_approval(client, approved, officer, payees):
    payees[1].bank_accounts.update(ended_at="2020-01-01T00:00Z")
    page = sign_in(client, officer).get(f"/payments/{approved.number}/").content.decode()
    second = approved.payments.order_by("number")[1]
    assert (page.count("还没有收款账户"), page.count("/drop/"), f"/drop/{second.number}/" in page) == (
        1,
        1,
        True,
    )
    assert "1笔没有收款账户，填好以前不报送" in page


def test_a_payment_sent_back_is_offered_again_when_its_account_is_corrected(
    client, sent, officer, finance, leader, payees
):
    address, again = f"/payments/{sent.number}/", f"/payments/{sent.number}/send/"
    taken = [answer(each, "rejected") for each in sent.payments.all()[:2]] + [answer(sent.payments.last())]
    actions.take_answers(answers=taken, by=finance)
    before = sign_in(client, finance).get(address).content.decode()
    payees[0].bank_accounts.update(bank_account="62229999999")
    after, others = (sign_in(client, person).get(address).content.decode() for person in (finance, officer))

    assert "银行退回2笔。2笔等收款单位更改或者填写账户" in before
    assert (again in before, "收款账户已经改好" in before) == (False, False)
    assert "银行退回2笔。其中1笔的收款账户已经改好，可以再付：由财务导出付款文件。1笔等收款单位" in after
    assert ("再付1笔：导出付款文件" in after, again in after, again in others) == (True, True, False)
    assert after.count("收款账户已经改好，可以再付") == others.count("收款账户已经改好，可以再付") == 2
    assert "，1笔，" in sign_in(client, finance).get(again).content.decode()
    sign_in(client, finance).post(again)
    assert [each.state for each in sent.payments.all()] == ["sent", "rejected", "paid"]


def test_applicants_see_no_batches(client, batch, applicant):
    sign_in(client, applicant)
    assert [client.get(url).status_code for url in ("/payments/", f"/payments/{batch.number}/")] == [403, 403]


def test_only_finance_opens_the_file_with_accounts(client, sent, officer, finance):
    url = f"/files/{sent.files.get().stored.pk}/"
    assert sign_in(client, officer).get(url).status_code == 404
    assert sign_in(client, finance).get(url).status_code == 200


def test_no_account_number_stands_on_a_batch(client, sent, officer):
    page = sign_in(client, officer).get(f"/payments/{sent.number}/").content.decode()
    assert [payment.bank_account in page for payment in sent.payments.all()] == [False, False, False]


def test_a_payee_is_told_why_nothing_arrived_and_what_to_do(client, sent, play, payees, finance):
    first, second, _third = sent.payments.order_by("number")
    actions.take_answers(answers=[answer(first, "rejected")], by=finance)
    type(payees[1]).objects.filter(pk=payees[1].pk).update(name_key="别的名称")
    sent.payments.filter(pk=second.pk).update(state="planned")
    told = [
        sign_in(client, play(f"payee{n}", role="enterprise", organisation=payees[n]))
        .get("/payments/mine/")
        .text
        for n in range(2)
    ]

    assert ("账号不存在" in told[0], told[0].count("/payments/mine/account/")) == (True, 2)
    assert (second.payee_name in told[1], "暂停付款" in told[1]) == (True, True)


def test_a_payee_sees_its_own_payment_and_no_rival_does(client, sent, play, payees, rival):
    mine = play("payee", role="enterprise", organisation=payees[0])
    assert "测试批次" in sign_in(client, mine).get("/payments/mine/").content.decode()
    assert "测试批次" not in sign_in(client, rival).get("/payments/mine/").content.decode()


def test_nobody_sees_a_payment_that_is_not_approved(client, batch, play, payees):
    mine = play("payee", role="enterprise", organisation=payees[0])
    assert "测试批次" not in sign_in(client, mine).get("/payments/mine/").content.decode()


def test_a_wrong_account_comes_back_with_the_field_marked(client, applicant):
    typed = {"account_name": "别人有限公司", "bank_name": "启明银行", "bank_account": "622200000001"}
    page = sign_in(client, applicant).post("/payments/mine/account/", typed)
    assert "户名和单位名称不一致" in page.content.decode()


def test_a_recovery_is_demanded_and_received(client, paid, officer, finance):
    recovery = actions.open_recovery(
        payment=paid, amount_fen=paid.amount_fen, ground="合同已注销", by=None, on=city_today()
    )
    url = f"/payments/recoveries/{recovery.number}/"
    sign_in(client, officer).post(f"{url}demand/", {"due_on": "2099-01-01"})
    assert "增加追缴金额" not in client.get(url).text
    typed = {"amount_fen": "1,000.00", "received_on": city_today().isoformat(), "bank_reference": "BACK9"}
    sign_in(client, finance).post(f"{url}receive/", typed)
    recovery.refresh_from_db()
    assert recovery.state == "closed"
    assert "已追回" in client.get(url).text
    assert "增加追缴金额" not in sign_in(client, officer).get(url).text


def test_what_came_back_is_shown_beside_the_payment(client, paid, officer, finance, play, payees):
    recovery = actions.open_recovery(
        payment=paid, amount_fen=50_000, ground="金额变更", by=None, on=city_today()
    )
    actions.demand_recovery(
        recovery=recovery, by=officer, on=city_today(), due_on=city_today() + timedelta(days=9)
    )
    actions.receive_recovery(
        recovery=recovery, amount_fen=20_000, received_on=city_today(), bank_reference="B1", by=finance
    )
    batch = sign_in(client, officer).get(f"/payments/{paid.batch.number}/").content.decode()
    assert f'{recovery.number}/">追缴</a> 200.00 / 500.00' in batch
    mine = play("payee", role="enterprise", organisation=payees[0])
    assert "已追回 200.00" in sign_in(client, mine).get("/payments/mine/").content.decode()


def filled_in(batch, refused: int) -> bytes:
    """Fill the treasury's own file in as the bank does, and save it as CSV; the payment at `refused` fails."""
    book = CalamineWorkbook.from_filelike(BytesIO(batch.files.get().stored.content.read()))
    titles, *rows = book.get_sheet_by_index(0).to_python()
    for place, row in enumerate(rows):
        today = city_today().isoformat()
        row[9:13] = ["失败", "", "", "账号不存在"] if place == refused else ["成功", today, f"REF{place}", ""]
    return "\n".join(",".join(map(str, row)) for row in (titles, *rows)).encode("utf-8-sig")


def test_the_treasurys_file_comes_back_filled_in_through_the_import(client, sent, finance):
    upload = SimpleUploadedFile("回单.csv", filled_in(sent, refused=2))
    sign_in(client, finance).post("/imports/payment-answers/", {"file": upload})
    run = ImportRun.objects.get()
    mapping = {f"column_{place}": key for place, key in run.mapping.items()}
    client.post(f"/imports/runs/{run.pk}/columns/", mapping)
    client.post(f"/imports/runs/{run.pk}/confirm/")
    assert list(sent.payments.order_by("number").values_list("state", flat=True)) == [
        "paid",
        "paid",
        "rejected",
    ]
