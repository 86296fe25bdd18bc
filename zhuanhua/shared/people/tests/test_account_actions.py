"""Does each action on an account change what it says, write one line, and refuse what it must?"""

from datetime import date

import pytest
from django.utils import timezone

from tests.support.cast import make_organisation, valid_uscc
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import sentence
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.actions.accounts import usable_invitation
from zhuanhua.shared.people.models import AccountApplication, Organisation, Person
from zhuanhua.shared.people.tests.lines import events

pytestmark = pytest.mark.django_db
PASSWORD = "seven lanterns on a quiet river"


def test_invitation_sets_the_password_once(security_admin: Person, bureau: Organisation) -> None:
    _, token = actions.invite_person(
        username="newcomer",
        name="新来",
        email="n@example.com",
        role="officer",
        organisation=bureau,
        by=security_admin,
    )

    person = actions.accept_invitation(token=token, password=PASSWORD)

    assert person.check_password(PASSWORD)
    assert events() == ["person:invite", "person:accept"]
    with pytest.raises(Refusal):
        actions.accept_invitation(token=token, password=PASSWORD)


def test_an_expired_invitation_is_as_unknown(security_admin: Person, bureau: Organisation) -> None:
    invitation, token = actions.invite_person(
        username="newcomer",
        name="新来",
        email="n@example.com",
        role="officer",
        organisation=bureau,
        by=security_admin,
    )
    invitation.invited_at = timezone.now() - timezone.timedelta(days=9)
    invitation.expires_at = timezone.now() - timezone.timedelta(days=2)
    invitation.save()

    assert usable_invitation(token) is None
    assert usable_invitation("nonsense") is None


def test_a_taken_username_is_refused_whatever_its_case(
    applicant: Person, security_admin: Person, bureau: Organisation
) -> None:
    with pytest.raises(Conflict) as said:
        actions.invite_person(
            username="Applicant",
            name="甲",
            email="a@example.com",
            role="officer",
            organisation=bureau,
            by=security_admin,
        )

    assert said.value.field == "username"


def test_open_account_refuses_a_weak_password(bureau: Organisation) -> None:
    with pytest.raises(Refusal) as said:
        actions.open_account(
            username="first", name="甲", role="security_admin", organisation=bureau, password="short", by=None
        )

    assert said.value.field == "password"
    assert Person.objects.count() == 0


def test_open_account_founds_the_first_administrator(bureau: Organisation) -> None:
    person = actions.open_account(
        username="first", name="甲", role="security_admin", organisation=bureau, password=PASSWORD, by=None
    )

    assert (person.acting_role, person.check_password(PASSWORD)) == ("security_admin", True)
    assert Entry.objects.get().actor_name == "系统"


def test_open_account_names_the_field_at_fault(bureau: Organisation) -> None:
    with pytest.raises(Refusal) as said:
        actions.open_account(username="a b", name="甲", role="officer", organisation=bureau, by=None)

    assert said.value.field == "username"


def test_disable_and_enable(applicant: Person, system_admin: Person) -> None:
    actions.disable_person(person=applicant, reason="离职", by=system_admin)
    applicant.refresh_from_db()
    assert (applicant.is_active, applicant.disabled_by) == (False, system_admin)

    actions.enable_person(person=applicant, by=system_admin)

    applicant.refresh_from_db()
    assert (applicant.is_active, applicant.disabled_at) == (True, None)
    assert events() == ["person:disable", "person:enable"]


def test_disable_refuses_oneself_no_reason_and_twice(applicant: Person, system_admin: Person) -> None:
    with pytest.raises(Forbidden):
        actions.disable_person(person=system_admin, reason="x", by=system_admin)
    with pytest.raises(Refusal):
        actions.disable_person(person=applicant, reason=" ", by=system_admin)
    with pytest.raises(Conflict):
        actions.enable_person(person=applicant, by=system_admin)
    actions.disable_person(person=applicant, reason="离职", by=system_admin)
    with pytest.raises(Conflict):
        actions.disable_person(person=applicant, reason="离职", by=system_admin)


def test_only_the_system_administrator_disables(applicant: Person, security_admin: Person) -> None:
    with pytest.raises(Forbidden):
        actions.disable_person(person=applicant, reason="离职", by=security_admin)


def test_clear_second_factor_leaves_none(officer: Person, security_admin: Person) -> None:
    actions.clear_second_factor(person=officer, reason="当面核对了工作证", by=security_admin)

    assert officer.authenticator_set.count() == 0
    assert events() == ["person:clear_second_factor"]


