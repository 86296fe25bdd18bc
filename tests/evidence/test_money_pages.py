"""Does every form about money, sent four times at once, again, and again with another body, have one effect? (R5; PostgreSQL)

Every route that can move money is found by following the calls of its page (`money_routes`); each is drilled by a story below,
and a new one that no story presses fails the first test.
"""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import resolve

from tests.evidence.money_routes import money_routes, moves_money
from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.projects.codes import PaperKind
from zhuanhua.programmes.projects.pages import calls, running
from zhuanhua.programmes.projects.tests import factories as projects
from zhuanhua.programmes.vouchers.tests import factories as vouchers
from zhuanhua.programmes.vouchers.tests.factories import provider
from zhuanhua.shared.documents.actions import store_file
from zhuanhua.shared.exchange.actions.importing import check_import, set_mapping, start_import
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.ledger.models import Budget, Transfer
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.actions import drop_payment, set_bank_account
from zhuanhua.shared.payments.models import Batch, Payment, Receipt, Recovery
from zhuanhua.shared.payments.pages.batches import DEEDS
from zhuanhua.shared.payments.queries import odd_payments
from zhuanhua.shared.payments.sheets import ANSWERS
from zhuanhua.shared.workflow.models import Publicity

__all__ = ["provider"]
DESKS = 4
STORIES = {
    "budgets": {"ledger:open", "ledger:allocate", "ledger:close"},
    "subsidies": {
        "contracts:make_batch", "contracts:change", "payments:act", "payments:drop", "payments:receive", "payments:demand",
        "payments:waive", "workflow:close_publicity", "exchange:confirm",
    },
    "revocation": {"contracts:revoke", "payments:act"},
    "vouchers": {"vouchers:issue", "vouchers:give_back", "vouchers:accept", "vouchers:deny", "vouchers:batch"},
    "projects": {"projects:act_on_call", "projects:payable", "projects:act_on_project"},
}  # fmt: skip

VERBS = {  # what one address does depends on its last word: each of these words is pressed, too
    "payments:act": {"publish", "submit", "approve", "return", "reopen", "cancel", "send", "reconcile"},
    "projects:act_on_call": {"decide"},
    "projects:act_on_project": {"sign", "accept", "excuse", "fail"},
}
PRESSED = {
    "subsidies": {"publish", "submit", "approve", "return", "reopen", "send", "reconcile"},
    "revocation": {"cancel"},
    "projects": {"decide", "sign", "accept", "excuse", "fail"},
}


def test_every_verb_of_a_shared_address_is_drilled():
    tables = {
        "payments:act": DEEDS,
        "projects:act_on_project": running.PLAIN | running.REASONED,
        "projects:act_on_call": {
            verb: deed for verb, deed in (calls.PLAIN | calls.REASONED).items() if moves_money(deed)
        },
    }

    assert {route: set(table) for route, table in tables.items()} == VERBS
    assert set().union(*PRESSED.values()) == set().union(*VERBS.values())


def test_every_route_that_moves_money_is_drilled():
    found = set(money_routes())

    assert len(found) > 15
    assert found - set().union(*STORIES.values()) == set()


class Desks:
    """Browsers in which one person is signed in, all pressing the same button at the same moment."""

    def __init__(self, person: Any) -> None:
        self.clients = [sign_in(Client(raise_request_exception=False), person) for _desk in range(DESKS)]

    def press(self, address: str, typed: dict[str, Any] | None = None) -> list[int]:
        """Send one form from every browser; gives the statuses, sorted."""
        start, answers = threading.Barrier(DESKS), []

        def work(client: Client) -> None:
            try:
                start.wait()
                answers.append(client.post(address, typed or {}).status_code)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(client,)) for client in self.clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(answers)

    def send(self, address: str, typed: dict[str, Any] | None = None) -> int:
        """Send a form once; gives the status."""
        return int(self.clients[0].post(address, typed or {}).status_code)


