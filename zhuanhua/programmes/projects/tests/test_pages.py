"""Do the pages carry the whole way for those whose step it is, and show a rival nothing?"""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.engines.reviewing import TieKind
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Application, Call, Project, Review
from zhuanhua.programmes.projects.queries.bare_files import without_metadata
from zhuanhua.programmes.projects.tests import factories

DAY = city_today()


def _get(client, person, *places):
    sign_in(client, person)
    answers = {place: client.get(place) for place in places}
    wrong = {place: answer.status_code for place, answer in answers.items() if answer.status_code != 200}
    assert wrong == {}
    return "".join(answer.content.decode() for answer in answers.values())


def _post(client, person, place, **typed):
    answer = sign_in(client, person).post(place, typed)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return answer["Location"]


def test_an_officer_makes_a_call_in_the_pages(client, cast):
    money = factories.account(by=cast["finance"])
    there = _post(client, cast["officer"], "/projects/calls/new/", title="2026年项目")
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
    assert _post(client, cast["officer"], there, **facts) == f"/projects/calls/{number}/form/"
    form = {
        "title_1": "内容",
        "place_summary": "1",
        "required_summary": "1",
        "letters_summary": "200",
        "preview": "1",
    }
    assert (
        _post(client, cast["officer"], f"/projects/calls/{number}/form/", **form)
        == f"/projects/calls/{number}/preview/"
    )
    page = _get(client, cast["officer"], f"/projects/calls/{number}/preview/", f"/projects/calls/{number}/")
    _post(client, cast["officer"], f"/projects/calls/{number}/do/open/")

    assert "项目摘要" in page
    assert Call.objects.get().state == "open"
    assert "2026年项目" in client.get("/projects/").content.decode()


def test_a_call_that_is_not_open_is_nobody_elses_business(client, cast, rival):
    call = factories.call(officer=cast["officer"], finance=cast["finance"])

    assert sign_in(client, rival).get(f"/projects/calls/{call.number}/").status_code == 404
    assert call.title not in client.get("/projects/").content.decode()


def test_the_applicant_reads_every_condition_before_a_word_is_written(client, cast, open_call):
    page = _get(client, cast["applicant"], f"/projects/calls/{open_call.number}/apply/")

    assert "在本市注册" in page
    assert "待定" in page
    there = _post(client, cast["applicant"], f"/projects/calls/{open_call.number}/apply/")
    assert there == f"/projects/applications/{Application.objects.get().number}/edit/"


def test_every_part_of_an_application_opens_and_saves(client, cast, application, rival, university):
    base = f"/projects/applications/{application.number}/edit/"
    parts = ("basics", "s1", "s2", "s3", "team", "partners", "budget", "papers", "review")
    _get(client, cast["applicant"], *(f"{base}{slug}/" for slug in parts))
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
    _post(client, colleague, base, seen="1", summary="苗青写的")

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
    _get(client, university_user, f"/projects/applications/{application.number}/partnership/")
    client.post(f"/projects/applications/{application.number}/partnership/", {"answer": "yes"})

    member.refresh_from_db()
    assert member.consent == "agreed"
    assert application.partners.get().consent == "agreed"
    assert client.get("/projects/consent/nobody/").status_code == 404


def test_a_returned_application_shows_the_remark_and_the_difference(client, cast, application):
    actions.submit_application(application=application, by=cast["applicant"], on=DAY)
    page = f"/projects/applications/{application.number}/"
    _get(client, cast["officer"], page, f"{page}return/", f"{page}refuse/", "/projects/applications/")
    _post(client, cast["officer"], f"{page}return/", remark_summary="请写清指标")
    shown = _get(client, cast["applicant"], f"{page}edit/s1/")
    _post(
        client,
        cast["applicant"],
        f"{page}edit/s1/",
        seen="1",
        **dict.fromkeys(("summary", "background", "problems", "route", "innovation"), "改过的"),
    )
    _post(client, cast["applicant"], f"{page}submit/")

    assert "请写清指标" in shown
    assert "<ins>" in _get(client, cast["officer"], page)
    _post(client, cast["officer"], f"{page}admit/")
    application.refresh_from_db()
    assert application.state == "admitted"


def _reviewing(cast, open_call):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    expert = factories.expert(by=cast["officer"])
    factories.in_review(open_call, officer=cast["officer"])
    return expert, Review.objects.get()


def test_an_expert_scores_blind(client, cast, open_call):
    expert, review = _reviewing(cast, open_call)
    page = _get(
        client,
        expert.person,
        "/projects/reviews/",
        f"/projects/reviews/{review.number}/",
        f"/projects/reviews/{review.number}/decline/",
    )
    points = {row["code"]: 88 for row in open_call.criteria}
    _post(client, expert.person, f"/projects/reviews/{review.number}/", comment="方法可行。", **points)

    review.refresh_from_db()
    assert (review.state, review.total) == ("scored", 8800)
    for name in ("启明云岭铸锻", "孟清和", "苗青", review.application.number):
        assert name not in page
    place = f"/projects/applications/{review.application.number}/"
    assert client.get(place).status_code == 403


def test_an_interest_found_later_bars_the_review_at_the_next_opening(client, cast, open_call):
    expert, review = _reviewing(cast, open_call)
    actions.record_tie(
        expert=expert, kind=TieKind.SHARES, organisation=cast["applicant"].organisation, by=cast["officer"]
    )

    answer = sign_in(client, expert.person).get(f"/projects/reviews/{review.number}/", follow=True)

    review.refresh_from_db()
    assert review.state == "barred"
    assert review.application.title not in answer.content.decode()
    assert client.get(f"/projects/reviews/{review.number}/").status_code == 404


