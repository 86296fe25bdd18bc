"""Does every form on the way of a subsidy, from the list to its claw-back, have one effect however often it is sent? (R5; PostgreSQL)"""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.evidence.money_drill import PRESSED, STORIES, Desks, drill, let_the_notice_pass, on_postgres
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.shared.exchange.actions.importing import check_import, set_mapping, start_import
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.ledger.models import Transfer
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.actions import set_bank_account
from zhuanhua.shared.payments.models import Batch, Payment, Recovery
from zhuanhua.shared.payments.queries import odd_payments
from zhuanhua.shared.payments.sheets import ANSWERS
from zhuanhua.shared.workflow.models import Publicity

__all__ = ["drill"]


@on_postgres
def test_a_subsidy_goes_from_the_list_to_its_claw_back_once(
    drill, sold, confirmed, account, officer, leader, finance, applicant
):
    desk, chief, treasury = Desks(officer), Desks(leader), Desks(finance)
    seen = queries.proposal("seller", year=2018, on=ON)  # noqa: F405 - the day of the story
    asked = {"scheme": "seller", "year": 2018, "on": "2018-12-10", "digest": seen.digest, "key": "k"}
    form = asked | {"account": account.pk, "title": "2018年补贴"}
    drill(desk, "/contracts/subsidies/proposal/make/", form, "payment_batch:make", title="别的补贴")
    batch = Batch.objects.get()
    payee = applicant.organisation
    set_bank_account(
        organisation=payee,
        account_name=payee.name,
        bank_name="启明银行",
        bank_account="622200001234",
        by=applicant,
    )
    at = f"/payments/{batch.number}/"
    drill(desk, f"{at}publish/", None, "payment_batch:publish")
    out = f"{at}drop/{batch.payments.first().number}/"
    drill(desk, out, {"reason": "有异议"}, "payment_batch:drop", reason="别的理由")
    let_the_notice_pass()
    drill(desk, f"/publicity/{Publicity.objects.get().pk}/close/", None, "publicity:close")
    drill(desk, f"{at}submit/", None, "payment_batch:submit")
    drill(chief, f"{at}return/", {"reason": "名单有误"}, "payment_batch:return", reason="别的理由")
    drill(desk, f"{at}publish/", None, "payment_batch:publish")
    drill(desk, f"{at}reopen/", {"reason": "名称有误"}, "payment_batch:reopen", reason="别的理由")
    drill(desk, f"{at}publish/", None, "payment_batch:publish")
    let_the_notice_pass()
    drill(desk, f"/publicity/{Publicity.objects.latest('pk').pk}/close/", None, "publicity:close")
    drill(desk, f"{at}submit/", None, "payment_batch:submit")
    drill(chief, f"{at}approve/", None, "payment_batch:approve")
    drill(treasury, f"{at}send/", None, "payment_batch:send")
    drill(treasury, _bank_answers(finance), None, "import:store")
    drill(treasury, f"{at}reconcile/", None, "payment_batch:reconcile")
    change = actions.request_change(contract=sold[2], by=applicant, kind="cancel", reason="双方解除")
    decision = {"decision": "grant", "reason": "同意"}
    drill(
        desk,
        f"/contracts/{sold[2].number}/changes/{change.number}/",
        decision,
        "recovery:open",
        decision="decline",
    )
    back = f"/payments/recoveries/{Recovery.objects.get().number}/"
    due = {"due_on": (city_today() + timedelta(days=30)).isoformat()}
    later = (city_today() + timedelta(days=60)).isoformat()
    drill(desk, f"{back}demand/", due, "recovery:demand", due_on=later)
    came = {"amount_fen": "40000", "received_on": city_today().isoformat(), "bank_reference": "BACK1"}
    drill(treasury, f"{back}receive/", came, "recovery:receive", amount_fen="50000")
    drill(chief, f"{back}waive/", {"reason": "破产终结"}, "recovery:waive", reason="别的理由")

    assert list(Subsidy.objects.order_by("number").values_list("state", flat=True)) == [
        "dropped",
        "paid",
        "paid",  # its recovery is over: a part came back, the rest was written off
    ]
    assert Transfer.objects.values_list("kind", flat=True).order_by("kind").distinct().count() == 5
    assert (verify().is_whole, list(odd_payments())) == (True, [])
    assert (drill.routes, drill.verbs) == (STORIES["subsidies"], PRESSED["subsidies"])


@on_postgres
def test_a_registration_is_revoked_and_its_money_freed_once(
    drill, sold, confirmed, make, officer, leader, registrar
):
    make()
    publicity = actions.propose_revocation(
        contract=sold[0], by=officer, reason="以虚假材料取得登记", on=city_today()
    )
    let_the_notice_pass()

    drill(
        Desks(leader),
        f"/contracts/{sold[0].number}/revoke/",
        {"reason": "查实"},
        "payment_batch:drop",
        reason="又查实",
    )
    batch = f"/payments/{Batch.objects.get().number}/"
    drill(Desks(officer), f"{batch}cancel/", {"reason": "重新编制"}, "payment_batch:cancel", reason="别的")

    assert (Payment.objects.filter(state="dropped").count(), verify().is_whole) == (3, True)
    assert (publicity.pk, drill.routes) == (Publicity.objects.get().pk, STORIES["revocation"])
    assert drill.verbs == PRESSED["revocation"]


def _bank_answers(finance: Any) -> str:
    """Read the bank's answer in as a file, as far as the page that asks for confirmation; gives where it is confirmed."""
    lines = [
        f"{each.number},{each.amount_fen // 100},成功,{city_today().isoformat()},REF{each.pk}"
        for each in Payment.objects.filter(state="sent")
    ]
    text = "\n".join(["付款编号,金额,结果,付款日期,银行流水号", *lines])
    upload = SimpleUploadedFile("回单.csv", text.encode())
    run = start_import(sheet=sheet_of(ANSWERS.code), upload=upload, by=finance)
    run = check_import(run=set_mapping(run=run, mapping=run.mapping, unit="yuan", by=finance), by=finance)
    return f"/imports/runs/{run.pk}/confirm/"
