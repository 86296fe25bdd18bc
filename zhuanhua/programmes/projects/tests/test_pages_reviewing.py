"""Do the pages carry the review from the assignment to the decision, blind, and without whoever has an interest?"""

import io
import zipfile

from docx import Document

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.engines.reviewing import TieKind
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Application, Project, Review
from zhuanhua.programmes.projects.queries.bare_files import without_metadata
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.programmes.projects.tests.browsing import get, post

DAY = city_today()


def _reviewing(cast, open_call):
    factories.admitted(open_call, by=cast["applicant"], officer=cast["officer"])
    expert = factories.expert(by=cast["officer"])
    factories.in_review(open_call, officer=cast["officer"])
    return expert, Review.objects.get()


def test_an_expert_scores_blind(client, cast, open_call):
    expert, review = _reviewing(cast, open_call)
    page = get(
        client,
        expert.person,
        "/projects/reviews/",
        f"/projects/reviews/{review.number}/",
        f"/projects/reviews/{review.number}/decline/",
    )
    points = {row["code"]: 88 for row in open_call.criteria}
    post(client, expert.person, f"/projects/reviews/{review.number}/", comment="方法可行。", **points)

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
    get(
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
    post(client, officer, f"/projects/applications/{application.number}/override/", reason="预算另有安排")
    override = application.overrides.get()
    get(client, cast["reviewer"], f"/projects/overrides/{override.number}/", f"{base}ranking/")
    post(client, cast["reviewer"], f"/projects/overrides/{override.number}/", confirm="1")
    application.refresh_from_db()
    assert application.state == "not_selected"

    post(client, officer, f"{base}do/rank/")
    post(client, officer, f"{base}do/announce/")
    factories.confirm_values(cast["leader"])
    call.refresh_from_db()
    factories.notice_over(call)
    post(client, cast["leader"], f"{base}do/decide/")

    assert Project.objects.get().award_fen == 300 * factories.WAN
    client.logout()
    assert "立项名单" in client.get(base).content.decode()


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
