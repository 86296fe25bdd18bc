"""Does the demo city come out as it is told: its totals by the ordinary rules, every queue filled, the journal unbroken?"""

from datetime import date

import pytest
from django.db.models import Count, Sum

from zhuanhua.accountability.replies.actions import obstacles
from zhuanhua.accountability.replies.drifting import moved_figures
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.queries import trace_of
from zhuanhua.accountability.replies.states import LetterState
from zhuanhua.demo import city, register
from zhuanhua.programmes.contracts import queries
from zhuanhua.programmes.contracts.models import Change, Contract, Objection, Subsidy
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.programmes.matching import queries as matching
from zhuanhua.programmes.matching.attention import stale_ones
from zhuanhua.programmes.matching.models import Judgement, Saying
from zhuanhua.programmes.matching.states import MatchState
from zhuanhua.programmes.projects.codes import Track
from zhuanhua.programmes.projects.models import Application, Call, Project, Review
from zhuanhua.programmes.projects.states import ApplicationState, CallState, ReviewState
from zhuanhua.programmes.projects.states_project import ProjectState
from zhuanhua.programmes.vouchers.models import Hold, Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.figures import queries as figures
from zhuanhua.shared.figures.models import SeriesValue
from zhuanhua.shared.journal.chain import faults
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments.models import Batch, Payment
from zhuanhua.shared.payments.queries import odd_payments, payable
from zhuanhua.shared.people.merging import duplicates
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.workflow.models import Publicity, Return, Task

