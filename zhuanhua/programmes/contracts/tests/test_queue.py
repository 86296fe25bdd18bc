"""Does the desk's queue count only what it shows, and put what waits for the officer where it belongs?"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.tests.factories import accepted, registered, submitted
from zhuanhua.shared.workflow.clock import clock_face

pytestmark = pytest.mark.django_db
TODAY = date(2026, 4, 8)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("ZHUANHUA_TODAY", TODAY.isoformat())


@pytest.fixture
def four(applicant, rival_firm, registrar, play):
    """Mine due today, mine late, a colleague's late, one that nobody has."""
    colleague = play("registrar_two", role="registrar", name="同事")
    made = {}
    people = (("today", registrar), ("late", registrar), ("theirs", colleague))
    for place, (name, person) in enumerate(people):
        made[name] = accepted(
            by=applicant, buyer=rival_firm, registrar=person, on=TODAY, project_name=f"项目{place}"
        )
    days = {"today": TODAY, "late": date(2026, 4, 1), "theirs": date(2026, 4, 2)}
    for name, day in days.items():
        Contract.objects.filter(pk=made[name].pk).update(due_on=day)
    made["nobody"] = submitted(by=applicant, buyer=rival_firm, on=TODAY, project_name="项目9")
    return made


def _queue(client, registrar, **sent):
    return sign_in(client, registrar).get(reverse("contracts:queue"), sent).content.decode()


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("mine", "我经办的和未分派的3项，其中1项逾期，1项今天到期"),
        ("due", "今天到期和逾期3项，其中2项逾期，1项今天到期"),
        ("all", "全部在办4项，其中2项逾期，1项今天到期"),
        ("review", "待复核0项"),
    ],
)
def test_headline_counts_the_rows_of_the_view(client, registrar, four, view, said):
    page = _queue(client, registrar, view=view)

    assert f'<p class="small soft">{said}</p>' in page


def test_headline_counts_what_a_filter_leaves(client, registrar, four):
    assert "全部在办1项，其中1项逾期</p>" in _queue(client, registrar, view="all", q="项目1")


def test_due_view_holds_exactly_what_is_due_or_late(registrar, four):
    found = {contract.number for contract in queries.queue(registrar, view="due", on=TODAY)}

    assert found == {four[name].number for name in ("today", "late", "theirs")}


@pytest.fixture
def corrected(applicant, rival_firm, registrar):
    contract = accepted(
        by=applicant,
        buyer=rival_firm,
        registrar=registrar,
        on=date(2026, 4, 1),
        project_name="补正过的",
        signed_on=date(2026, 3, 30),
    )
    fields = {"subject": "写明验收标准"}
    actions.return_contract(contract=contract, by=registrar, on=date(2026, 4, 2), fields=fields)
    actions.save_draft(contract=contract, values={"subject": "验收标准：检出率98%"}, by=applicant)
    return actions.resubmit_contract(contract=contract, by=applicant, on=date(2026, 4, 3))


def test_a_correction_that_is_back_says_so(corrected):
    words = [clock_face(corrected, on=day).words for day in (date(2026, 4, 3), TODAY)]

    assert words == ["补正已回，等受理", "补正已回2个工作日，等受理"]


@pytest.mark.parametrize("sort", ["", "due"])
def test_a_correction_that_is_back_sorts_by_the_day_it_came(client, registrar, four, corrected, sort):
    page = _queue(client, registrar, view="all", sort=sort)

    places = [page.index(name) for name in ("项目1", "项目2", "补正过的", "项目0", "项目9")]
    assert places == sorted(places)


def test_the_page_before_a_yes_has_an_address(client, registrar, applicant, rival_firm):
    contract = submitted(by=applicant, buyer=rival_firm, on=city_today())
    sent = {"verb": "accept", "number": [contract.number]}

    answer = sign_in(client, registrar).post(reverse("contracts:bulk"), sent)

    assert answer["Location"] == f"/contracts/bulk/?verb=accept&number={contract.number}"
    assert "受理这1项" in client.get(answer["Location"]).content.decode()
    done = client.post(reverse("contracts:bulk"), sent | {"confirmed": "1"})
    assert done["Location"] == reverse("contracts:queue")
    assert "不在待受理" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("address", ["contracts:queue", "contracts:records"])
def test_list_asks_as_often_for_four_contracts_as_for_one(client, applicant, rival_firm, registrar, address):
    sign_in(client, registrar).get(reverse(address))
    counts = []
    for places in (range(1), range(1, 4)):
        for place in places:
            registered(
                by=applicant, buyer=rival_firm, registrar=registrar, on=TODAY, project_name=f"登记{place}"
            )
            submitted(by=applicant, buyer=rival_firm, on=TODAY, project_name=f"待办{place}")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(address))
        counts.append(sum(each["sql"].startswith("SELECT") for each in asked))

    assert counts[0] == counts[1] <= 15
