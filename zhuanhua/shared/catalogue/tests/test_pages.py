"""Do the pages show each person what is theirs to read, and nothing else?"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.support.cast import sign_in
from tests.support.papers import small_pdf
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.models import ContactRequest, ItemMerge
from zhuanhua.shared.catalogue.tests.factories import FACTS, draft, published, submitted

pytestmark = pytest.mark.django_db


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def url(kind, page, *args):
    return reverse(f"{catalogue_of(kind).name}:{page}", args=args)


def test_a_form_is_filled_handed_in_reviewed_and_seen_on_the_shelf(kind, client, applicant, reviewer, rival):
    sign_in(client, applicant)
    client.post(url(kind, "start"))
    item = catalogue_of(kind).model.objects.get()
    typed = FACTS[kind] | {"keywords": "铸件，裂纹", "submit": "1"}
    answer = client.post(url(kind, "edit", item.number), typed, follow=True)
    assert "已提交，审核后发布" in text(answer)

    sign_in(client, reviewer)
    assert item.number in text(client.get(url(kind, "desk")))
    client.post(url(kind, "publish", item.number))

    sign_in(client, rival)
    assert FACTS[kind]["title"] in text(client.get(url(kind, "index")))


def test_a_form_with_a_gap_is_kept_and_says_what_is_missing(kind, client, applicant):
    item = draft(kind, by=applicant)
    sign_in(client, applicant)

    page = client.post(
        url(kind, "edit", item.number), FACTS[kind] | {"keywords": "", "summary": "", "submit": "1"}
    )

    item.refresh_from_db()
    assert ("“简介”还没有填" in text(page), item.state, item.summary) == (True, "draft", "")


def test_while_typing_field_and_likenesses_are_suggested(kind, client, applicant):
    draft(kind, by=applicant, title="数控机床主轴误差补偿", summary="补偿热变形。")
    item = draft(kind, by=applicant)
    sign_in(client, applicant)

    page = text(
        client.get(
            url(kind, "suggest", item.number),
            {"title": "数控机床主轴误差补偿", "summary": "补偿热变形。", "text": ""},
        )
    )

    assert ("先进制造与自动化" in page, "依据的词" in page, "名称相同" in page) == (True, True, True)


def test_a_visitor_reads_the_title_and_the_way_to_more(kind, client, applicant, reviewer):
    item = published(kind, by=applicant, reviewer=reviewer, level="members")

    page = text(client.get(url(kind, "detail", item.number)))

    assert (item.title in page, item.summary in page, item.text in page, item.contact_phone in page) == (
        True,
        False,
        False,
        False,
    )
    assert "登录后可以看简介" in page


def test_a_reader_signs_and_reads_asks_and_gets_the_contact(kind, client, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, level="undertaking")
    sign_in(client, rival)
    assert item.text not in text(client.get(url(kind, "detail", item.number)))
    page = client.post(
        url(kind, "sign", item.number), {"signed_name": rival.name, "agreed": "on"}, follow=True
    )
    assert (item.text in text(page), item.contact_phone in text(page)) == (True, False)
    client.post(url(kind, "ask", item.number), {"message": "想合作。"})

    sign_in(client, applicant)
    asked = ContactRequest.objects.get()
    assert "想合作。" in text(client.get(url(kind, "detail", item.number)))
    client.post(url(kind, "answer", item.number, asked.pk), {"answer": "grant"})

    sign_in(client, rival)
    assert item.contact_phone in text(client.get(url(kind, "detail", item.number)))


def test_what_is_restricted_is_not_found_and_not_counted(kind, client, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, level="restricted", title="不公开的一项")
    assert item.title in text(sign_in(client, applicant).get(url(kind, "index")))

    sign_in(client, rival)
    page = text(client.get(url(kind, "index")))
    assert (item.title in page, "0项正在发布" in page) == (False, True)
    for name in ("detail", "sign", "ask"):
        assert client.get(url(kind, name, item.number)).status_code == 404


def test_the_desk_publishes_ticked_ones_after_a_look(kind, client, applicant, reviewer):
    items = [submitted(kind, by=applicant, title=f"项目{number}") for number in range(2)]
    sign_in(client, reviewer)
    numbers = {"number": [item.number for item in items]}
    assert "能发布2项" in text(client.post(url(kind, "publish_many"), numbers))

    client.post(url(kind, "publish_many"), numbers | {"confirmed": "1"})

    assert {item.state for item in catalogue_of(kind).model.objects.all()} == {"published"}


def test_the_desk_returns_with_a_reason(kind, client, applicant, reviewer):
    item = submitted(kind, by=applicant)
    sign_in(client, reviewer)
    client.post(url(kind, "send_back", item.number), {"reason": "请写明指标。"})

    page = text(sign_in(client, applicant).get(url(kind, "edit", item.number)))
    assert "请写明指标。" in page


def test_two_are_compared_merged_and_the_merge_is_undone(kind, client, applicant, rival):
    one, other = draft(kind, by=applicant), draft(kind, by=applicant)
    sign_in(client, applicant)
    assert one.number in text(client.get(url(kind, "duplicates")))
    asked = {"number": [one.number, other.number]}
    assert "比对项" in text(client.get(url(kind, "compare"), asked))
    client.post(url(kind, "compare"), asked | {"kept": one.number, "reason": "重复填报"})
    merge = ItemMerge.objects.get()

    assert sign_in(client, rival).post(url(kind, "undo", merge.pk)).status_code == 404
    sign_in(client, applicant).post(url(kind, "undo", merge.pk))

    other.refresh_from_db()
    assert other.merged_into is None


def test_pictures_come_in_and_open_with_the_text(kind, client, applicant, reviewer, rival):
    item = draft(kind, by=applicant, level="undertaking")
    sign_in(client, applicant)
    upload = SimpleUploadedFile("说明.pdf", small_pdf(), content_type="application/pdf")
    client.post(url(kind, "attach", item.number), {"kind": "description", "file": upload})
    [link] = re.findall(r"/files/[0-9a-f-]+/", text(client.get(url(kind, "edit", item.number))))[:1]
    client.post(url(kind, "submit", item.number))
    sign_in(client, reviewer).post(url(kind, "publish", item.number))

    sign_in(client, rival)
    assert client.get(link).status_code == 404
    client.post(url(kind, "sign", item.number), {"signed_name": rival.name, "agreed": "on"})
    assert client.get(link).status_code == 200


def test_the_shelf_is_narrowed_by_what_stands_in_the_address(kind, client, applicant, reviewer):
    published(kind, by=applicant, reviewer=reviewer, title="甲项目", field="803")
    published(kind, by=applicant, reviewer=reviewer, title="乙项目", field="101")

    page = text(client.get(url(kind, "index"), {"domain": "10", "district": "210112"}))
    assert ("甲项目" in page, "乙项目" in page) == (False, True)
    assert "甲项目" in text(client.get(url(kind, "index"), {"q": "甲项"}))


@pytest.mark.parametrize("page", ["mine", "records", "duplicates", "start"])
def test_pages_without_items_say_what_to_do(kind, client, applicant, page):
    assert sign_in(client, applicant).get(url(kind, page)).status_code == 200


def test_english_pages_read_english(kind, client, applicant, reviewer):
    published(kind, by=applicant, reviewer=reviewer)
    client.cookies["django_language"] = "en"

    assert "Published on" in text(client.get(url(kind, "index")))


def test_an_item_says_its_own_district_and_its_only_text_once(kind, client, applicant, reviewer):
    item = published(kind, by=applicant, reviewer=reviewer)
    type(item).objects.filter(pk=item.pk).update(district="210181", text=item.summary)

    page = text(sign_in(client, applicant).get(url(kind, "detail", item.number)))

    assert item.owner.district != "210181"
    assert ("新民市" in page, page.count(item.summary), "简介就是全文" in page) == (True, 1, True)
