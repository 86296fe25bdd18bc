"""How is an account opened, invited, stopped, and let in again?"""

import hashlib
import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import clean_line
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.actions.memberships import add_membership
from zhuanhua.shared.people.models import Invitation, Organisation, Person

INVITATION_DAYS = 7


@transaction.atomic
def open_account(
    *,
    username: str,
    name: str,
    role: str,
    organisation: Organisation,
    by: Person | None,
    email: str = "",
    phone: str = "",
    password: str | None = None,
    is_demo: bool = False,
) -> Person:
    """Open an account with one role; by nobody means the command line, which founds the site's first administrators."""
    person = new_person(username=username, name=name, email=email, phone=phone, is_demo=is_demo)
    if password is not None:
        checked_password(password, person)
        person.set_password(password)
        person.save(update_fields=["password", "password_set_at"])
    add_membership(person=person, organisation=organisation, role=role, by=by)
    after = {"name": person.name, "role": str(role), "organisation": organisation.name}
    record("person:open", case_kind="person", case_number=person.username, by=by, after=after)
    return person


@transaction.atomic
def invite_person(
    *,
    username: str,
    name: str,
    email: str,
    role: str,
    organisation: Organisation,
    by: Person,
    phone: str = "",
) -> tuple[Invitation, str]:
    """Open an account that nobody can sign in to yet; gives the invitation and the token of its link, which is kept nowhere."""
    person = new_person(username=username, name=name, email=email, phone=phone)
    add_membership(person=person, organisation=organisation, role=role, by=by)
    invitation, token = send_invitation(person=person, organisation=organisation, role=role, by=by)
    after = {"name": person.name, "role": str(role), "organisation": organisation.name}
    record("person:invite", case_kind="person", case_number=person.username, by=by, after=after)
    return invitation, token


def send_invitation(
    *, person: Person, organisation: Organisation, role: str, by: Person
) -> tuple[Invitation, str]:
    """Make the one open invitation of a person; an earlier one stops working."""
    now = timezone.now()
    person.invitations.filter(accepted_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        token_hash=token_hash(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + timedelta(days=INVITATION_DAYS),
    )
    return invitation, token


def usable_invitation(token: str) -> Invitation | None:
    """Find the open invitation of a link; unknown, used, withdrawn and expired look all the same."""
    return (
        Invitation.objects.select_related("person", "organisation")
        .filter(
            token_hash=token_hash(token),
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            expires_at__gt=timezone.now(),
            person__is_active=True,
        )
        .first()
    )


@transaction.atomic
def accept_invitation(*, token: str, password: str, by: Person | None = None) -> Person:
    """Set the first password by the link of an invitation; the link works once."""
    found = usable_invitation(token)
    invitation = (
        Invitation.objects.select_for_update().filter(pk=found.pk, accepted_at__isnull=True).first()
        if found
        else None
    )
    if invitation is None:
        raise Refusal(
            _("这个链接已用过或者已过期。"), way_out=_("请联系安全管理员重新邀请。"), code="no_invitation"
        )
    person = invitation.person
    checked_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password", "password_set_at"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    record("person:accept", case_kind="person", case_number=person.username, by=by or person)
    return person


@transaction.atomic
def disable_person(*, person: Person, reason: str, by: Person) -> Person:
    """Stop an account at once: open pages and sessions end with their next request."""
    require(by, Permission.ACCOUNT_MANAGE)
    if person.pk == by.pk:
        raise Forbidden(_("不能停用自己的账号，请另一位系统管理员办理。"), code="own_account")
    if not clean_line(reason):
        raise Refusal(_("停用理由没有填。"), field="reason", code="no_reason")
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active:
        raise Conflict(_("这个账号已经停用。"), code="disabled")
    locked.is_active, locked.disabled_at, locked.disabled_by = False, timezone.now(), by
    locked.save(update_fields=["is_active", "disabled_at", "disabled_by"])
    for session in UserSession.objects.filter(user=locked):
        session.end()
    record(
        "person:disable", case_kind="person", case_number=locked.username, by=by, reason=clean_line(reason)
    )
    return locked


@transaction.atomic
def enable_person(*, person: Person, by: Person) -> Person:
    """Let a stopped account in again, with the roles that have not been taken back."""
    require(by, Permission.ACCOUNT_MANAGE)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.is_active:
        raise Conflict(_("这个账号没有停用。"), code="active")
    locked.is_active, locked.disabled_at, locked.disabled_by = True, None, None
    locked.save(update_fields=["is_active", "disabled_at", "disabled_by"])
    record("person:enable", case_kind="person", case_number=locked.username, by=by)
    return locked


@transaction.atomic
def lift_lockout(*, person: Person, by: Person) -> int:
    """Forget the wrong passwords of an account, so that its owner can try again before the lock ends by itself."""
    require(by, Permission.ACCOUNT_MANAGE)
    lifted = reset(username=person.username.lower())
    record(
        "person:lift_lockout",
        case_kind="person",
        case_number=person.username,
        by=by,
        after={"attempts": lifted},
    )
    return lifted


@transaction.atomic
def clear_second_factor(*, person: Person, reason: str, by: Person) -> Person:
    """Take away a lost second factor after the owner has shown who they are; the next sign-in sets up a new one."""
    require(by, Permission.ROLE_GRANT)
    if person.pk == by.pk:
        raise Forbidden(_("不能重置自己的两步验证，请另一位安全管理员办理。"), code="own_account")
    if not clean_line(reason):
        raise Refusal(_("没有写明怎样核实了本人身份。"), field="reason", code="no_reason")
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    record(
        "person:clear_second_factor",
        case_kind="person",
        case_number=person.username,
        by=by,
        reason=clean_line(reason),
    )
    return person


@transaction.atomic
def update_profile(*, name: str, email: str, phone: str, language: str, by: Person) -> Person:
    """Change one's own name, mail, telephone and language."""
    person = Person.objects.select_for_update().get(pk=by.pk)
    wanted = {"name": clean_line(name), "email": email, "phone": clean_line(phone), "language": language}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    for field, value in wanted.items():
        setattr(person, field, value)
        setattr(by, field, value)
    person.save(update_fields=list(wanted))
    record(
        "person:update", case_kind="person", case_number=person.username, by=by, after={"changed": changed}
    )
    return person


def new_person(*, username: str, name: str, email: str, phone: str, is_demo: bool = False) -> Person:
    """Check the username and keep the person without a usable password; the action that calls writes the journal."""
    wanted = username.strip()
    person = Person(
        username=wanted, name=clean_line(name), email=email.strip(), phone=clean_line(phone), is_demo=is_demo
    )
    person.set_unusable_password()
    if Person.objects.annotate(lower=Lower("username")).filter(lower=wanted.lower()).exists():
        raise Conflict(
            _("账号“%(username)s”已有人使用。请换一个。") % {"username": wanted},
            field="username",
            code="taken",
        )
    try:
        person.full_clean(exclude=["password"], validate_constraints=False, validate_unique=False)
    except ValidationError as fault:
        field, texts = next(iter(fault.message_dict.items()))
        raise Refusal(texts[0], field=field, code="invalid") from fault
    person.save()
    return person


def checked_password(password: str, person: Person) -> None:
    """Refuse a password that the site's rules do not allow, with all its reasons."""
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refusal("".join(fault.messages), field="password", code="weak_password") from fault


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
