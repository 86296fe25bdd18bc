"""Does everybody who works with money see how it stands, and does finance's form have one effect?"""

import re
from datetime import date

import pytest

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.ledger import actions, checking, programmes
from zhuanhua.shared.ledger.models import Account, Budget, Transfer
from zhuanhua.shared.ledger.queries import BudgetFace, budget_face
from zhuanhua.shared.ledger.tests.conftest import DAY

pytestmark = pytest.mark.django_db
NEW = {
    "request_key": "a-key-of-the-form",
    "programme": "test",
    "year": "2018",
    "name": "测试补贴",
    "code": "TE-2018",
    "on": "2018-03-01",
    "source_1": "市级财政",
    "amount_1": "120",
    "source_2": "区级财政",
    "amount_2": "30.5",
}


@pytest.fixture
def spending(monkeypatch):
    """Let a programme spend whose cases have a page."""
    monkeypatch.setattr(programmes, "_SPENDING", {})
    monkeypatch.setattr(programmes, "_DUE", [])
    programmes.register(
        programmes.Spending("test", "测试项目", address=lambda kind, number: f"/{kind}/{number}/")
    )
    programmes.register(
        programmes.Spending("contracts", "合同补贴", address=lambda kind, number: f"/c/{number}/")
    )


def page(client, person, address: str) -> str:
    """Give a page as a person sees it."""
    return sign_in(client, person).get(address).content.decode()


def test_the_list_shows_each_budget_with_its_bar_and_the_sum(client, budget, next_budget, set_aside, officer):
    set_aside()
    html = page(client, officer, "/budgets/")
    rows = re.findall(r"<tr>.*?</tr>", html, re.DOTALL)[1:]
    amounts = [re.findall(r'class="num">(?:<a[^>]*>)?([\d,.]+)', row) for row in rows]
    assert amounts == [
        ["0.00", "0.00", "0.00", "0.00", "0.00", "0.00"],
        ["150.00", "0.00", "0.00", "0.00", "30.00", "120.00"],
        ["150.00", "0.00", "0.00", "0.00", "30.00", "120.00"],
    ]
    assert html.count('<rect class="held"') == 2


def test_the_list_narrows_by_year(client, budget, next_budget, officer):
    html = page(client, officer, "/budgets/?year=2019")
    assert ("CT-2019" in html, "/budgets/CT-2018/" in html) == (True, False)


def test_what_is_approved_for_payment_is_darker_than_what_is_reserved(
    client, account, set_aside, officer, spending
):
    set_aside()
    programmes.register_due(lambda accounts: {account.pk: 10_000_000})
    html = page(client, officer, "/budgets/CT-2018/")
    assert (html.count('<rect class="due"'), html.count('<rect class="held"')) == (2, 2)


def test_an_empty_list_offers_finance_the_first_step(client, officer, finance):
    assert "预算由财务设立" in page(client, officer, "/budgets/")
    assert '<a class="btn btn-primary" href="/budgets/new/">设立预算</a>' in page(
        client, finance, "/budgets/"
    )


def test_the_list_says_what_the_last_check_found(client, budget, officer):
    checking.keep_check(by=officer)
    assert "核对资金账：1笔变动，完好。" in page(client, officer, "/budgets/")


def test_a_movement_leads_to_its_case(client, budget, set_aside, officer, spending):
    set_aside("A-1")
    html = page(client, officer, "/budgets/CT-2018/")
    assert '<a href="/c/A-1/">A-1</a>' in html
    assert html.index("预留</td>") < html.index("安排预算</td>")


def test_movements_are_shown_of_one_kind(client, budget, set_aside, officer):
    set_aside("A-1")
    assert "A-1" not in page(client, officer, "/budgets/CT-2018/?kind=allocate")


def test_a_budget_that_is_none_is_not_found(client, officer):
    assert sign_in(client, officer).get("/budgets/NO-1/").status_code == 404


@pytest.mark.parametrize(
    "address", ["/budgets/", "/budgets/CT-2018/", "/budgets/new/", "/budgets/CT-2018/close/"]
)
def test_applicants_see_no_budgets(client, budget, applicant, address):
    assert sign_in(client, applicant).get(address).status_code == 403


def test_officers_do_not_manage(client, budget, officer):
    html = page(client, officer, "/budgets/CT-2018/")
    assert ("追加或收回" in html, "年终结账" in html) == (False, False)
    assert sign_in(client, officer).post("/budgets/CT-2018/close/").status_code == 403


def test_finance_opens_a_budget(client, finance, spending):
    answer = sign_in(client, finance).post("/budgets/new/", NEW)
    assert (answer.status_code, answer["Location"]) == (302, "/budgets/TE-2018/")
    budget = Budget.objects.get()
    assert (budget.opened_on, budget_face(budget)) == (
        date(2018, 3, 1),
        BudgetFace(150_500_000, 0, 0, 0, 150_500_000),
    )


@pytest.mark.proof("R5")
def test_a_form_sent_twice_has_one_effect_and_one_answer(client, finance, spending):
    sign_in(client, finance)
    answers = [client.post("/budgets/new/", NEW) for _time in range(3)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/budgets/TE-2018/")
    ] * 3
    assert Transfer.objects.count() == 1


@pytest.mark.proof("R5")
def test_a_form_sent_again_with_other_facts_is_a_conflict(client, finance, spending):
    sign_in(client, finance).post("/budgets/new/", NEW)
    answer = client.post("/budgets/new/", NEW | {"amount_1": "121"})
    assert (answer.status_code, "已经用于另一笔资金变动" in answer.content.decode()) == (409, True)
    assert Account.objects.get(source="市级财政").allocated_fen == 120_000_000


