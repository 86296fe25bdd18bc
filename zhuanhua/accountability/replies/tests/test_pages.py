"""Letters on screen: taken in, shown with their figures coloured, explained, downloaded; never shown to others."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import sign_in
from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.models import LetterAudit

TEXT = "关于第0001号提案的答复\n一、服务机构\n目前，各级机构41家（其中，国家级7家、省级13家、市级%s家）。另有场地3万平方米。"
pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(officer):
    return actions.audit_letter(text=TEXT % 22, by=officer)


def test_a_pasted_letter_is_kept_and_journalled(client, officer):
    response = sign_in(client, officer).post("/replies/", {"text": TEXT % 21})

    audit = LetterAudit.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/replies/{audit.number}/")
    assert (audit.title, len(audit.claims), audit.contradicted, audit.holding) == (
        "关于第0001号提案的答复",
        5,
        0,
        4,
    )


def test_an_uploaded_file_is_read(client, officer):
    upload = SimpleUploadedFile("答复.txt", (TEXT % 22).encode("gb18030"))

    sign_in(client, officer).post("/replies/", {"file": upload})

    audit = LetterAudit.objects.get()
    assert (audit.source_name, audit.contradicted) == ("答复.txt", 4)


def test_a_file_that_is_no_letter_is_refused_beside_the_field(client, officer):
    upload = SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0old")

    response = sign_in(client, officer).post("/replies/", {"file": upload})

    assert (response.status_code, LetterAudit.objects.count()) == (400, 0)
    assert "另存为docx" in response.content.decode()


def test_nothing_given_is_said(client, officer):
    response = sign_in(client, officer).post("/replies/", {})

    assert "没有文稿。" in response.content.decode()


def test_the_empty_list_says_how_to_begin(client, officer):
    assert "还没有核对过文稿" in sign_in(client, officer).get("/replies/").content.decode()


def test_the_letter_shows_each_figure_in_its_colour(client, officer, audit):
    page = sign_in(client, officer).get(f"/replies/{audit.number}/").content.decode()

    assert (page.count('class="claim claim-differs"'), page.count('class="claim claim-quoted"')) == (4, 1)


def test_a_chosen_figure_is_explained_without_javascript_and_as_a_part(client, officer, audit):
    sign_in(client, officer)

    whole = client.get(f"/replies/{audit.number}/?claim=1").content.decode()
    part = client.get(f"/replies/{audit.number}/?claim=1", headers={"HX-Request": "true"}).content.decode()

    assert "算出的数与文中写的对不上" in whole and "<article" in whole
    assert "算出的数与文中写的对不上" in part and "<article" not in part


@pytest.mark.parametrize(
    "query", ["?claim=0", "?claim=99", "?claim=x", "?claim=²", "?show=nothing", "?show=differs"]
)
def test_odd_questions_still_show_the_letter(client, officer, audit, query):
    assert sign_in(client, officer).get(f"/replies/{audit.number}/{query}").status_code == 200


def test_the_check_table_and_the_json_can_be_taken_away(client, officer, audit):
    sign_in(client, officer)

    table = client.get(f"/replies/{audit.number}/table.csv").content.decode("utf-8-sig").splitlines()
    answer = json.loads(client.get(f"/replies/{audit.number}/audit.json").content)

    assert (len(table), table[1].split(",")[:3]) == (6, ["1", "41家", "41"])
    assert sorted(answer) == ["claims", "counts", "relations"]
    assert answer["counts"] == {"agrees": 0, "differs": 4, "not_found": 1}


def test_a_letter_is_checked_again(client, officer, audit):
    response = sign_in(client, officer).post(f"/replies/{audit.number}/recheck/")

    assert response.status_code == 302


def test_a_firm_sees_no_letters(client, rival, audit):
    sign_in(client, rival)

    assert [
        client.get(path).status_code
        for path in ("/replies/", f"/replies/{audit.number}/", f"/replies/{audit.number}/table.csv")
    ] == [403] * 3
