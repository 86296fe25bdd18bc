"""Does a mail tell the kind, the programme and the day, and no word that somebody wrote?"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.core import mail

from tests.support.cast import sign_in
from zhuanhua.shared.notices.actions import notify, write_to
from zhuanhua.shared.notices.letters import letter
from zhuanhua.shared.notices.models import Notice
from zhuanhua.ui import catalogues
from zhuanhua.ui.management.commands.messages import own_apps

pytestmark = pytest.mark.django_db
CASE = "/contracts/HT-1/"
TITLE = re.compile(r"[^%]+：%\((?:name|title|text|version)\)s")
ENGLISH = re.compile(r"[^%]+: %\(\w+\)s")


def accepted(**facts: Any) -> Notice:
    return Notice(title="登记申请已受理：%(name)s", body="最迟%(due)s作出决定。", url=CASE, **facts)


@pytest.mark.parametrize(
    ("language", "subject", "lines"),
    [
        ("zh-hans", "登记申请已受理 · 技术合同", ["事项：登记申请已受理", "业务：技术合同", "期限：2026-04-29"]),
        ("en", "Application accepted · Technology contracts", ["About: Application accepted", "Programme: Technology contracts", "Due: 2026-04-29"]),
    ],
)  # fmt: skip
def test_a_mail_tells_kind_programme_and_day_in_the_readers_language(language, subject, lines):
    words = {"name": "检测装置", "due": "2026-04-29"}
    sent = letter("a@example.com", accepted(words=words), language=language)

    assert sent.subject == subject
    assert set(lines) <= set(sent.body.splitlines())
    assert "检测装置" not in sent.subject + sent.body


def test_its_link_leads_through_the_sign_in_to_the_case(client, applicant):
    body = letter(applicant.email, accepted()).body
    link = re.search(r"http://[^/]+(\S+)", body).group(1)

    assert link == f"/accounts/login/?next={CASE}"
    assert sign_in(client, applicant).get(link)["Location"] == CASE


@pytest.mark.parametrize("typed", ["检测装置", "2026年的装置", "3 %(due)s", "2026-04-29 保密"])
def test_what_somebody_typed_stays_at_home_wherever_it_stands(typed):
    words = dict.fromkeys(("name", "count", "text", "due", "at", "reason"), typed)
    url = f"/search/?q={typed}"
    notices = [
        Notice(title=title, body=typed, words=words, url=url)
        for title in (typed, "登记申请已受理：%(name)s", "保存的查找有%(count)s条新的：%(text)s", "有%(count)s对新的高度匹配")
    ]  # fmt: skip
    sent = [letter("a@example.com", each, says=typed) for each in notices]

    assert [each.subject for each in sent] == ["新消息", "登记申请已受理", "保存的查找有…条新的", "有…对新的高度匹配"]  # fmt: skip
    assert [each for each in sent if typed in each.body or "/search/" in each.body] == []
    assert all("/accounts/login/?next=/notices/" in each.body for each in sent)


def test_counts_and_what_the_house_adds_are_said(applicant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify(applicant, title="有%(count)s对新的高度匹配", words={"count": "3"}, url="/matching/leads/", mail_says="不再需要提醒的，可以在“提醒设置”里关掉。")  # fmt: skip

    assert mail.outbox[0].subject == "有3对新的高度匹配 · 供需对接"
    assert "不再需要提醒的，可以在“提醒设置”里关掉。" in mail.outbox[0].body.splitlines()


def test_a_link_that_is_the_key_stays_whole(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        write_to(
            "m@example.com", title="请答复是否参加项目：%(name)s", mail_says="", url="/projects/consent/t0/"
        )

    assert mail.outbox[0].subject == "请答复是否参加项目 · 科技项目"
    assert re.search(r"^http://[^/]+/projects/consent/t0/$", mail.outbox[0].body, re.MULTILINE)


def test_every_title_ends_in_the_name_in_english_too():
    """The name is cut off at the end; one in the middle would leave a hole."""
    titles = {
        str(message.id): str(message.string)
        for folder in own_apps().values()
        for message in read_po(BytesIO(Path(catalogues.po_path(folder)).read_bytes()))
        if TITLE.fullmatch(str(message.id))
    }

    assert len(titles) > 40
    assert {told: english for told, english in titles.items() if not ENGLISH.fullmatch(english)} == {}
