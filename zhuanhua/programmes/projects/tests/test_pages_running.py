"""Do the pages carry a project to its acceptance, with its contract and its papers?"""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.programmes.projects.tests.browsing import get, post

DAY = city_today()


def test_a_project_is_led_in_the_pages_to_its_acceptance(client, cast, project, rival):
    base = f"/projects/{project.number}/"
    first = project.milestones.get(place=1)
    own, officer = cast["applicant"], cast["officer"]
    for person in (own, officer, cast["leader"], cast["finance"]):
        get(client, person, base)
    assert sign_in(client, rival).get(base).status_code == 404
    get(client, officer, "/projects/records/", "/projects/payable/")
    account = project.reservation.account_id
    assert post(
        client, officer, "/projects/payable/", number=first.number, account=account, title="第一批", key="k"
    ).startswith("/payments/")
    get(
        client,
        own,
        "/projects/mine/",
        f"{base}report/",
        f"{base}acceptance/",
        f"{base}change/term/",
        f"{base}change/budget/",
    )
    post(client, own, f"{base}change/leader/", value="苗青", reason="工作调动")
    post(client, officer, f"/projects/changes/{project.changes.get().number}/", grant="1")
    report = {
        "year": DAY.year,
        "rd_fen": "120",
        "technologies": 2,
        "patents_filed": 3,
        "patents_granted": 1,
        "people": 9,
        "sales_fen": "0",
    }
    post(client, own, f"{base}report/", **report)
    post(client, officer, f"/projects/reports/{project.reports.get().number}/", confirm="1")
    second = project.milestones.get(place=2)
    post(client, own, f"/projects/milestones/{second.number}/report/", evidence="样机完成")
    get(client, officer, base, f"/projects/milestones/{second.number}/check/", f"{base}inspect/")
    post(client, officer, f"/projects/milestones/{second.number}/check/", reach="1")

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


def test_an_upload_reaches_the_project(client, cast, project):
    again = SimpleUploadedFile("报告.pdf", factories.pdf("report"))
    sign_in(client, cast["applicant"]).post(
        f"/projects/{project.number}/papers/", {"kind": "project_science_report", "file": again}
    )

    assert "报告.pdf" in get(client, cast["applicant"], f"/projects/{project.number}/")