class Drill:
    """Press a button four times at once, then again, then with another body: its journal line is written once, money moves once."""

    def __init__(self, evidence: Any) -> None:
        self.evidence, self.routes, self.verbs = evidence, set(), set()

    def __call__(
        self, desks: Desks, address: str, typed: dict[str, Any] | None, event: str, **other: Any
    ) -> None:
        """Drill one form; `event` is the journal's line of its effect, `other` what another body says instead."""
        match = resolve(address)
        route = match.view_name
        self.routes.add(route)
        self.verbs |= {match.kwargs["verb"]} if "verb" in match.kwargs else set()
        before = self._events(event)
        answers = desks.press(address, typed)
        assert (route, self._events(event) - before, max(answers) < 500) == (route, 1, True), answers
        kept = self._money()
        told = [desks.send(address, typed)] + ([desks.send(address, (typed or {}) | other)] if other else [])
        assert (route, max(told) < 500, self._events(event) - before) == (route, True, 1)
        assert self._money() == kept
        self.evidence.figure("money forms sent four times at once", 1, "同时发出四次的资金表单")
        self.evidence.figure(
            "money forms sent again, or with another body", len(told), "又发或改了再发的资金表单"
        )

    @staticmethod
    def _events(name: str) -> int:
        return Entry.objects.filter(event=name).count()

    @staticmethod
    def _money() -> list[Any]:
        return [
            list(Transfer.objects.order_by("pk").values_list("kind", "amount_fen")),
            list(Payment.objects.order_by("pk").values_list("number", "state", "amount_fen")),
            list(Batch.objects.order_by("pk").values_list("number", "state", "title")),
            list(Receipt.objects.order_by("pk").values_list("bank_reference", "amount_fen")),
            list(Recovery.objects.order_by("pk").values_list("number", "state", "due_on")),
        ]


@pytest.fixture
def drill(shared_database, evidence):
    """Give a drill over a database that several browsers write to."""
    return Drill(evidence)


def on_postgres(test: Any) -> Any:
    """Mark a story: it needs a database on which several desks write at once."""
    return pytest.mark.proof("R5")(pytest.mark.postgres(test))


@on_postgres
def test_budgets_are_opened_raised_and_closed_once(drill, finance):
    desk, day = Desks(finance), city_today()
    form = {
        "request_key": "open", "programme": "contracts", "year": day.year, "name": "补贴", "code": "CT-1", "on": day.isoformat(),
        "source_1": "市级财政", "amount_1": "10",
    }  # fmt: skip
    drill(desk, "/budgets/new/", form, "ledger:allocate", amount_1="20")
    account = Budget.objects.get().accounts.get()
    more = {
        "request_key": "more",
        "way": "more",
        "amount_fen": "5",
        "reason": "指标文件",
        "on": day.isoformat(),
    }
    drill(desk, f"/budgets/CT-1/sources/{account.pk}/", more, "ledger:allocate", amount_fen="6")
    drill(
        desk,
        f"/budgets/CT-1/sources/{account.pk}/",
        more | {"request_key": "less", "reason": "另一份指标文件"},
        "ledger:allocate",
        way="less",
    )
    close = {"request_key": "close", "into": "", "on": day.isoformat()}
    drill(desk, "/budgets/CT-1/close/", close, "ledger:close", request_key="another")

    account.refresh_from_db()
    assert (account.available_fen, verify().is_whole) == (0, True)
    assert drill.routes == STORIES["budgets"]


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
    _let_the_notice_pass()
    drill(desk, f"/publicity/{Publicity.objects.get().pk}/close/", None, "publicity:close")
    drill(desk, f"{at}submit/", None, "payment_batch:submit")
    drill(chief, f"{at}return/", {"reason": "名单有误"}, "payment_batch:return", reason="别的理由")
    drill(desk, f"{at}publish/", None, "payment_batch:publish")
    drill(desk, f"{at}reopen/", {"reason": "名称有误"}, "payment_batch:reopen", reason="别的理由")
    drill(desk, f"{at}publish/", None, "payment_batch:publish")
    _let_the_notice_pass()
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
    _let_the_notice_pass()

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


