"""Does a mail leave only for what is committed, and does a mail server that fails lose neither the action nor the message?"""

import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from tests.support.cast import BUREAU_NAME, make_organisation
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.notices.models import Notice

pytestmark = pytest.mark.django_db
HERE = "zhuanhua.shared.notices.tests.test_mail"


class Down(EmailBackend):
    """A mail server that nobody reaches; it counts how often somebody waited for it."""

    waited = 0

    def open(self) -> bool:
        type(self).waited += 1
        raise ConnectionRefusedError(111, "refused")


class Choosy(EmailBackend):
    """A mail server that does not know one address."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["applicant@example.com"]:
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


class Broken(EmailBackend):
    """A mail library with a fault of its own."""

    def send_messages(self, messages: Any) -> int:
        raise KeyError(len(messages))


def test_what_is_taken_back_sends_no_mail_and_keeps_no_message(applicant, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(Refusal), transaction.atomic():
        notify(applicant, title="已受理")
        raise Refusal("不能受理。")

    assert (mail.outbox, Notice.objects.count()) == ([], 0)


@pytest.mark.parametrize("backend", ["Down", "Broken"])
def test_a_failing_mail_server_loses_neither_the_work_nor_the_message(
    backend, firm, applicant, play, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{HERE}.{backend}"
    second = play("second", role=RoleName.ENTERPRISE, organisation=firm)
    Down.waited = 0

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        made = make_organisation(f"{BUREAU_NAME}分局")
        notify(firm, title="已受理")

    made.refresh_from_db()
    assert {notice.person for notice in Notice.objects.all()} == {applicant, second}
    assert Down.waited == (backend == "Down")


def test_an_address_that_is_refused_stops_no_other(
    firm, applicant, play, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{HERE}.Choosy"
    play("second", role=RoleName.ENTERPRISE, organisation=firm)

    with django_capture_on_commit_callbacks(execute=True):
        notify(firm, title="已受理")

    assert [letter.to for letter in mail.outbox] == [["second@example.com"]]
