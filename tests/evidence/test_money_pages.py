"""Does every form about money, sent four times at once, again, and again with another body, have one effect? (R5; PostgreSQL)

Every route that can move money is found by following the calls of its page (`money_routes`); each is drilled by a story below
or in the neighbouring file of subsidies, and a new one that no story presses fails the first test.
"""

from tests.evidence.money_drill import PRESSED, STORIES, VERBS, Desks, drill, on_postgres
from tests.evidence.money_routes import money_routes, moves_money
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects.pages import calls, running
from zhuanhua.programmes.projects.tests import endings
from zhuanhua.programmes.projects.tests import factories as projects
from zhuanhua.programmes.vouchers.tests import factories as vouchers
from zhuanhua.programmes.vouchers.tests.factories import provider
from zhuanhua.shared.ledger.models import Budget
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.actions import drop_payment
from zhuanhua.shared.payments.models import Payment
from zhuanhua.shared.payments.pages.batches import DEEDS
from zhuanhua.shared.payments.queries import odd_payments

__all__ = ["drill", "provider"]


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
    endings.inspected(endings.asked(good, by=applicant, spent_fen=0), by=officer)
    drill(chief, f"/projects/{good.number}/do/accept/", None, "project:accept")
    tried = endings.asked(tried, by=applicant, spent_fen=0)
    endings.inspected(tried, by=officer, finding="bad", has_records=True, is_diligent=True)
    drill(chief, f"/projects/{tried.number}/do/excuse/", why, "project:excuse", **other)

    states = list(projects.Project.objects.order_by("number").values_list("state", flat=True))
    assert states == ["recovered", "accepted", "excused"]
    assert (Payment.objects.count(), verify().is_whole, list(odd_payments())) == (1, True, [])
    assert (drill.routes, drill.verbs) == (STORIES["projects"], PRESSED["projects"])
