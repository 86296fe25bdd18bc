"""Is one invoice, one contract paid for once, in whatever programmes it is offered, and is another's case never named?"""

from datetime import date
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.rekeying import rekey
from zhuanhua.core.text import number_key
from zhuanhua.shared.ledger.actions import open_budget, reserve
from zhuanhua.shared.payments import actions, queries
from zhuanhua.shared.payments.models import OfferedPaper
from zhuanhua.shared.payments.programmes import register_case

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]
ON = date(2018, 9, 3)
ONE, TWO = ("one", "A-1"), ("two", "B-1")


def offer(case, *numbers, paper="invoice"):
    return actions.offer_papers(case=case, papers=[(paper, number) for number in numbers], on=ON)


def states():
    return sorted(OfferedPaper.objects.values_list("case_number", "typed", "state"))


def test_the_same_number_in_other_width_and_marks_is_the_same_paper():
    offer(ONE, "FP-2018 001")
    offer(TWO, "ＦＰ2018001")

    assert queries.clashes_by_number("one", papers=["invoice"]) == {"A-1": "offered"}
    assert [other.typed for _own, other in queries.papers_elsewhere(*ONE)] == ["ＦＰ2018001"]


def test_papers_of_many_cases_are_compared_in_one_query(django_assert_num_queries):
    offer(ONE, "FP1", "FP2")
    offer(("one", "A-2"), "FP2")
    offer(TWO, "FP1")
    offer(("two", "B-2"), "FP2", paper="slip")

    with django_assert_num_queries(1):
        found = queries.papers_elsewhere_of("one", ["A-1", "A-2", "A-3"])

    named = {
        number: [(own.typed, other.case_number) for own, other in pairs] for number, pairs in found.items()
    }
    assert named == {"A-1": [("FP2", "A-2"), ("FP1", "B-1")], "A-2": [("FP2", "A-1")], "A-3": []}


def test_what_is_no_longer_offered_clashes_with_nothing():
    offer(ONE, "FP1", "FP2")
    offer(ONE, "FP2")
    offer(TWO, "FP1")

    assert queries.papers_elsewhere(*TWO) == []
    assert states() == [("A-1", "FP1", "ended"), ("A-1", "FP2", "offered"), ("B-1", "FP1", "offered")]


def test_a_paper_is_used_once_and_the_second_is_named():
    offer(ONE, "FP1")
    offer(TWO, "FP1")
    actions.use_papers(cases=[ONE])

    with pytest.raises(Conflict, match="发票FP1已经在另一项补贴里用过"):
        actions.use_papers(cases=[TWO])
    assert states() == [("A-1", "FP1", "used"), ("B-1", "FP1", "offered")]


def test_a_batch_takes_contracts_that_nobody_applied_for_and_keeps_its_own():
    taken = [(ONE, "contract", "20182101")]
    actions.take_papers(papers=taken, on=ON)
    actions.take_papers(papers=taken, on=ON)

    with pytest.raises(Conflict, match="已经在另一项补贴里用过"):
        actions.take_papers(papers=[(TWO, "contract", "20182101")], on=ON)
    assert states() == [("A-1", "20182101", "used")]


def test_freed_and_ended_papers_may_be_used_by_another_case():
    offer(ONE, "FP1")
    offer(TWO, "FP1")
    actions.use_papers(cases=[ONE])
    actions.free_papers(cases=[ONE])
    actions.end_papers(cases=[ONE])
    actions.use_papers(cases=[TWO])

    assert states() == [("A-1", "FP1", "ended"), ("B-1", "FP1", "used")]


def test_another_case_is_named_only_to_who_may_see_it(officer, rival):
    register_case("two", "另一种", lambda person, number: f"/two/{number}/" if person == officer else "")
    offer(ONE, "FP1")
    offer(TWO, "FP1")

    seen = [queries.clashes_for(person, *ONE)[0] for person in (officer, rival)]
    assert [(clash.number, clash.url) for clash in seen] == [("B-1", "/two/B-1/"), ("", "")]


@pytest.mark.parametrize(
    "change", [{"key": ""}, {"state": "odd"}, {"case_number": ""}, {"key": "fp2"}, {"state": "used"}]
)
def test_the_database_keeps_papers_whole(change):
    offer(ONE, "FP1", "FP2")
    offer(TWO, "FP1")
    actions.use_papers(cases=[TWO])

    with pytest.raises(IntegrityError), transaction.atomic():
        OfferedPaper.objects.filter(case_number="A-1", typed="FP1").update(**change)


