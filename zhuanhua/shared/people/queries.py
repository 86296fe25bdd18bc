"""What can be asked about organisations and persons? Every read takes the person who asks, where it matters."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from zhuanhua.core.text import match_key
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import roles_with
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.people.models import (
    Invitation,
    Membership,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    Person,
)
from zhuanhua.shared.people.uscc import clean_uscc


def kept(organisation: Organisation) -> Organisation:
    """Follow merges to the organisation that stands for this one today."""
    while organisation.merged_into is not None:
        organisation = organisation.merged_into
    return organisation


def organisation_by_uscc(uscc: str) -> Organisation | None:
    """Find the organisation with this code, or the one into which it was merged; None for a wrong or unknown code."""
    code = clean_uscc(uscc)
    found = Organisation.objects.filter(uscc=code).first() if code else None
    return kept(found) if found else None


def organisation_by_name(name: str) -> Organisation | None:
    """Find the one organisation that bears or bore this name; None when there is none or more than one."""
    found = list(
        _bearing(Organisation.objects.filter(merged_into__isnull=True), match_key(name), exact=True)[:2]
    )
    return found[0] if len(found) == 1 else None


def organisations_like(text: str, person: Any) -> QuerySet[Organisation]:
    """Find organisations by part of a name or code; who may not read them all finds only an exact name or code."""
    everything = Organisation.objects.filter(merged_into__isnull=True)
    key, code = match_key(text), clean_uscc(text)
    if not key:
        return everything.none() if not allows(person, Permission.ORGANISATION_READ) else everything
    if not allows(person, Permission.ORGANISATION_READ):
        return everything.filter(uscc=code) if code else _bearing(everything, key, exact=True)
    return _bearing(everything, key, exact=False)


def visible_organisations(person: Any) -> QuerySet[Organisation]:
    """All for who may read them; otherwise the one for which the person acts."""
    if allows(person, Permission.ORGANISATION_READ):
        return Organisation.objects.select_related("merged_into")
    own = person.organisation.pk if person.organisation else None
    return Organisation.objects.select_related("merged_into").filter(pk=own)


def organisation_for(person: Any, number: int) -> Organisation:
    """Fetch one organisation; one that the person may not see is not found."""
    found = visible_organisations(person).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def merge_for(number: int) -> OrganisationMerge:
    """Fetch one merge."""
    found = OrganisationMerge.objects.select_related("kept", "merged").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def people_with(permission: Permission) -> QuerySet[Person]:
    """List the active persons who hold a permission in some membership."""
    names = [role.name.value for role in roles_with(permission)]
    holds = Membership.objects.filter(person=OuterRef("pk"), until_on__isnull=True, role__in=names)
    return Person.objects.filter(Exists(holds), is_active=True)


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """Give the names of persons by username, for records that keep usernames only."""
    return dict(Person.objects.filter(username__in=list(usernames)).values_list("username", "name"))


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """List the active persons who act for an organisation."""
    holds = Membership.objects.filter(person=OuterRef("pk"), until_on__isnull=True, organisation=organisation)
    return Person.objects.filter(Exists(holds), is_active=True)


def account_at(address: str, *, name: str) -> Person | None:
    """Give the active account with this address, if it bears this name."""
    found = Person.objects.filter(email__iexact=address, is_active=True) if address else Person.objects.none()
    return next((each for each in found if match_key(each.name) == match_key(name)), None)


def accounts_like(text: str) -> QuerySet[Person]:
    """Find accounts by username, name or organisation, for those who manage them."""
    people = Person.objects.prefetch_related("memberships__organisation")
    if not text:
        return people
    held = Membership.objects.filter(person=OuterRef("pk"), organisation__name__icontains=text)
    return people.filter(Q(username__icontains=text) | Q(name__icontains=text) | Exists(held))


def account_named(username: str) -> Person:
    """Fetch one account."""
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise Http404
    return found


def open_invitation(person: Person) -> Invitation | None:
    """The invitation that the person has not yet taken up."""
    return person.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).first()


def _bearing(among: QuerySet[Organisation], key: str, *, exact: bool) -> QuerySet[Organisation]:
    """Narrow to those whose present name, former name or code holds the key."""
    how = "exact" if exact else "contains"
    former = OrganisationName.objects.filter(organisation=OuterRef("pk"), **{f"name_key__{how}": key})
    by_code = Q() if exact else Q(uscc__startswith=key.upper())
    return among.filter(Q(**{f"name_key__{how}": key}) | Exists(former) | by_code)
