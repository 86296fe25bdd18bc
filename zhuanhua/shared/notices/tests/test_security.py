"""Does the owner hear, on the site and by mail, that a password or a second factor has changed?"""

import pytest
from django.core import mail
from django.urls import reverse

from tests.support.cast import PASSWORD, sign_in
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.people.actions import clear_second_factor

pytestmark = pytest.mark.django_db
NEW = "another-river-9-lanterns"


def told(person) -> list[str]:
    """Give the titles of a person's messages."""
    return list(Notice.objects.filter(person=person).values_list("title", flat=True))


def test_a_changed_password_is_told_to_its_owner(
    client, applicant, rival, django_capture_on_commit_callbacks
):
    applicant.set_password(PASSWORD)
    applicant.save()
    typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    with django_capture_on_commit_callbacks(execute=True):
        sign_in(client, applicant).post(reverse("account_change_password"), typed)

    applicant.refresh_from_db()
    assert applicant.check_password(NEW)
    assert (told(applicant), told(rival)) == (["登录密码已更改"], [])
    assert [(each.to, each.subject) for each in mail.outbox] == [([applicant.email], "登录密码已更改")]


def test_a_refused_password_tells_nobody(client, applicant):
    applicant.set_password(PASSWORD)
    applicant.save()
    typed = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}

    sign_in(client, applicant).post(reverse("account_change_password"), typed)

    assert (told(applicant), mail.outbox) == ([], [])


def test_a_second_factor_that_somebody_took_away_is_told_to_its_owner(
    officer, security_admin, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        clear_second_factor(person=officer, reason="当面核对身份证", by=security_admin)

    assert (told(officer), told(security_admin)) == (["两步验证已停用"], [])
    assert "如果不是您本人办理的" in mail.outbox[0].body