@pytest.mark.proof("R5")
def test_a_form_without_its_key_is_not_taken(client, finance, spending):
    answer = sign_in(client, finance).post("/budgets/new/", NEW | {"request_key": ""})
    assert ("页面已经过期" in answer.content.decode(), Budget.objects.count()) == (True, 0)


def test_every_page_carries_another_key(client, finance, spending):
    sign_in(client, finance)
    keys = {
        re.search(r'name="request_key" value="([^"]+)"', client.get("/budgets/new/").content.decode())[1]
        for _time in range(2)
    }
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"code": "te/2018"}, "只能用大写字母、数字和连字符"),
        ({"amount_2": ""}, "没有填金额。请填写，或者删去这个来源。"),
        ({"source_2": ""}, "没有写来源。请写明这笔钱从哪里来。"),
        ({"source_2": "市级财政"}, "这个来源已经写过"),
        ({"on": "2999-01-01"}, "日期在今天以后"),
        ({"programme": "none"}, "没有这个选项"),
        ({"amount_1": "0"}, "金额"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(client, finance, spending, change, sentence):
    answer = sign_in(client, finance).post("/budgets/new/", NEW | change)
    assert (sentence in answer.content.decode(), Budget.objects.count()) == (True, 0)


def test_finance_adds_and_takes_back(client, account, finance):
    address = f"/budgets/CT-2018/sources/{account.pk}/"
    typed = {"way": "more", "amount_fen": "10", "reason": "沈财指〔2018〕1号", "on": "2018-11-06"}
    sign_in(client, finance).post(address, typed | {"request_key": "one"})
    client.post(address, typed | {"request_key": "two", "way": "less", "amount_fen": "4"})
    account.refresh_from_db()
    assert (account.allocated_fen, account.available_fen) == (106_000_000, 106_000_000)


def test_a_page_gone_back_to_adds_nothing_twice(client, account, finance):
    address = f"/budgets/CT-2018/sources/{account.pk}/"
    typed = {"way": "more", "amount_fen": "10", "reason": "沈财指〔2018〕1号", "on": "2018-11-06"}
    sign_in(client, finance).post(address, typed | {"request_key": "one"})
    assert client.post(address, typed | {"request_key": "one"}).status_code == 302
    again = client.post(address, typed | {"request_key": "two"}).content.decode()
    other = client.post(address, typed | {"request_key": "three", "reason": "沈财指〔2018〕1号第二笔"})
    account.refresh_from_db()
    assert ("2018-11-06已按这个依据办理过同样的金额" in again, other.status_code) == (True, 302)
    assert account.allocated_fen == 120_000_000


def test_more_than_is_left_is_not_taken_back(client, account, finance):
    typed = {"request_key": "k", "way": "less", "amount_fen": "101", "reason": "收回", "on": "2018-11-06"}
    answer = sign_in(client, finance).post(f"/budgets/CT-2018/sources/{account.pk}/", typed)
    assert (answer.status_code, "只剩100.00万元，不够101.00万元" in answer.content.decode()) == (400, True)


def test_a_source_of_another_budget_is_not_found(client, account, next_budget, finance):
    answer = sign_in(client, finance).get(f"/budgets/CT-2019/sources/{account.pk}/")
    assert answer.status_code == 404


def test_finance_ends_a_year_into_the_next(client, budget, next_budget, set_aside, finance):
    set_aside()
    typed = {"request_key": "k", "into": str(next_budget.pk), "on": "2018-12-31"}
    answer = sign_in(client, finance).post("/budgets/CT-2018/close/", typed)
    budget.refresh_from_db()
    assert (answer.status_code, budget.state, budget_face(next_budget).reserved_fen) == (
        302,
        "closed",
        30_000_000,
    )


def test_a_year_with_open_reservations_does_not_go_back_to_the_treasury(client, budget, set_aside, finance):
    set_aside()
    answer = sign_in(client, finance).post(
        "/budgets/CT-2018/close/", {"request_key": "k", "on": "2018-12-31"}
    )
    assert (answer.status_code, "还有没有付完的预留" in answer.content.decode()) == (400, True)


def test_english_pages_speak_english(client, budget, set_aside, officer, finance):
    set_aside()
    sign_in(client, officer)
    client.cookies["django_language"] = "en"
    html = re.search("<main.*</main>", client.get("/budgets/CT-2018/").content.decode(), re.DOTALL)[0]
    for typed in ("技术合同补贴", "市级财政", "区级财政", officer.name, finance.name):
        html = html.replace(typed, "")
    assert ("Sources of funds" in html, re.findall("[一-鿿]", html)) == (True, [])


def test_the_files_equal_the_screen(budget, next_budget, set_aside, officer, rf):
    set_aside()
    listed, moved = export_of("budgets"), export_of("budget-transfers")
    rows = list(listed.rows(officer, rf.get("/?year=2018").GET))
    assert [[str(column.of(row)) for column in listed.columns] for row in rows] == [
        [
            "CT-2018",
            "技术合同补贴",
            str(programmes.title_of("contracts")),
            "2018",
            "执行中",
            "150000000",
            "0",
            "0",
            "0",
            "30000000",
            "120000000",
        ]
    ]
    rows = list(moved.rows(officer, rf.get("/?budget=CT-2018&kind=reserve").GET))
    assert [row.amount_fen for row in rows] == [30_000_000]


def test_movements_of_a_carry_over_stand_in_both_budgets(client, budget, next_budget, finance, officer):
    actions.close_year(budget=budget, into=next_budget, by=finance, key="c", on=DAY)
    assert "结转到CT-2019" in page(client, officer, "/budgets/CT-2019/")
    assert city_today() > DAY
