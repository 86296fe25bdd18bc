"""Does each action change what it says, write one line, and refuse what it must?"""

from datetime import date

import pytest
from django.utils import timezone

from tests.support.cast import Play, make_organisation, valid_uscc
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import sentence
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.actions.accounts import usable_invitation
from zhuanhua.shared.people.models import AccountApplication, Organisation, Person
from zhuanhua.shared.people.queries import (
    organisation_by_name,
    organisation_by_uscc,
    organisations_like,
    people_with,
)

pytestmark = pytest.mark.django_db
PASSWORD = "seven lanterns on a quiet river"


def events() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


def test_create_organisation_keeps_name_and_line(officer: Person) -> None:
    made = actions.create_organisation(
        name=" 启明　新材料 ", kind="enterprise", uscc=valid_uscc(40).lower(), by=officer
    )

    assert (made.name, made.uscc, made.names.get().name) == ("启明 新材料", valid_uscc(40), "启明 新材料")
    assert events() == ["organisation:create"]


def test_create_organisation_with_known_code_names_the_holder(firm: Organisation, officer: Person) -> None:
    with pytest.raises(Conflict) as said:
        actions.create_organisation(name="别名", kind="enterprise", uscc=firm.uscc, by=officer)

    assert (str(said.value), said.value.field) == (f"这个代码已登记在“{firm.name}”名下。", "uscc")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "甲" * 201}, "name"),
        ({"kind": "club"}, "kind"),
        ({"uscc": "123"}, "uscc"),
        ({"district": "999999"}, "district"),
        ({"size": "huge"}, "size"),
    ],
)
def test_create_organisation_refuses_by_field(officer: Person, facts: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as said:
        actions.create_organisation(**{"name": "甲", "kind": "enterprise", "by": officer, **facts})

    assert said.value.field == field
    assert events() == []


def test_update_organisation_by_its_own_user(applicant: Person, firm: Organisation) -> None:
    actions.update_organisation(
        organisation=firm, size="medium", registered_on=date(2001, 2, 3), by=applicant
    )

    firm.refresh_from_db()
    entry = Entry.objects.get()
    assert (firm.size, firm.registered_on) == ("medium", date(2001, 2, 3))
    assert (entry.before["size"], entry.after["registered_on"]) == ("small", "2001-02-03")


def test_update_organisation_by_a_rival_is_refused(rival: Person, firm: Organisation) -> None:
    with pytest.raises(Forbidden):
        actions.update_organisation(organisation=firm, size="medium", by=rival)


def test_update_organisation_takes_no_other_field(applicant: Person, firm: Organisation) -> None:
    with pytest.raises(Refusal) as said:
        actions.update_organisation(organisation=firm, uscc="x", by=applicant)

    assert said.value.code == "unknown_field"


def test_a_merged_organisation_is_not_edited(
    officer: Person, firm: Organisation, rival_firm: Organisation
) -> None:
    rival_firm.merged_into = firm
    rival_firm.save()

    with pytest.raises(Forbidden):
        actions.update_organisation(organisation=rival_firm, size="large", by=officer)


def test_rename_keeps_the_former_name_findable(
    applicant: Person, officer: Person, firm: Organisation
) -> None:
    former = firm.name

    actions.rename_organisation(
        organisation=firm, name="启明云岭精铸有限公司", on=date(2018, 6, 1), by=applicant
    )

    assert [(row.name, row.to_on) for row in firm.names.all()] == [
        ("启明云岭精铸有限公司", None),
        (former, date(2018, 6, 1)),
    ]
    assert list(organisations_like(former, officer)) == [firm]
    assert organisation_by_name(former) == firm
    assert events() == ["organisation:rename"]


def test_rename_to_the_same_name_is_refused(applicant: Person, firm: Organisation) -> None:
    with pytest.raises(Refusal) as said:
        actions.rename_organisation(organisation=firm, name=firm.name, on=date(2018, 6, 1), by=applicant)

    assert said.value.code == "same_name"


def test_rename_before_the_present_name_began_is_refused(applicant: Person, firm: Organisation) -> None:
    firm.names.update(from_on=date(2018, 6, 1))

    with pytest.raises(Refusal) as said:
        actions.rename_organisation(organisation=firm, name="新名", on=date(2018, 5, 1), by=applicant)

    assert said.value.field == "on"


def test_a_stranger_finds_organisations_by_whole_name_or_code_only(
    applicant: Person, rival_firm: Organisation
) -> None:
    assert list(organisations_like("启明", applicant)) == []
    assert list(organisations_like("91", applicant)) == []
    assert list(organisations_like("", applicant)) == []
    assert list(organisations_like(rival_firm.name, applicant)) == [rival_firm]
    assert list(organisations_like(rival_firm.uscc, applicant)) == [rival_firm]


def test_grant_role_lets_act_at_once(applicant: Person, bureau: Organisation, security_admin: Person) -> None:
    actions.grant_role(person=applicant, organisation=bureau, role="officer", by=security_admin)

    assert [held.role for held in applicant.active_memberships()] == ["enterprise", "officer"]
    assert set(people_with(Permission.CONTRACT_EXAMINE)) == {applicant}
    assert events() == ["person:grant_role"]


def test_grant_role_to_oneself_is_refused(security_admin: Person, bureau: Organisation) -> None:
    with pytest.raises(Forbidden) as said:
        actions.grant_role(person=security_admin, organisation=bureau, role="officer", by=security_admin)

    assert str(said.value) == "不能给自己授予角色，请另一位安全管理员办理。"


@pytest.mark.parametrize("role", ["officer", "security_admin"])
def test_the_three_take_no_second_role(
    auditor: Person, bureau: Organisation, security_admin: Person, role: str
) -> None:
    with pytest.raises(Conflict) as said:
        actions.grant_role(person=auditor, organisation=bureau, role=role, by=security_admin)

    assert said.value.code == "separate_duties"


def test_an_officer_becomes_none_of_the_three(
    officer: Person, bureau: Organisation, security_admin: Person
) -> None:
    with pytest.raises(Conflict):
        actions.grant_role(person=officer, organisation=bureau, role="auditor", by=security_admin)


@pytest.mark.parametrize("who", ["officer", "system_admin", "auditor", "applicant"])
def test_only_the_security_administrator_grants(
    who: str, rival: Person, firm: Organisation, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Forbidden):
        actions.grant_role(
            person=rival, organisation=firm, role="enterprise", by=request.getfixturevalue(who)
        )


def test_a_desk_at_the_bureau_is_not_for_firms(
    rival: Person, rival_firm: Organisation, security_admin: Person
) -> None:
    with pytest.raises(Refusal) as said:
        actions.grant_role(person=rival, organisation=rival_firm, role="officer", by=security_admin)

    assert said.value.code == "wrong_desk"


def test_an_unknown_or_held_role_is_refused(
    rival: Person, rival_firm: Organisation, security_admin: Person
) -> None:
    with pytest.raises(Refusal):
        actions.grant_role(person=rival, organisation=rival_firm, role="king", by=security_admin)
    with pytest.raises(Conflict):
        actions.grant_role(person=rival, organisation=rival_firm, role="enterprise", by=security_admin)


def test_end_membership_takes_the_role_back(officer: Person, security_admin: Person) -> None:
    actions.end_membership(membership=officer.acting, by=security_admin)

    assert list(officer.active_memberships()) == []
    assert events() == ["person:end_role"]
    with pytest.raises(Conflict):
        actions.end_membership(membership=officer.memberships.get(), by=security_admin)


def test_nobody_ends_their_own_role(security_admin: Person) -> None:
    with pytest.raises(Forbidden):
        actions.end_membership(membership=security_admin.acting, by=security_admin)


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


def test_organisation_by_uscc_follows_merges(firm: Organisation, play: Play) -> None:
    old = make_organisation("旧单位", number=77)
    old.merged_into = firm
    old.save()

    assert organisation_by_uscc(valid_uscc(77)) == firm
    assert organisation_by_uscc("123") is None


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


def test_a_name_that_another_organisation_bears_is_refused(
    rival: Person, firm: Organisation, rival_firm: Organisation
) -> None:
    with pytest.raises(Conflict) as told:
        actions.rename_organisation(
            organisation=rival_firm, name=f" {firm.name} ", on=date(2018, 6, 1), by=rival
        )

    assert told.value.field == "name"
    rival_firm.refresh_from_db()
    assert rival_firm.name_key != firm.name_key