# --- payments out of what a decision has set aside -----------------------------------------------


@pytest.fixture
def award(account, officer):
    """Give 3,000 yuan set aside for a case before anything is paid."""
    return reserve(
        account=account, amount_fen=300_000, case_kind="test", case_number="C-0", business_key="award:C-0",
        by=officer, key="award", on=ON,
    )  # fmt: skip


def pay_out_of(award, account, payee, officer, amount_fen, key="one"):
    item = actions.Item("test", "C-0", f"award:C-0:{key}", payee, amount_fen, "第一笔", out_of=award)
    return actions.make_batch(
        programme="test", title="批次", account=account, items=[item], by=officer, key=key, on=ON
    )


def test_a_payment_takes_its_money_out_of_the_award(award, account, payees, officer):
    pay_out_of(award, account, payees[0], officer, 100_000)
    award.refresh_from_db()
    account.refresh_from_db()

    assert (award.open_fen, account.available_fen, account.reserved_fen) == (200_000, 700_000, 300_000)


def test_no_more_is_paid_than_the_award_has_left(award, account, payees, officer):
    pay_out_of(award, account, payees[0], officer, 200_000)
    award.refresh_from_db()

    with pytest.raises(Refusal), transaction.atomic():
        pay_out_of(award, account, payees[0], officer, 200_000, key="two")
    award.refresh_from_db()
    assert award.open_fen == 100_000


def test_an_award_of_another_source_is_refused(award, payees, officer, finance):
    budget = open_budget(
        code="T-2", programme="test", year=2027, name="另一项", sources={"市级财政": 900_000}, by=finance,
        key="other", on=ON,
    )  # fmt: skip

    with pytest.raises(Refusal, match="不是从这个来源预留的"), transaction.atomic():
        pay_out_of(award, budget.accounts.get(), payees[0], officer, 100_000)


@pytest.mark.parametrize("spelling", ["FP–1", "FP\u200b1", "ＦＰ〔1〕", "FР1"])
def test_a_paper_is_paid_once_in_any_spelling(spelling):
    offer(ONE, "FP1")
    offer(TWO, spelling)
    actions.use_papers(cases=[ONE])

    with pytest.raises(Conflict, match="已经在另一项补贴里用过"):
        actions.use_papers(cases=[TWO])


def test_a_bank_slip_is_a_paper():
    for case in (ONE, TWO):
        offer(case, "YH1", paper="slip")

    assert queries.clashes_by_number("one", papers=["invoice", "slip"]) == {"A-1": "offered"}


def test_what_another_has_used_weighs_more_than_what_is_merely_named():
    offer(ONE, "FP1", "FP2")
    offer(TWO, "FP1")
    offer(("three", "C-1"), "FP2")
    actions.use_papers(cases=[TWO])

    assert queries.clashes_by_number("one", papers=["invoice"]) == {"A-1": "used"}
    assert queries.clashes_by_number("three", papers=["invoice"]) == {"C-1": "offered"}


def test_a_case_that_has_used_its_paper_is_not_doubted_because_another_names_it():
    offer(ONE, "FP1")
    actions.use_papers(cases=[ONE])
    offer(TWO, "FP1")

    assert queries.clashes_by_number("one", papers=["invoice"]) == {}
    assert queries.states_elsewhere("one", paper="invoice") == {}
    assert queries.states_elsewhere("two", paper="invoice") == {"fp1": "used"}


@pytest.mark.parametrize("names", [["FP1", "fp–1"], ["FP1", "##"]])
def test_a_case_names_each_paper_once_and_by_a_number(names):
    with pytest.raises(Refusal):
        actions.refuse_repeated(names, label="发票号码")


def test_stored_keys_are_computed_anew_and_twins_keep_theirs():
    offer(ONE, "FP–1", "FP2")
    OfferedPaper.objects.filter(typed="FP–1").update(key="fp–1")
    OfferedPaper.objects.filter(typed="FP2").update(key="other", typed="FP1")
    step = rekey("payments", "offeredpaper", "typed", "key", number_key, 80)

    step(apps, SimpleNamespace(connection=connection))

    assert sorted(OfferedPaper.objects.values_list("key", flat=True)) == ["fp1", "other"]