@on_postgres
def test_vouchers_are_issued_ended_and_put_into_a_batch_once(
    drill, monkeypatch, applicant, provider, district_user, officer, leader, finance
):
    monkeypatch.setenv("ZHUANHUA_TODAY", "2018-03-20")
    vouchers.confirmed.__wrapped__(leader)
    account = vouchers.account.__wrapped__(finance)
    desk, holder = Desks(officer), Desks(applicant)
    money = {"account": account.pk}
    names = [("A", "FP1"), ("B", "FP2"), ("C", "FP3")]
    made = [
        vouchers.passed(by, provider, district_user, contract_number=number, contract_name=f"样机{number}")
        for by, (number, _paper) in zip(
            [applicant, vouchers.second_firm(60), vouchers.second_firm(61)], names, strict=True
        )
    ]
    for voucher in made:
        drill(desk, f"/vouchers/{voucher.number}/issue/", money, "voucher:issue")
    drill(
        holder,
        f"/vouchers/{made[0].number}/give-back/",
        {"reason": "不用了"},
        "voucher:give_back",
        reason="别的",
    )
    monkeypatch.setenv("ZHUANHUA_TODAY", "2018-11-20")
    for voucher, (_number, paper) in zip(made[1:], names[1:], strict=True):
        voucher.refresh_from_db()
        vouchers.redeemed(
            voucher, voucher.holder.memberships.get().person, number=paper, amount_fen=8 * vouchers.WAN
        )
    drill(desk, f"/vouchers/{made[1].number}/accept/", None, "voucher:accept")
    drill(desk, f"/vouchers/{made[2].number}/deny/", {"reason": "与合同不符"}, "voucher:deny", reason="别的")
    form = {"number": [made[1].number], "account": account.pk, "title": "兑付", "key": "k"}
    drill(desk, "/vouchers/batch/", form, "payment_batch:make", title="别的兑付")

    assert (Payment.objects.count(), verify().is_whole, list(odd_payments())) == (1, True, [])
    assert drill.routes == STORIES["vouchers"]


@on_postgres
def test_a_call_is_decided_paid_and_its_projects_ended_once(drill, applicant, officer, leader, finance):
    day = city_today()
    call = projects.opened(officer=officer, finance=finance)
    for title in ("没有做成", "做成了", "尽了力"):
        projects.admitted(call, by=applicant, officer=officer, title=title, requested_fen=100 * projects.WAN)
    for number in (900, 901):
        projects.expert(f"专家{number}", number=number, by=officer)
    projects.actions.announce_call(call=projects.ranked(call, officer=officer), by=officer, on=day)
    call.refresh_from_db()
    projects.confirm_values(leader)
    projects.notice_over(call)
    chief, desk = Desks(leader), Desks(officer)
    drill(chief, f"/projects/calls/{call.number}/do/decide/", None, "project_call:decide")
    failed, good, tried = projects.Project.objects.order_by("number")
    for each in (failed, good, tried):
        drill(chief, f"/projects/{each.number}/do/sign/", None, "project:sign")
    part = failed.milestones.get(place=1)
    form = {"number": [part.number], "account": call.account_id, "title": "第一批", "key": "k"}
    drill(desk, "/projects/payable/", form, "payment_batch:make", title="别的批次")
    drop_payment(payment=Payment.objects.get(), by=officer, reason="材料不齐", on=day)
    why, other = {"reason": "没有完成"}, {"reason": "别的"}
    drill(chief, f"/projects/{failed.number}/do/fail/", why, "project:fail", **other)
    _inspected(good, by=applicant, officer=officer)
    drill(chief, f"/projects/{good.number}/do/accept/", None, "project:accept")
    _inspected(tried, by=applicant, officer=officer, finding="bad", has_records=True, is_diligent=True)
    drill(chief, f"/projects/{tried.number}/do/excuse/", why, "project:excuse", **other)

    states = list(projects.Project.objects.order_by("number").values_list("state", flat=True))
    assert states == ["recovered", "accepted", "excused"]
    assert (Payment.objects.count(), verify().is_whole, list(odd_payments())) == (1, True, [])
    assert (drill.routes, drill.verbs) == (STORIES["projects"], PRESSED["projects"])


def _inspected(project: Any, *, by: Any, officer: Any, finding: str = "good", **more: bool) -> None:
    """Ask for acceptance with the papers it needs; a panel has met."""
    day = city_today()
    project.refresh_from_db()
    for kind in (PaperKind.SCIENCE_REPORT, PaperKind.ACCOUNTS):
        store_file(
            upload=SimpleUploadedFile(f"{kind}.pdf", projects.pdf(kind)), kind=kind, case=project, by=by
        )
    projects.actions.ask_acceptance(project=project, spent_fen=0, by=by, on=day)
    facts = {"kind": "acceptance", "held_on": day, "finding": finding, "panel": "五位专家", "text": "意见", "has_records": False, "is_diligent": False}  # fmt: skip
    projects.actions.hold_inspection(project=project, facts=facts | more, by=officer, on=day)


def _let_the_notice_pass() -> None:
    yesterday = city_today() - timedelta(days=1)
    Publicity.objects.update(starts_on=yesterday, ends_on=yesterday)


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
