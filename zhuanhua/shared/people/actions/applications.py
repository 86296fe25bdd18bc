"""How does an organisation ask for its first account, and who decides?"""

import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.text import clean_block, clean_line
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.actions.accounts import new_person, send_invitation
from zhuanhua.shared.people.actions.memberships import add_membership
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import (
    AccountApplication,
    ApplicationState,
    Invitation,
    Organisation,
    Person,
)
from zhuanhua.shared.people.queries import organisation_by_uscc
from zhuanhua.shared.people.uscc import clean_uscc, explain_uscc

WAITING_PER_CODE = 3
ROLE_OF = {
    OrganisationKind.UNIVERSITY: RoleName.UNIVERSITY,
    OrganisationKind.INSTITUTE: RoleName.UNIVERSITY,
    OrganisationKind.HOSPITAL: RoleName.UNIVERSITY,
    OrganisationKind.AGENCY: RoleName.AGENCY,
}


def role_for(kind: str) -> str:
    """The role that the first account of an organisation gets."""
    return ROLE_OF.get(OrganisationKind(kind), RoleName.ENTERPRISE)


@transaction.atomic
def file_application(*, uscc: str, by: Person | None = None, **facts: Any) -> AccountApplication:
    """Keep an application for an account; the answer is the same whether or not the organisation or the name is known."""
    wrong = explain_uscc(uscc)
    if wrong:
        raise Refusal(wrong, field="uscc", code="wrong_uscc")
    if facts["kind"] == OrganisationKind.GOVERNMENT:
        raise Refusal(_("机关人员的账号由安全管理员邀请开通。"), field="kind", code="government")
    code = clean_uscc(uscc)
    _refuse_repeated(code, facts["email"])
    day = city_today()
    application = AccountApplication.objects.create(
        number=f"ZH{day:%Y%m%d}-{secrets.token_hex(3).upper()}", uscc=code, filed_at=timezone.now(), **facts
    )
    after = {"organisation": application.organisation_name, "uscc": code}
    record("application:file", case_kind="application", case_number=application.number, by=by, after=after)
    return application


def _refuse_repeated(code: str | None, email: str) -> None:
    """One mail address waits with one application; a code with a few, so that a stranger's does not shut its owner out."""
    waiting = AccountApplication.objects.filter(state=ApplicationState.WAITING)
    if waiting.filter(email__iexact=email).exists():
        raise Conflict(
            _("这个电子邮箱已有一份申请在等待审批。"),
            field="email",
            way_out=_("请等候审批结果，会发到这个邮箱。"),
            code="waiting",
        )
    if waiting.filter(uscc=code).count() >= WAITING_PER_CODE:
        raise Conflict(
            _("这个单位已有申请在等待审批。"), field="uscc", way_out=_("请联系安全管理员。"), code="waiting"
        )


@transaction.atomic
def approve_application(*, application: AccountApplication, by: Person) -> tuple[Invitation, str]:
    """Open the account, with its organisation where it is new, and invite; gives the invitation and the token of its link."""
    application = _waiting(application, by)
    organisation = organisation_by_uscc(application.uscc) or _new_organisation(application)
    role = role_for(organisation.kind)
    person = new_person(
        username=application.username, name=application.name, email=application.email, phone=application.phone
    )
    add_membership(person=person, organisation=organisation, role=role, by=by)
    invitation, token = send_invitation(person=person, organisation=organisation, role=role, by=by)
    _decide(application, ApplicationState.APPROVED, "", by)
    after = {"username": person.username, "organisation": organisation.name, "role": str(role)}
    record("application:approve", case_kind="application", case_number=application.number, by=by, after=after)
    return invitation, token


@transaction.atomic
def refuse_application(*, application: AccountApplication, reason: str, by: Person) -> AccountApplication:
    """Refuse with a reason that the applicant is told."""
    application = _waiting(application, by)
    if not clean_line(reason):
        raise Refusal(_("没有填不批准的理由。"), field="reason", code="no_reason")
    _decide(application, ApplicationState.REFUSED, clean_block(reason), by)
    record(
        "application:refuse",
        case_kind="application",
        case_number=application.number,
        by=by,
        reason=application.reason,
    )
    return application


def _waiting(application: AccountApplication, by: Person) -> AccountApplication:
    require(by, Permission.ROLE_GRANT)
    locked = AccountApplication.objects.select_for_update().get(pk=application.pk)
    if locked.state != ApplicationState.WAITING:
        raise Conflict(
            _("这份申请%(state)s，不能再办。") % {"state": locked.get_state_display()}, code="decided"
        )
    return locked


def _decide(application: AccountApplication, state: str, reason: str, by: Person) -> None:
    application.state, application.reason = state, reason
    application.decided_at, application.decided_by = timezone.now(), by
    application.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def _new_organisation(application: AccountApplication) -> Organisation:
    organisation = Organisation.objects.create(
        name=application.organisation_name,
        uscc=application.uscc,
        kind=application.kind,
        district=application.district,
    )
    organisation.names.create(name=organisation.name)
    return organisation
