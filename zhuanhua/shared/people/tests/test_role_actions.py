"""Does each grant of a role, and its end, change what it says, and refuse what it must?"""

import pytest
from django.db import IntegrityError

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.models import Membership, Organisation, Person
from zhuanhua.shared.people.queries import (
    people_with,
)
from zhuanhua.shared.people.tests.lines import events

pytestmark = pytest.mark.django_db


def test_grant_role_lets_act_at_once(officer: Person, bureau: Organisation, security_admin: Person) -> None:
    actions.grant_role(person=officer, organisation=bureau, role="finance", by=security_admin)

    assert [held.role for held in officer.active_memberships()] == ["officer", "finance"]
    assert set(people_with(Permission.PAYMENT_EXECUTE)) == {officer}
    assert events() == ["person:grant_role"]


@pytest.mark.parametrize("role", ["registrar", "officer", "reviewer", "leader", "finance", "district"])
def test_who_applies_gets_no_desk_that_decides(
    applicant: Person, bureau: Organisation, security_admin: Person, role: str
) -> None:
    with pytest.raises(Conflict) as said:
        actions.grant_role(person=applicant, organisation=bureau, role=role, by=security_admin)

    assert said.value.code == "both_sides"


def test_who_decides_does_not_apply(officer: Person, firm: Organisation, security_admin: Person) -> None:
    with pytest.raises(Conflict) as said:
        actions.grant_role(person=officer, organisation=firm, role="enterprise", by=security_admin)

    assert said.value.code == "both_sides"


def test_after_the_end_of_one_side_the_other_is_free(
    applicant: Person, bureau: Organisation, security_admin: Person
) -> None:
    actions.end_membership(membership=applicant.acting, by=security_admin)

    assert actions.grant_role(person=applicant, organisation=bureau, role="officer", by=security_admin).pk


@pytest.mark.parametrize(("who", "role"), [("applicant", "officer"), ("officer", "university")])
def test_the_database_keeps_the_sides_apart(
    who: str, role: str, bureau: Organisation, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(IntegrityError):
        Membership.objects.create(person=person, organisation=bureau, role=role, since_on=city_today())


def test_the_database_lets_nobody_change_sides_beside_a_role(applicant: Person, bureau: Organisation) -> None:
    ended = Membership.objects.create(
        person=applicant, organisation=bureau, role="officer", since_on=city_today(), until_on=city_today()
    )

    with pytest.raises(IntegrityError):
        Membership.objects.filter(pk=ended.pk).update(until_on=None)


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
