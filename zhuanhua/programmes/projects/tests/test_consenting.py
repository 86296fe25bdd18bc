"""Does a member's consent come from the member, by a link that nobody else is shown?"""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from tests.support.cast import sign_in
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.models import Member
from zhuanhua.programmes.projects.tests import factories
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.notices.models import Notice

pytestmark = pytest.mark.django_db
HOME = "启明云岭铸锻有限公司"


@pytest.fixture
def drafted(open_call, cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return factories.draft(open_call, by=cast["applicant"], agreed=False)


def row(name: str, email: str, **facts):
    return {"name": name, "organisation_name": HOME, "email": email, "degree": "doctor", "task": "负责", "months": 6} | facts  # fmt: skip


def link(member: Member) -> str:
    return f"/projects/consent/{member.token}/"


def save(application, by, *rows):
    actions.save_members(application=application, rows=list(rows), by=by, seen=0)
    return {each.name: each for each in application.members.all()}


def test_the_link_goes_to_the_member_and_is_shown_to_nobody_else(client, cast, drafted):
    member = drafted.members.get(name="苗青")
    sign_in(client, cast["applicant"])
    places = (f"/projects/applications/{drafted.number}/edit/team/", f"/projects/applications/{drafted.number}/", "/notices/", "/projects/mine/")  # fmt: skip
    pages = "".join(client.get(place).content.decode() for place in places)

    assert [letter.to for letter in mail.outbox if link(member) in letter.body] == [["miao@example.com"]]
    assert "miao@example.com" in pages
    assert [each.name for each in drafted.members.all() if each.token in pages] == []
    assert not Entry.objects.filter(after__icontains=member.token).exists()


def test_a_member_with_an_account_finds_the_question_there_and_answers(client, cast, drafted, play, rival):
    drafted = drafted.__class__.objects.get(pk=drafted.pk)
    person = play("miaoqing", role="enterprise", organisation=rival.organisation, name="苗青")
    member = save(drafted, cast["applicant"], row("苗青", person.email.upper()))["苗青"]
    notice = Notice.objects.get(person=person)
    sign_in(client, person).post(notice.url, {"answer": "yes"})
    member.refresh_from_db()

    assert (notice.url, member.consent) == (link(member), "agreed")
    assert not Notice.objects.filter(person=cast["applicant"], url=notice.url).exists()


def test_another_address_gets_another_link_and_an_answer_stays(cast, drafted, django_capture_on_commit_callbacks):  # fmt: skip
    old = drafted.members.get(name="苗青")
    actions.answer_member(member=drafted.members.exclude(pk=old.pk).get(), agrees=True)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        members = save(
            drafted, cast["applicant"], row("孟清和", "moved@example.com"), row("苗青", "other@example.com")
        )

    assert [letter.to for letter in mail.outbox] == [["other@example.com"]]
    assert (members["苗青"].token == old.token, members["孟清和"].consent) == (False, "agreed")


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (row("苗青", "Applicant@example.com"), "第2行：这是陆嘉树的邮箱，不是苗青本人的"),
        (row("苗青", "LEADER@example.com"), "第2行的邮箱与上面一行相同"),
    ],
)
def test_an_address_that_is_not_the_members_own_is_refused(cast, drafted, second, said):
    cast["applicant"].name = "陆嘉树"
    cast["applicant"].save()

    with pytest.raises(Refusal) as refused:
        save(drafted, cast["applicant"], row("孟清和", "leader@example.com"), second)

    assert said in str(refused.value)
    assert set(drafted.members.values_list("email", flat=True)) == {"leader@example.com", "miao@example.com"}


def test_two_members_may_change_addresses_with_one_another(cast, drafted):
    members = save(drafted, cast["applicant"], row("孟清和", "miao@example.com"), row("苗青", "leader@example.com"))  # fmt: skip

    assert {name: each.email for name, each in members.items()} == {
        "孟清和": "miao@example.com",
        "苗青": "leader@example.com",
    }


def test_one_address_stands_for_one_member(drafted):
    with pytest.raises(IntegrityError, match=r"member_address_once|UNIQUE"), transaction.atomic():
        drafted.members.update(email="same@example.com")


def test_the_link_is_sent_again_but_not_at_once_and_by_nobody_else(
    client, cast, drafted, rival, django_capture_on_commit_callbacks
):
    member = drafted.members.get(name="苗青")
    mail.outbox.clear()
    with pytest.raises(Conflict, match="刚刚给苗青发过"):
        actions.remind_member(member=member, by=cast["applicant"])
    with pytest.raises(Forbidden):
        actions.remind_member(member=member, by=rival)
    Member.objects.filter(pk=member.pk).update(asked_at=member.asked_at - timedelta(minutes=11))
    typed = {"seen": "1", "remind": member.pk, "team-TOTAL_FORMS": 2, "team-INITIAL_FORMS": 2}
    for place, each in enumerate(drafted.members.all()):
        typed |= {f"team-{place}-{name}": value for name, value in row(each.name, each.email).items()}
    with django_capture_on_commit_callbacks(execute=True):
        page = sign_in(client, cast["applicant"]).post(
            f"/projects/applications/{drafted.number}/edit/team/", typed, follow=True
        )

    assert "链接已经再次发给苗青" in page.content.decode()
    assert [(letter.to, link(member) in letter.body) for letter in mail.outbox] == [
        (["miao@example.com"], True)
    ]


def test_who_has_answered_is_not_asked_again(cast, drafted):
    member = actions.answer_member(member=drafted.members.first(), agrees=True)

    with pytest.raises(Conflict, match="已经答复"):
        actions.remind_member(member=member, by=cast["applicant"])
