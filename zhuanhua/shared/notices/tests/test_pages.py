"""Does a message reach its person, and nobody else?"""

import pytest
from django.core import mail
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_notify_reaches_everybody_of_the_organisation_and_their_mail(
    applicant, firm, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        told = notify(
            firm, title="登记申请已受理：%(name)s", words={"name": "检测\n装置"}, url="/contracts/1/"
        )
        assert mail.outbox == []

    assert told == 1
    assert [notice.person for notice in Notice.objects.all()] == [applicant]
    assert [(letter.subject, letter.to) for letter in mail.outbox] == [
        ("登记申请已受理 · 技术合同", [applicant.email])
    ]


def test_open_marks_read_and_leads_to_the_case(client, applicant):
    notify(applicant, title="已受理", url="/contracts/mine/", mail=False)
    sign_in(client, applicant)

    answer = client.post(reverse("notices:read", args=[Notice.objects.get().pk]))

    assert (answer.status_code, answer["Location"]) == (302, "/contracts/mine/")
    assert Notice.objects.get().read_at is not None


def test_list_shows_own_messages_only(client, applicant, rival):
    notify(applicant, title="给申请人的消息", mail=False)
    sign_in(client, rival)

    assert "给申请人的消息" not in client.get(reverse("notices:list")).content.decode()
    assert client.post(reverse("notices:read", args=[Notice.objects.get().pk])).status_code == 404
    assert Notice.objects.get().read_at is None


def test_read_all_marks_every_message(client, applicant):
    for title in ("一", "二"):
        notify(applicant, title=title, mail=False)
    sign_in(client, applicant)

    client.post(reverse("notices:read_all"))

    assert Notice.objects.filter(read_at__isnull=True).count() == 0
