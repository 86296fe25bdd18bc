"""Does the database itself refuse what must not be?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.support.cast import make_organisation, valid_uscc
from zhuanhua.shared.people.models import (
    AccountApplication,
    Invitation,
    Membership,
    Organisation,
    OrganisationMerge,
    Person,
)

pytestmark = pytest.mark.django_db
DAY = date(2018, 5, 1)


def refused(act: Callable[[], Any], constraint: str) -> None:
    """The write fails, and by this constraint where the database names it."""
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        act()
    assert constraint in str(fault.value) or "UNIQUE" in str(fault.value)


def test_an_organisation_has_a_name() -> None:
    refused(lambda: Organisation.objects.create(name="", kind="enterprise"), "organisation_has_a_name")


def test_an_organisation_is_of_a_known_kind() -> None:
    refused(lambda: Organisation.objects.create(name="甲", kind="club"), "organisation_kind_is_known")


def test_an_organisation_is_of_a_known_size() -> None:
    refused(
        lambda: Organisation.objects.create(name="甲", kind="enterprise", size="huge"),
        "organisation_size_is_known",
    )


def test_a_code_has_eighteen_places() -> None:
    refused(
        lambda: Organisation.objects.create(name="甲", kind="enterprise", uscc="123"),
        "organisation_uscc_has_18_places",
    )


def test_a_code_stands_once(firm: Organisation) -> None:
    refused(
        lambda: Organisation.objects.create(name="乙", kind="enterprise", uscc=firm.uscc), "organisation_uscc"
    )


def test_a_district_has_six_digits() -> None:
    refused(
        lambda: Organisation.objects.create(name="甲", kind="enterprise", district="21"),
        "organisation_district_has_6_digits",
    )


def test_an_organisation_is_not_merged_into_itself(firm: Organisation) -> None:
    refused(
        lambda: Organisation.objects.filter(pk=firm.pk).update(merged_into=firm),
        "organisation_not_merged_into_itself",
    )


def test_a_name_is_not_empty(firm: Organisation) -> None:
    refused(lambda: firm.names.create(name="", to_on=DAY), "organisation_name_is_not_empty")


def test_a_name_ends_after_it_begins(firm: Organisation) -> None:
    refused(
        lambda: firm.names.create(name="旧名", from_on=DAY, to_on=DAY - timedelta(1)),
        "organisation_name_ends_after_it_begins",
    )


def test_an_organisation_has_one_present_name(firm: Organisation) -> None:
    refused(lambda: firm.names.create(name="又一个"), "organisation_has_one_present_name")


def merge_row(kept: Organisation, merged: Organisation, **facts: Any) -> OrganisationMerge:
    return OrganisationMerge.objects.create(
        **{"reason": "同一单位", "merged_at": timezone.now(), **facts}, kept=kept, merged=merged
    )


def test_a_merge_joins_two(firm: Organisation) -> None:
    refused(lambda: merge_row(firm, firm), "organisation_merge_joins_two")


def test_a_merge_has_a_reason(firm: Organisation, rival_firm: Organisation) -> None:
    refused(lambda: merge_row(firm, rival_firm, reason=""), "organisation_merge_has_a_reason")


def test_an_undone_merge_says_when(firm: Organisation, rival_firm: Organisation, officer: Person) -> None:
    refused(lambda: merge_row(firm, rival_firm, undone_by=officer), "organisation_merge_undone_pair")


def test_an_organisation_is_merged_once(
    firm: Organisation, rival_firm: Organisation, agency: Organisation
) -> None:
    merge_row(firm, rival_firm)

    refused(lambda: merge_row(agency, rival_firm), "organisation_is_merged_once")


def test_a_person_has_a_username() -> None:
    refused(lambda: Person.objects.create(username="", name="甲"), "person_has_a_username")


def test_a_person_has_a_name() -> None:
    refused(lambda: Person.objects.create(username="abc", name=""), "person_has_a_name")


def test_usernames_differ_by_more_than_case(applicant: Person) -> None:
    refused(
        lambda: Person.objects.create(username="APPLICANT", name="甲"),
        "person_username_differs_by_more_than_case",
    )


def test_who_stopped_an_account_stands_with_when(applicant: Person, system_admin: Person) -> None:
    refused(
        lambda: Person.objects.filter(pk=applicant.pk).update(is_active=False, disabled_by=system_admin),
        "person_disabled_pair",
    )


def test_an_active_account_is_not_stopped(applicant: Person) -> None:
    refused(
        lambda: Person.objects.filter(pk=applicant.pk).update(disabled_at=timezone.now()),
        "person_active_is_not_disabled",
    )


def member(person: Person, organisation: Organisation, role: str, **facts: Any) -> Membership:
    return Membership.objects.create(
        person=person, organisation=organisation, role=role, **{"since_on": DAY, **facts}
    )


def test_a_membership_has_a_known_role(applicant: Person, firm: Organisation) -> None:
    refused(lambda: member(applicant, firm, "king"), "membership_role_is_known")


def test_a_membership_ends_after_it_begins(applicant: Person, firm: Organisation) -> None:
    refused(
        lambda: member(applicant, firm, "agency", until_on=DAY - timedelta(1)),
        "membership_ends_after_it_begins",
    )


def test_nobody_grants_a_role_to_oneself(security_admin: Person, bureau: Organisation) -> None:
    refused(
        lambda: member(security_admin, bureau, "officer", granted_by=security_admin),
        "membership_not_granted_to_oneself",
    )


def test_who_ended_a_membership_stands_with_when(
    applicant: Person, firm: Organisation, security_admin: Person
) -> None:
    refused(lambda: member(applicant, firm, "agency", ended_by=security_admin), "membership_ended_pair")


def test_a_membership_holds_once(applicant: Person, firm: Organisation) -> None:
    refused(lambda: member(applicant, firm, "enterprise"), "membership_holds_once")


@pytest.mark.parametrize("second", ["security_admin", "system_admin"])
def test_nobody_holds_two_of_the_three(auditor: Person, bureau: Organisation, second: str) -> None:
    refused(lambda: member(auditor, bureau, second), "membership_one_oversight_role")


def test_one_of_the_three_may_follow_another(auditor: Person, bureau: Organisation) -> None:
    auditor.memberships.update(until_on=date(2019, 1, 1))

    member(auditor, bureau, "security_admin", since_on=date(2019, 1, 1))

    assert [held.role for held in auditor.active_memberships()] == ["security_admin"]


def application(**facts: Any) -> AccountApplication:
    given = {
        "number": "ZH1",
        "uscc": valid_uscc(30),
        "organisation_name": "甲",
        "kind": "enterprise",
        "name": "乙",
        "username": "abc",
        "phone": "1",
        "email": "a@example.com",
        "filed_at": timezone.now(),
    }
    return AccountApplication.objects.create(**{**given, **facts})


def test_an_application_carries_a_whole_code() -> None:
    refused(lambda: application(uscc="1"), "application_uscc_has_18_places")


def test_an_application_stands_somewhere() -> None:
    refused(lambda: application(state="lost", decided_at=timezone.now()), "application_")


def test_a_decided_application_says_who_and_when() -> None:
    refused(lambda: application(state="approved"), "application_decided_pair")


def test_a_refusal_has_a_reason(security_admin: Person) -> None:
    refused(
        lambda: application(state="refused", decided_at=timezone.now(), decided_by=security_admin),
        "application_refused_with_reason",
    )


def invitation(person: Person, organisation: Organisation, **facts: Any) -> Invitation:
    now = timezone.now()
    given = {
        "role": "enterprise",
        "token_hash": "a" * 64,
        "invited_at": now,
        "expires_at": now + timedelta(days=1),
    }
    return Invitation.objects.create(person=person, organisation=organisation, **{**given, **facts})


def test_an_invitation_names_a_known_role(applicant: Person, firm: Organisation) -> None:
    refused(lambda: invitation(applicant, firm, role="king"), "invitation_role_is_known")


def test_an_invitation_ends_one_way(applicant: Person, firm: Organisation) -> None:
    now = timezone.now()

    refused(lambda: invitation(applicant, firm, accepted_at=now, withdrawn_at=now), "invitation_ends_one_way")


def test_an_invitation_expires_after_it_is_sent(applicant: Person, firm: Organisation) -> None:
    refused(
        lambda: invitation(applicant, firm, expires_at=timezone.now() - timedelta(1)),
        "invitation_expires_after_it_is_sent",
    )


def test_a_person_has_one_open_invitation(applicant: Person, firm: Organisation) -> None:
    invitation(applicant, firm)

    refused(lambda: invitation(applicant, firm, token_hash="b" * 64), "invitation_open_once")


def test_a_person_acts_in_the_first_membership_that_holds(
    applicant: Person, firm: Organisation, agency: Organisation
) -> None:
    second = member(applicant, agency, "agency")

    assert (applicant.acting_role, applicant.organisation) == ("enterprise", firm)
    assert applicant.act_in(second.pk) is True
    assert (applicant.acting_role, applicant.organisation) == ("agency", agency)


def test_nobody_acts_in_a_membership_of_another(applicant: Person, rival: Person) -> None:
    assert applicant.act_in(rival.acting.pk) is False
    with pytest.raises(ValueError, match="own"):
        applicant.acting = rival.acting


def test_nothing_makes_a_superuser(applicant: Person) -> None:
    with pytest.raises(AttributeError):
        applicant.is_superuser = True

    assert (applicant.is_superuser, applicant.is_staff) == (False, False)


def test_a_change_of_name_moves_the_search_key() -> None:
    organisation = make_organisation("启明（远山）公司")
    organisation.name = "启明新名"
    organisation.save(update_fields=["name"])

    organisation.refresh_from_db()
    assert organisation.name_key == "启明新名"
