"""Does every number on the page equal the catalogue, open its records for those who may, and stay closed to others?"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.support.cast import sign_in
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.figures import actions, catalogue, frozen, queries
from zhuanhua.shared.figures.models import FrozenFigure, FrozenSet
from zhuanhua.shared.figures.words import count_text
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people.models import Organisation, Person

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<script.*?</script>|<[^>]+>", "", html, flags=re.DOTALL))


def option(html: str) -> dict[str, Any]:
    found = re.search(r'<script id="figure-chart" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_index_lists_public_figures_to_everyone(six: None, client: Client) -> None:
    shown = words(page(client, "/statistics/"))

    assert "单位数" in shown
    assert "内部数" not in shown


def test_index_shows_hidden_figures_to_officers(six: None, client: Client, officer: Person) -> None:
    assert "内部数" in words(page(sign_in(client, officer), "/statistics/"))


def test_index_asks_less_often_than_it_has_figures(
    six: None, client: Client, officer: Person, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, officer)

    with django_assert_max_num_queries(15):
        shown = words(page(client, "/statistics/"))

    assert "内部数" in shown
    assert len(catalogue.all_figures()) > 15


def test_figure_page_shows_number_growth_groups_and_definition(six: None, client: Client) -> None:
    shown = words(page(client, "/statistics/test.amount/?year=2018&by=kind"))

    assert "252.04亿元，2018年" in shown
    assert "比上年+83,913.33%" in shown
    assert "编号之和" in shown
    assert "25,204,000,000.00元" in shown
    assert "252.0099.98%" not in shown
    assert "企业" in shown


def test_figure_page_chart_has_the_numbers_of_the_table(six: None, client: Client) -> None:
    drawn = option(page(client, "/statistics/test.amount/?year=2018&by=kind"))

    assert drawn["xAxis"]["data"] == ["2017年", "2018年"]
    assert [point["value"] for point in drawn["series"][0]["data"]] == ["0.30", "252.00"]
    assert drawn["series"][-1]["data"][-1]["label"]["formatter"] == "252.04"


def test_figure_page_of_one_group_goes_deeper(six: None, client: Client) -> None:
    html = page(client, "/statistics/test.count/?year=2018&by=kind")
    assert "kind=enterprise" in html

    deeper = words(page(client, "/statistics/test.count/?year=2018&by=district&kind=enterprise"))
    assert "种类：企业" in deeper


@pytest.fixture
def ungrouped(six: None) -> Iterator[None]:
    """A figure that nobody can group."""
    plain = replace(catalogue.find("test.count"), code="test.plain", dimensions={})
    catalogue.register(plain)
    yield
    catalogue.forget("test.plain")


def test_a_figure_without_groups_shows_its_numbers(ungrouped: None, client: Client) -> None:
    html = page(client, "/statistics/test.plain/?year=2018")
    drawn = option(html)

    assert ('id="by"' in html, "这几年没有记录" in html) == (False, False)
    assert [point["value"] for point in drawn["series"][0]["data"]] == ["2.00", "2.00"]
    exported = page(client, "/statistics/test.plain/export/?year=2018&format=csv")
    assert exported.splitlines()[-1].startswith("合计,2,2,")


def test_one_thing_is_not_counted_in_the_plural() -> None:
    with translation.override("en"):
        said = [count_text(number, catalogue.ITEMS) for number in (0, 1, 2, -1)]

    assert said == ["0 items", "1 item", "2 items", "−1 item"]


def test_figure_page_of_growth_is_no_stack(six: None, client: Client) -> None:
    drawn = option(page(client, "/statistics/test.growth/?year=2018&by=kind"))

    assert [(each["name"], "stack" in each) for each in drawn["series"]] == [("单位额增长率", False)]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/statistics/test.nothing/", 404),
        ("/statistics/test.count/?by=colour", 404),
        ("/statistics/test.count/?kind=robbers&by=district", 404),
        ("/statistics/test.count/?year=soon", 400),
        ("/statistics/test.hidden/", 403),
        ("/statistics/frozen/2018-01/test.count/", 302),
    ],
)
def test_wrong_or_closed_address_is_refused(six: None, client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_year_without_records_says_so(six: None, client: Client) -> None:
    assert "这几年没有记录" in words(page(client, "/statistics/test.count/?year=1990"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/statistics/test.amount/?year=1990", "没有记录1990年"),
        ("/statistics/test.count/?year=1990", "没有记录"),
    ],
)
def test_a_figure_without_records_is_not_said_to_be_zero(
    six: None, client: Client, address: str, said: str
) -> None:
    shown = words(page(client, address))

    assert said in shown
    assert "0.00元，1990年" not in shown


def test_numbers_of_a_workbook_are_written_as_on_the_screen(six: None, client: Client) -> None:
    answer = client.get("/statistics/test.amount/export/?year=2018&by=kind&format=xlsx")

    last = list(openpyxl.load_workbook(BytesIO(answer.content)).active.rows)[-1]
    assert [cell.number_format for cell in last[1:]] == [
        "#,##0.00",
        "#,##0.00",
        "0.0%",
        "+0.00%;-0.00%;0.00%",
    ]


def test_tooltip_writes_the_decimals_of_the_table(six: None, client: Client) -> None:
    decimals = [
        option(page(client, f"/statistics/{code}/?year=2018&by=kind"))["tooltip"]["decimals"]
        for code in ("test.amount", "test.count", "test.growth")
    ]

    assert decimals == [2, 0, 2]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_export_equals_the_screen(six: None, client: Client, kind: str) -> None:
    answer = client.get(f"/statistics/test.amount/export/?year=2018&by=kind&format={kind}")

    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[3] == "种类,2017年,2018年,2018年占比,比上年"
        assert lines[-1].startswith("合计,0.30,252.04,100.0%")
    else:
        rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
        assert rows[3][:3] == ("种类", "2017年", "2018年")
        assert rows[-1] == ("合计", 0.3, 252.04, 1, 839.1333)


def test_freeze_keeps_value_definition_records_and_one_journal_line(six: None, officer: Person) -> None:
    before = Entry.objects.count()

    made = actions.freeze(codes=["test.amount", "test.growth"], year=2018, title="2018年统计公报", by=officer)

    kept = FrozenFigure.objects.get(frozen_set=made, code="test.amount")
    assert (kept.exact, kept.records, kept.definition) == (25_204_000_000_00, 2, "编号之和")
    assert kept.members == {"2520000000000": 2_520_000_000_000, "400000000": 400_000_000}
    assert (
        FrozenFigure.objects.get(frozen_set=made, code="test.growth").exact
        == queries.value("test.growth", year=2018).exact
    )
    assert Entry.objects.count() == before + 1
    line = Entry.objects.order_by("-seq").first()
    assert (line.event, line.case_number, line.after["seals"]["test.amount"]) == (
        "figure:freeze",
        made.number,
        kept.seal,
    )


@pytest.mark.parametrize(
    ("codes", "title"),
    [([], "公报"), (["test.count"], "  "), (["test.count"], "长" * 121), (["test.nothing"], "公报")],
)
def test_freeze_refuses_and_keeps_nothing(six: None, officer: Person, codes: list[str], title: str) -> None:
    with pytest.raises(Refusal):
        actions.freeze(codes=codes, year=2018, title=title, by=officer)

    assert FrozenSet.objects.count() == 0


def test_freeze_by_registrar_is_forbidden(six: None, registrar: Person) -> None:
    with pytest.raises(Refusal):
        actions.freeze(codes=["test.count"], year=2018, title="公报", by=registrar)


def test_drift_names_late_removed_and_changed_records(six: None, officer: Person) -> None:
    made = actions.freeze(codes=["test.amount"], year=2018, title="公报", by=officer)
    Organisation.objects.filter(id=400_000_000).update(registered_on=date(2019, 1, 1))
    Organisation.objects.create(id=500, name="迟到者", kind="enterprise", registered_on=date(2018, 6, 1))

    moved = frozen.drift(FrozenFigure.objects.get(frozen_set=made))

    assert (moved.added, moved.removed, moved.changed) == ({"500": 500}, {"400000000": 400_000_000}, {})
    assert moved.now.value == 2_520_000_000_500
    assert moved.frozen.exact + moved.added_sum - moved.removed_sum + moved.changed_sum == moved.now.value
    assert (moved.has_moved, moved.is_intact) == (True, True)


def test_drift_of_tampered_freeze_is_seen(six: None, officer: Person) -> None:
    made = actions.freeze(codes=["test.count"], year=2018, title="公报", by=officer)
    FrozenFigure.objects.filter(frozen_set=made).update(numerator=99)

    assert not frozen.drift(FrozenFigure.objects.get(frozen_set=made)).is_intact


def test_freeze_page_freezes_and_shows_the_version(six: None, client: Client, officer: Person) -> None:
    sign_in(client, officer)

    answer = client.post(
        "/statistics/freeze/",
        {"year": "2018", "title": "2018年统计公报", "codes": ["test.count"]},
        follow=True,
    )

    assert "2018年统计公报" in words(answer.content.decode())
    number = FrozenSet.objects.get().number
    assert f"/statistics/frozen/{number}/test.count/" in answer.redirect_chain[0][0]
    assert "冻结版" in words(page(client, "/statistics/test.count/?year=2018"))


def test_freeze_page_for_registrar_is_closed(six: None, client: Client, registrar: Person) -> None:
    assert sign_in(client, registrar).get("/statistics/freeze/").status_code == 403


def test_frozen_version_shows_the_number_of_then(six: None, client: Client, officer: Person) -> None:
    number = actions.freeze(codes=["test.count"], year=2018, title="公报", by=officer).number
    Organisation.objects.create(name="迟到者", kind="enterprise", registered_on=date(2018, 6, 1))

    then = words(page(client, f"/statistics/test.count/?year=2018&by=kind&version={number}"))
    now = words(page(client, "/statistics/test.count/?year=2018&by=kind"))

    assert "2家，2018年" in then
    assert "3家，2018年" in now
    assert "迟到登记1家" in now


def test_lists_of_frozen_versions_and_drift(six: None, client: Client, officer: Person) -> None:
    actions.freeze(codes=["test.count", "test.growth"], year=2018, title="公报", by=officer)
    sign_in(client, officer)

    assert "公报" in words(page(client, "/statistics/frozen/"))
    assert "一致" in words(page(client, "/statistics/drift/"))


def test_the_list_of_what_moved_asks_as_often_for_many_as_for_few(
    six: None, client: Client, officer: Person
) -> None:
    sign_in(client, officer)
    asked = []
    for codes in (["test.count"], ["test.amount", "test.growth", "test.hidden"], ["test.count"]):
        actions.freeze(codes=codes, year=2018, title="公报", by=officer)
        client.get("/statistics/drift/")
        with CaptureQueriesContext(connection) as reading:
            shown = words(page(client, "/statistics/drift/"))
        asked.append((shown.count("公报"), len(reading)))

    assert asked == [(1, asked[0][1]), (4, asked[0][1]), (5, asked[0][1])]
    assert asked[0][1] <= 15


def test_the_list_of_what_moved_tells_amounts_apart_to_the_fen(
    six: None, client: Client, officer: Person
) -> None:
    actions.freeze(codes=["test.amount"], year=2018, title="公报", by=officer)
    Organisation.objects.create(id=500, name="迟到者", kind="enterprise", registered_on=date(2018, 6, 1))
    sign_in(client, officer)

    shown = words(page(client, "/statistics/drift/"))

    assert ("25,204,000,000.00元" in shown, "25,204,000,005.00元" in shown, "有变化" in shown) == (
        True,
        True,
        True,
    )


def test_pages_in_english(six: None, client: Client) -> None:
    client.cookies["django_language"] = "en"

    with translation.override("en"):
        shown = words(page(client, "/statistics/test.amount/?year=2018"))

    assert "¥25.204billion" in shown
    assert "Definitionandsource" in shown