def test_clear_second_factor_needs_a_reason_and_another(officer: Person, security_admin: Person) -> None:
    with pytest.raises(Refusal):
        actions.clear_second_factor(person=officer, reason="", by=security_admin)
    with pytest.raises(Forbidden):
        actions.clear_second_factor(person=security_admin, reason="x", by=security_admin)


APPLICATION = {
    "organisation_name": "启明新能源有限公司",
    "kind": "enterprise",
    "district": "210112",
    "name": "赵启",
    "phone": "02412345678",
    "email": "zhao@example.com",
    "username": "newfirm",
}


def test_approved_application_opens_organisation_and_account(security_admin: Person) -> None:
    waiting = actions.file_application(uscc=valid_uscc(50), **APPLICATION)

    invitation, token = actions.approve_application(application=waiting, by=security_admin)

    person = invitation.person
    assert (person.username, person.organisation.uscc, person.acting_role) == (
        "newfirm",
        valid_uscc(50),
        "enterprise",
    )
    assert person.has_usable_password() is False
    assert usable_invitation(token) == invitation
    assert events() == ["application:file", "application:approve"]


def test_approved_application_joins_the_organisation_that_is_known(
    firm: Organisation, security_admin: Person
) -> None:
    waiting = actions.file_application(uscc=firm.uscc, **APPLICATION)

    invitation, _ = actions.approve_application(application=waiting, by=security_admin)

    assert invitation.person.organisation == firm


def test_refused_application_keeps_its_reason(security_admin: Person) -> None:
    waiting = actions.file_application(uscc=valid_uscc(50), **APPLICATION)

    actions.refuse_application(application=waiting, reason="代码与名称不符", by=security_admin)

    kept = AccountApplication.objects.get()
    assert (kept.state, kept.reason, kept.decided_by) == ("refused", "代码与名称不符", security_admin)
    with pytest.raises(Conflict):
        actions.approve_application(application=waiting, by=security_admin)


def test_application_with_a_wrong_code_or_from_government_is_refused() -> None:
    with pytest.raises(Refusal) as said:
        actions.file_application(uscc="123", **APPLICATION)
    assert said.value.field == "uscc"
    with pytest.raises(Refusal) as said:
        actions.file_application(uscc=valid_uscc(50), **{**APPLICATION, "kind": "government"})
    assert said.value.field == "kind"


def test_update_profile_tells_which_fields_changed(applicant: Person) -> None:
    actions.update_profile(name="孟清和", email="new@example.com", phone="1", language="en", by=applicant)

    applicant.refresh_from_db()
    assert (applicant.email, applicant.language) == ("new@example.com", "en")
    assert Entry.objects.get().after == {"changed": ["email", "phone", "language"]}


def test_the_journal_reads_as_sentences(
    applicant: Person,
    firm: Organisation,
    officer: Person,
    bureau: Organisation,
    security_admin: Person,
    system_admin: Person,
) -> None:
    twin = make_organisation("启明 云岭铸锻 有限责任公司")
    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)
    actions.undo_merge(merge=merge, by=officer)
    actions.rename_organisation(organisation=firm, name="云岭精铸", on=date(2018, 6, 1), by=officer)
    actions.create_organisation(name="甲厂", kind="enterprise", by=officer)
    held = actions.grant_role(person=officer, organisation=bureau, role="reviewer", by=security_admin)
    actions.end_membership(membership=held, by=security_admin)
    actions.disable_person(person=applicant, reason="离职", by=system_admin)
    actions.enable_person(person=applicant, by=system_admin)
    actions.open_account(username="third", name="丙", role="leader", organisation=bureau, by=None)
    actions.invite_person(
        username="fourth",
        name="丁",
        email="d@example.com",
        role="leader",
        organisation=bureau,
        by=security_admin,
    )
    waiting = actions.file_application(uscc=valid_uscc(50), **APPLICATION)
    actions.approve_application(application=waiting, by=security_admin)

    assert [sentence(entry) for entry in Entry.objects.order_by("seq")] == [
        "把单位“启明 云岭铸锻 有限责任公司”并入“启明云岭铸锻有限公司”，转移0条记录。",
        "撤销合并，单位“启明 云岭铸锻 有限责任公司”从“启明云岭铸锻有限公司”恢复为单独的单位。",
        "单位“启明云岭铸锻有限公司”更名为“云岭精铸”。",
        "登记单位“甲厂”。",
        "授予账号officer“复核”角色。",
        "收回账号officer的“复核”角色。",
        "停用账号applicant，理由：离职",
        "恢复账号applicant。",
        "开设账号third，角色“审批”。",
        "邀请开设账号fourth，角色“审批”。",
        "申请为单位开设账号。",
        "同意“启明新能源有限公司”开设账号newfirm。",
    ]
