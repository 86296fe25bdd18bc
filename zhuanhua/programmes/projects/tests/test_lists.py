"""Do lists open exactly what a figure counted, and does an applicant read nothing of an order that is not public?"""

from datetime import date, timedelta

import pytest

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions, queries
from zhuanhua.programmes.projects.models import Project, Review
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.shared.figures import queries as figures

DAY = city_today()


@pytest.fixture
def reported(project, cast):
    """The project reported a year that was confirmed."""
    facts = {"rd_fen": 7, "technologies": 3, "patents_filed": 2, "patents_granted": 1, "people": 5, "sales_fen": 0, "note": ""}  # fmt: skip
    report = actions.file_year_report(
        project=project, year=DAY.year, facts=facts, by=cast["applicant"], on=DAY
    )
    return actions.confirm_year_report(report=report, by=cast["officer"])


@pytest.mark.parametrize("stem", ["granted", "covers", "formed"])
def test_a_list_opens_a_year_or_a_span_of_days_as_figures_do(reported, stem):
    def found(**params):
        return queries.filtered_projects(Project.objects.all(), params).count()

    tomorrow = (DAY + timedelta(days=1)).isoformat()
    assert found(**{f"{stem}_year": str(DAY.year)}) == 1
    assert found(**{f"{stem}_year": "2018"}) == found(**{f"{stem}_year": "0000"}) - 1 == 0
    assert found(**{f"{stem}_from": DAY.isoformat(), f"{stem}_to": DAY.isoformat()}) == 1
    assert found(**{f"{stem}_from": tomorrow}) == 0
    assert found(**{f"{stem}_to": "kein Tag"}) == 1


def test_a_figure_of_a_span_leads_to_its_projects(reported, cast, client):
    span = {"since": date(2017, 1, 1), "until": DAY, "person": cast["officer"]}
    answer = figures.value("projects.technologies", **span)

    place = figures.drill_url(answer.figure, cast["officer"], period=answer.period)
    page = sign_in(client, cast["officer"]).get(place).content.decode()

    assert answer.text == "3项"
    assert "covers_from=2017-01-01" in place
    assert reported.project.title in page


def test_an_applicant_reads_the_same_before_the_notice_wherever_it_stands_in_the_order(
    open_call, cast, client
):
    applicant, officer = cast["applicant"], cast["officer"]
    made = [factories.admitted(open_call, by=applicant, officer=officer, title=title) for title in "甲乙"]
    for number in (900, 901):
        factories.expert(f"专家{number}", number=number, by=officer)
    points = {made[0].pk: 90, made[1].pk: 30}
    ranked = factories.ranked(open_call, officer=officer, points=lambda review: points[review.application_id])

    def page(application):
        return (
            sign_in(client, applicant).get(f"/projects/applications/{application.number}/").content.decode()
        )

    before = [page(each) for each in made]
    actions.announce_call(call=ranked, by=officer, on=DAY)
    after = [page(each) for each in made]

    assert [("拟立项" in text, "未立项" in text, "评审中" in text) for text in before] == [
        (False, False, True)
    ] * 2
    assert ["拟立项" in text for text in after] == [
        True,
        True,
    ]  # the second reads that it was left out of the list
    assert "未立项" in after[1]


def test_an_experts_load_is_what_is_in_review_now(project):
    assert Review.objects.filter(application=project.application, state="scored").count() == 2

    assert {each.load for each in queries.pool()} == {0}
    assert {each.load for each in queries.pool(project.application.call)} == {1}


def test_the_only_source_of_what_waits_is_chosen_already(client, cast, project):
    page = sign_in(client, cast["officer"]).get("/projects/payable/").content.decode()

    account = project.reservation.account
    assert f'<option value="{account.pk}" selected>' in page


def test_two_experts_of_one_name_are_told_apart_when_one_is_chosen(client, cast, open_call):
    homes = {factories.expert("江望舒", number=number, by=cast["officer"]).person.organisation.name for number in (910, 911)}  # fmt: skip
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    started = factories.in_review(open_call, officer=cast["officer"])

    page = sign_in(client, cast["officer"]).get(f"/projects/calls/{started.number}/reviews/").content.decode()

    assert len(homes) == 2
    assert {home for home in homes if f"江望舒 · {home}</option>" in page} == homes