SHUANGBAI = {
    "count": "281项", "granted": "2.28亿元", "research": "65.58亿元", "technologies": "813项", "patents_filed": "1,237件",
    "patents_granted": "524件", "teams": "275个", "people": "8,400人",
}  # fmt: skip
TODAY = date(2026, 4, 8)
THIS_YEAR = register.Year(
    2026, 1_500, 6_500_000_000 * register.YUAN, since=date(2026, 1, 2), until=date(2026, 4, 1)
)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_city_comes_out_as_told(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(city, "years_until", lambda _day: (*register.YEARS, THIS_YEAR))
    lines = []

    city.build(seed=20180607, say=lines.append, today=TODAY)

    year = Contract.objects.filter(state=ContractState.REGISTERED).order_by()
    sums = {
        row["registered_on__year"]: (row["n"], row["total"])
        for row in year.values("registered_on__year").annotate(n=Count("pk"), total=Sum("total_fen"))
    }
    assert sums[2018] == (8_078, 2_520_400_000_000)
    assert sums[2017] == (6_637, 2_175_570_000_000)
    assert Contract.objects.filter(registered_on__year=2018, state=ContractState.CANCELLED).count() == 9
    registrar = Person.objects.get(username="registrar")
    assert figures.value("contracts.amount", year=2018, person=registrar).text == "252.04亿元"
    assert figures.value("contracts.count", year=2018, person=registrar).records == 8_078
    assert figures.value("contracts.amount_growth", year=2018, person=registrar).text == "+15.85%"
    assert set(Contract.objects.order_by().values_list("state", flat=True)) == set(ContractState.values) - {
        ContractState.REVOKED
    }
    counts = queries.desk_counts(registrar, on=TODAY)
    assert all(counts[name] > 0 for name in ("mine", "due", "corrected", "review", "all"))
    assert set(Change.objects.values_list("state", flat=True)) == {"requested", "granted", "declined"}
    assert set(Objection.objects.values_list("state", flat=True)) == {"filed", "upheld", "dismissed"}
    assert set(Publicity.objects.filter(closed_on=None).values_list("kind", flat=True)) >= {
        "contract_revocation",
        "payment_batch",
    }
    assert sorted(len(group) for group in duplicates()) == [2, 2]
    of_contracts = Batch.objects.filter(programme="contracts")
    batches = dict(of_contracts.order_by().values_list("number", "state"))
    assert (batches["2018-BF-00001"], sorted(batches.values())) == (
        "reconciled",
        ["approval", "publicity", "publicity", "reconciled", "sent"],
    )
    announced = Batch.objects.filter(state="publicity")
    ended = announced.filter(publicity__ends_on__lt=TODAY, publicity__closed_on=None)
    assert set(ended.values_list("programme", flat=True)) == {"contracts", "vouchers", "projects"}
    assert [batch.programme for batch in announced.filter(publicity__ends_on__gte=TODAY)] == ["contracts"]
    awards = Publicity.objects.filter(kind="project_award", closed_on=None)
    assert sorted(each.ends_on < TODAY for each in awards) == [False, True]
    assert figures.value("contracts.subsidy.amount", year=2018, person=registrar).text == "1,002.80万元"
    wanted = {
        "units": "66家",
        "spent": "2,889.00万元",
        "new_products": "33种",
        "saved": "286.50万元",
        "income": "618.70万元",
    }
    told = {code: figures.value(f"vouchers.{code}", year=2018, person=registrar).text for code in wanted}
    assert told == wanted
    assert set(Voucher.objects.values_list("state", flat=True)) == set(VoucherState.values) - {
        "withdrawn",
        "recovered",
    }
    letter = {"since": date(2017, 1, 1), "until": date(2018, 12, 31), "person": registrar}
    told = {code: figures.value(f"projects.{code}", **letter).text for code in (*SHUANGBAI, "leverage")}
    assert told == SHUANGBAI | {"leverage": "1:28.76"}
    tracks = [figures.value("projects.count", where={"track": track}, **letter).text for track in Track]
    assert tracks == ["144项", "137项"]
    assert set(Call.objects.values_list("state", flat=True)) == set(CallState.values)
    assert set(Application.objects.values_list("state", flat=True)) == set(ApplicationState.values)
    assert set(Review.objects.values_list("state", flat=True)) == set(ReviewState.values) - {"recalled"}
    assert set(Project.objects.values_list("state", flat=True)) == set(ProjectState.values) - {"failed"}
    assert Hold.objects.filter(cleared_on=None).count() == 2
    assert [Payment.objects.filter(state=state).count() for state in ("rejected", "dropped")] == [2, 0]
    claims = set(Subsidy.objects.filter(scheme="buyer").values_list("state", flat=True))
    assert claims == {"draft", "submitted", "returned", "granted"}
    firm = Person.objects.get(username="firm").organisation
    at_the_bank = Payment.objects.filter(batch__state="sent", batch__programme="contracts", payee=firm.pk)
    assert at_the_bank.filter(state="rejected").count() == min(1, at_the_bank.count())
    entitled = {grant.payee.pk for grant in queries.proposal("seller", year=TODAY.year, on=TODAY).grants}
    assert entitled - payable(entitled).keys() == set()
    assert (verify().is_whole, list(odd_payments())) == (True, [])
    quoted = SeriesValue.objects.filter(is_current=True)
    assert (quoted.count(), quoted.filter(place="辽宁", year=2018).count()) == (1_900, 4)
    assert Return.objects.filter(answered_at=None, case_kind="contract").count() == 9
    assert Task.objects.filter(closed_at=None).count() > 80
    assert list(faults(entry.line() for entry in Entry.objects.order_by("seq").iterator())) == []
    [run] = ImportRun.objects.filter(state="checked")
    assert (run.counts["rows"], run.counts["bad"], run.counts["new"]) == (8_000, 30, 7_970)
    assert set(Letter.objects.values_list("state", flat=True)) == set(LetterState.values)
    ways = {each.proposal.paper_number: obstacles(each) for each in Letter.objects.filter(state="frozen")}
    assert {number: tuple(map(len, found)) for number, found in ways.items()} == {
        "0398": (0, 0),  # a late contract moves numbers only where a year lies between
        "0078": (1, 0),
        "0352": (0, 0),
    }
    known = Letter.objects.get(proposal__paper_number="0469")
    assert (known.state, trace_of(known).blocking, moved_figures(known)) == ("issued", [], [])
    text = trace_of(known).text
    assert "登记技术合同8078项，实现技术合同成交额252.04亿元，同比增长15.85%" in text
    assert "58家单位的169项技术合同享受政策，补贴金额1002.8万元" in text
    conversions = ("contracts.converted_local", "contracts.converted_local_share")
    assert [figures.value(code, year=2018, person=registrar).text for code in conversions] == [
        "755项",
        "62.60%",
    ]
    assert "本地转化755项，占其在辽宁省转化项目数的62.6%" in text
    officer = Person.objects.get(username="officer")
    assert set(matching.count_by_state(officer)) == set(MatchState.values)
    assert set(Judgement.objects.values_list("saying", flat=True)) == set(Saying.values)
    assert stale_ones(list(matching.open_matches(officer)), TODAY) != []
    assert len(lines) >= 5
