"""How does a person give a program a token, and take it back?"""

import secrets
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.text import clean_line
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import ROLES
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.api import TOKEN_MARK, digest_of
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.people.models.tokens import ApiToken

LONGEST_DAYS = 366
PREFIX = 9


@transaction.atomic
def create_token(*, by: Person, name: str, scopes: list[str], expires_on: date) -> tuple[ApiToken, str]:
    """Make a token for oneself; the text is given once and only its hash is kept. Its scopes stay within one's own role."""
    require(by, Permission.API_TOKEN_MANAGE)
    name, today = clean_line(name), city_today()
    if not name:
        raise Refusal(
            _("没有填用途。"), field="name", way_out=_("请写哪个程序用它，例如统计年报脚本。"), code="no_name"
        )
    if not today <= expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refusal(
            _("有效期不在一年之内。"),
            field="expires_on",
            way_out=_("请填今天起一年内的日期。"),
            code="bad_term",
        )
    held = {permission.value for permission in ROLES[by.acting_role].permissions}
    if not scopes or not set(scopes) <= held - {Permission.API_TOKEN_MANAGE.value}:
        raise Refusal(
            _("权限没有选，或者超出您的角色。"),
            field="scopes",
            way_out=_("请从列出的权限里选。"),
            code="bad_scopes",
        )
    secret = TOKEN_MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=by,
        membership=by.acting,
        name=name,
        prefix=secret[:PREFIX],
        digest=digest_of(secret),
        scopes=sorted(set(scopes)),
        created_at=timezone.now(),
        expires_on=expires_on,
    )
    after = {"name": name, "scopes": token.scopes, "expires_on": expires_on.isoformat()}
    record("token:create", case_kind="person", case_number=by.username, by=by, after=after)
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person) -> ApiToken:
    """Take a token back at once."""
    require(by, Permission.API_TOKEN_MANAGE)
    token = ApiToken.objects.select_for_update().get(pk=token.pk, person=by)
    if token.revoked_at is not None:
        raise Conflict(_("这个令牌已经作废。"), code="revoked")
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])
    record("token:revoke", case_kind="person", case_number=by.username, by=by, after={"name": token.name})
    return token
