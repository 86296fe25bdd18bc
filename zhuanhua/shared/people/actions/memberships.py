"""How does a person come to a role, and how does a role end?"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import OVERSIGHT_ROLES, ROLES, Desk
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Membership, Organisation, Person


@transaction.atomic
def grant_role(*, person: Person, organisation: Organisation, role: str, by: Person | None) -> Membership:
    """Give a role; never to oneself, never a second beside one of the three (三员分立), never one that decides beside one that applies."""
    membership = add_membership(person=person, organisation=organisation, role=role, by=by)
    after = {"role": membership.role, "organisation": organisation.name}
    record("person:grant_role", case_kind="person", case_number=person.username, by=by, after=after)
    return membership


def add_membership(*, person: Person, organisation: Organisation, role: str, by: Person | None) -> Membership:
    """Check the rules and keep the membership; the action that calls writes the journal."""
    if by is not None:
        require(by, Permission.ROLE_GRANT)
        if by.pk == person.pk:
            raise Forbidden(_("不能给自己授予角色，请另一位安全管理员办理。"), code="own_role")
    if role not in ROLES:
        raise Refusal(_("没有这个角色。"), field="role", code="unknown_role")
    is_bureau = organisation.kind == OrganisationKind.GOVERNMENT
    desk = ROLES[role].desk  # an expert may be employed anywhere
    if desk != Desk.EXPERT and (desk == Desk.ORGANISATION) == is_bureau:
        fault = (
            _("申报单位的角色不能授予机关人员。") if is_bureau else _("科技局的岗位和三员只能授予机关人员。")
        )
        raise Refusal(fault, field="role", code="wrong_desk")
    Person.objects.select_for_update().get(pk=person.pk)  # of two grants at once, the second sees the first
    held = set(Membership.objects.filter(person=person, until_on__isnull=True).values_list("role", flat=True))
    three = set(OVERSIGHT_ROLES)
    if held - {role} and (role in three or held & three):
        names = _("、").join(str(ROLES[each].title) for each in sorted(held))
        fault = _("三员必须分设：这个账号已是%(names)s，不能再兼任。请另开账号，或者先收回原角色。")
        raise Conflict(fault % {"names": names}, field="role", code="separate_duties")
    sides = {ROLES[each].desk == Desk.ORGANISATION for each in held if ROLES[each].desk != Desk.EXPERT}
    if desk != Desk.EXPERT and sides - {desk == Desk.ORGANISATION}:
        names = _("、").join(str(ROLES[each].title) for each in sorted(held))
        fault = _("这个账号已是%(names)s：替单位申报的人，不能又在科技局办理。请先收回原角色。")
        raise Conflict(fault % {"names": names}, field="role", code="both_sides")
    try:
        with transaction.atomic():
            return Membership.objects.create(
                person=person, organisation=organisation, role=role, since_on=city_today(), granted_by=by
            )
    except IntegrityError as fault:
        raise Conflict(_("这个账号已有这个角色。"), field="role", code="held") from fault


@transaction.atomic
def end_membership(*, membership: Membership, by: Person) -> Membership:
    """Take a role back, from this moment on."""
    require(by, Permission.ROLE_GRANT)
    if membership.person_id == by.pk:
        raise Forbidden(_("不能收回自己的角色，请另一位安全管理员办理。"), code="own_role")
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if locked.until_on is not None:
        raise Conflict(_("这个角色已经收回。"), code="ended")
    locked.until_on, locked.ended_by = max(city_today(), locked.since_on), by
    locked.save(update_fields=["until_on", "ended_by"])
    before = {"role": locked.role, "organisation": locked.organisation.name}
    record("person:end_role", case_kind="person", case_number=locked.person.username, by=by, before=before)
    return locked