def test_an_expert_with_an_interest_is_never_assigned(client, cast, open_call):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    expert = factories.expert(by=cast["officer"])
    actions.record_tie(
        expert=expert, kind=TieKind.EMPLOYER, organisation=cast["applicant"].organisation, by=cast["officer"]
    )
    factories.in_review(open_call, officer=cast["officer"])
    number = Application.objects.get().number
    answer = sign_in(client, cast["officer"]).post(
        f"/projects/calls/{open_call.number}/assign/",
        {"application": number, "expert": expert.pk},
        follow=True,
    )

    assert Review.objects.count() == 0
    assert "应当回避" in answer.content.decode()


def test_an_order_is_made_changed_by_two_persons_and_decided(client, cast, open_call):
    officer = cast["officer"]
    factories.admitted(open_call, by=cast["applicant"], officer=officer)
    for number in (900, 901):
        factories.expert(f"专家{number}", number=number, by=officer)
    call = factories.ranked(open_call, officer=officer)
    base = f"/projects/calls/{call.number}/"
    application = Application.objects.get()
    _get(
        client,
        officer,
        base,
        f"{base}reviews/",
        f"{base}ranking/",
        f"{base}minutes/",
        "/projects/experts/",
        "/projects/experts/new/",
        f"/projects/applications/{application.number}/override/",
    )
    _post(client, officer, f"/projects/applications/{application.number}/override/", reason="预算另有安排")
    override = application.overrides.get()
    _get(client, cast["reviewer"], f"/projects/overrides/{override.number}/", f"{base}ranking/")
    _post(client, cast["reviewer"], f"/projects/overrides/{override.number}/", confirm="1")
    application.refresh_from_db()
    assert application.state == "not_selected"

    _post(client, officer, f"{base}do/rank/")
    _post(client, officer, f"{base}do/announce/")
    factories.confirm_values(cast["leader"])
    call.refresh_from_db()
    factories.notice_over(call)
    _post(client, cast["leader"], f"{base}do/decide/")

    assert Project.objects.get().award_fen == 300 * factories.WAN
    client.logout()
    assert "立项名单" in client.get(base).content.decode()


def test_a_project_is_led_in_the_pages_to_its_acceptance(client, cast, project, rival):
    base = f"/projects/{project.number}/"
    first = project.milestones.get(place=1)
    own, officer = cast["applicant"], cast["officer"]
    for person in (own, officer, cast["leader"], cast["finance"]):
        _get(client, person, base)
    assert sign_in(client, rival).get(base).status_code == 404
    _get(client, officer, "/projects/records/", "/projects/payable/")
    account = project.reservation.account_id
    assert _post(
        client, officer, "/projects/payable/", number=first.number, account=account, title="第一批", key="k"
    ).startswith("/payments/")
    _get(
        client,
        own,
        "/projects/mine/",
        f"{base}report/",
        f"{base}acceptance/",
        f"{base}change/term/",
        f"{base}change/budget/",
    )
    _post(client, own, f"{base}change/leader/", value="苗青", reason="工作调动")
    _post(client, officer, f"/projects/changes/{project.changes.get().number}/", grant="1")
    report = {
        "year": DAY.year,
        "rd_fen": "120",
        "technologies": 2,
        "patents_filed": 3,
        "patents_granted": 1,
        "people": 9,
        "sales_fen": "0",
    }
    _post(client, own, f"{base}report/", **report)
    _post(client, officer, f"/projects/reports/{project.reports.get().number}/", confirm="1")
    second = project.milestones.get(place=2)
    _post(client, own, f"/projects/milestones/{second.number}/report/", evidence="样机完成")
    _get(client, officer, base, f"/projects/milestones/{second.number}/check/", f"{base}inspect/")
    _post(client, officer, f"/projects/milestones/{second.number}/check/", reach="1")

    project.refresh_from_db()
    assert project.leader_name == "苗青"
    assert project.reports.get().state == "confirmed"
    assert project.milestones.get(place=2).state == "reached"


def test_the_contract_is_a_word_file_with_the_award(client, cast, project):
    answer = sign_in(client, cast["applicant"]).get(f"/projects/{project.number}/contract.docx")

    text = "\n".join(
        cell.text
        for table in Document(io.BytesIO(answer.content)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "人民币叁佰万元整" in text
    assert "通过验收" in text


def test_the_contract_is_a_pdf_too(client, cast, project):
    answer = sign_in(client, cast["leader"]).get(f"/projects/{project.number}/contract.pdf")

    assert answer.content.startswith(b"%PDF")


def test_a_word_file_goes_to_experts_without_its_author():
    document, out = Document(), io.BytesIO()
    document.core_properties.author = "孟清和"
    document.add_paragraph("正文")
    document.save(out)

    blind = without_metadata("方案.docx", out.getvalue())

    with zipfile.ZipFile(io.BytesIO(blind)) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist())
    assert "孟清和".encode() not in told
    assert [each.text for each in Document(io.BytesIO(blind)).paragraphs] == ["正文"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_lists_read_in_both_languages(client, cast, open_call, language):
    client.cookies["django_language"] = language

    assert open_call.title in _get(client, cast["officer"], "/projects/")


def test_an_upload_reaches_the_project(client, cast, project):
    again = SimpleUploadedFile("报告.pdf", factories.pdf("report"))
    sign_in(client, cast["applicant"]).post(
        f"/projects/{project.number}/papers/", {"kind": "project_science_report", "file": again}
    )

    assert "报告.pdf" in _get(client, cast["applicant"], f"/projects/{project.number}/")
