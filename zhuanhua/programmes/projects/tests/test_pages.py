"""Do the pages carry a call and its applications for those whose step it is, and show a rival nothing?"""

from datetime import timedelta

import pytest

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Application, Call
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.programmes.projects.tests.browsing import get, post

DAY = city_today()


def test_an_officer_makes_a_call_in_the_pages(client, cast):
    money = factories.account(by=cast["finance"])
    there = post(client, cast["officer"], "/projects/calls/new/", title="2026年项目")
    number = Call.objects.get().number
    facts = {
        "title": "2026年项目", "scheme": "double_hundred", "guide": "指南", "contact": "024", "account": money.pk, "research_fen": "800",
        "conversion_fen": "0", "opens_on": DAY.isoformat(), "closes_on": (DAY + timedelta(days=9)).isoformat(), "correction_days": 7,
        "experts_wanted": 2, "outlier_points": 15, "pass_points": 60, "next": "1",
        "criteria-TOTAL_FORMS": 2, "criteria-INITIAL_FORMS": 0, "criteria-0-title": "先进性", "criteria-0-weight": 60, "criteria-0-most": 100,
        "criteria-1-title": "效益", "criteria-1-weight": 40, "criteria-1-most": 100,
        "parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0, "parts-0-title": "签订", "parts-0-share": 100,
    }  # fmt: skip
    assert there == f"/projects/calls/{number}/edit/"
    assert post(client, cast["officer"], there, **facts) == f"/projects/calls/{number}/form/"
    form = {
        "title_1": "内容",
        "place_summary": "1",
        "required_summary": "1",
        "letters_summary": "200",
        "preview": "1",
    }
    assert (
        post(client, cast["officer"], f"/projects/calls/{number}/form/", **form)
        == f"/projects/calls/{number}/preview/"
    )
    page = get(client, cast["officer"], f"/projects/calls/{number}/preview/", f"/projects/calls/{number}/")
    post(client, cast["officer"], f"/projects/calls/{number}/do/open/")

    assert "项目摘要" in page
    assert Call.objects.get().state == "open"
    assert "2026年项目" in client.get("/projects/").content.decode()


def test_a_call_that_is_not_open_is_nobody_elses_business(client, cast, rival):
    call = factories.call(officer=cast["officer"], finance=cast["finance"])

    assert sign_in(client, rival).get(f"/projects/calls/{call.number}/").status_code == 404
    assert call.title not in client.get("/projects/").content.decode()


def test_the_applicant_reads_every_condition_before_a_word_is_written(client, cast, open_call):
    page = get(client, cast["applicant"], f"/projects/calls/{open_call.number}/apply/")

    assert "在本市注册" in page
    assert "待定" in page
    there = post(client, cast["applicant"], f"/projects/calls/{open_call.number}/apply/")
    assert there == f"/projects/applications/{Application.objects.get().number}/edit/"


def test_every_part_of_an_application_opens_and_saves(client, cast, application, rival, university):
    base = f"/projects/applications/{application.number}/edit/"
    parts = ("basics", "s1", "s2", "s3", "team", "partners", "budget", "papers", "review")
    get(client, cast["applicant"], *(f"{base}{slug}/" for slug in parts))
    answer = client.post(f"{base}s1/", {"seen": "1", "summary": "新的摘要", "autosave": "1"})
    rows = {
        "partners-TOTAL_FORMS": 1,
        "partners-INITIAL_FORMS": 0,
        "partners-0-named": university.name,
        "partners-0-task": "试验",
        "seen": 0,
    }
    client.post(f"{base}partners/", rows)
    budget = {
        "budget-TOTAL_FORMS": 1,
        "budget-INITIAL_FORMS": 0,
        "budget-0-cost": "material",
        "budget-0-city_fen": "300",
        "budget-0-own_fen": "500",
        "seen": 1,
    }
    client.post(f"{base}budget/", budget)

    application.refresh_from_db()
    assert answer.json()["saved_at"]
    assert application.answers["summary"] == "新的摘要"
    assert [each.organisation for each in application.partners.all()] == [university]
    assert [(line.cost, line.city_fen) for line in application.budget.all()] == [
        ("material", 300 * factories.WAN)
    ]
    for slug in parts:
        assert sign_in(client, rival).get(f"{base}{slug}/").status_code == 404


def test_a_section_saved_by_a_colleague_is_not_overwritten(client, cast, application, play):
    colleague = play("colleague", role="enterprise", organisation=cast["applicant"].organisation, name="苗青")
    base = f"/projects/applications/{application.number}/edit/s1/"
    post(client, colleague, base, seen="1", summary="苗青写的")

    sign_in(client, cast["applicant"])
    page = client.post(base, {"seen": "1", "summary": "孟清和写的"}).content.decode()

    application.refresh_from_db()
    assert application.answers["summary"] == "苗青写的"
    assert "孟清和写的" in page
    assert "苗青在" in page


def test_members_and_partners_answer_for_themselves(client, cast, open_call, university_user):
    application = factories.draft(
        open_call, by=cast["applicant"], partner=university_user.organisation, agreed=False
    )
    member = application.members.first()
    application.members.filter(pk=member.pk).update(name="另一人")
    sign_in(client, cast["applicant"]).post(f"/projects/consent/{member.token}/", {"answer": "yes"})
    member.refresh_from_db()
    assert member.consent == "asked"
    client.logout()
    assert application.title in client.get(f"/projects/consent/{member.token}/").content.decode()
    client.post(f"/projects/consent/{member.token}/", {"answer": "yes"})
    get(client, university_user, f"/projects/applications/{application.number}/partnership/")
    client.post(f"/projects/applications/{application.number}/partnership/", {"answer": "yes"})

    member.refresh_from_db()
    assert member.consent == "agreed"
    assert application.partners.get().consent == "agreed"
    assert client.get("/projects/consent/nobody/").status_code == 404


def test_a_returned_application_shows_the_remark_and_the_difference(client, cast, application):
    actions.submit_application(application=application, by=cast["applicant"], on=DAY)
    page = f"/projects/applications/{application.number}/"
    get(client, cast["officer"], page, f"{page}return/", f"{page}refuse/", "/projects/applications/")
    post(client, cast["officer"], f"{page}return/", remark_summary="请写清指标")
    shown = get(client, cast["applicant"], f"{page}edit/s1/")
    post(
        client,
        cast["applicant"],
        f"{page}edit/s1/",
        seen="1",
        **dict.fromkeys(("summary", "background", "problems", "route", "innovation"), "改过的"),
    )
    post(client, cast["applicant"], f"{page}submit/")

    assert "请写清指标" in shown
    assert "<ins>" in get(client, cast["officer"], page)
    post(client, cast["officer"], f"{page}admit/")
    application.refresh_from_db()
    assert application.state == "admitted"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_lists_read_in_both_languages(client, cast, open_call, language):
    client.cookies["django_language"] = language

    assert open_call.title in get(client, cast["officer"], "/projects/")
