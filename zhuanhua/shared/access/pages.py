"""What does an auditor see of roles and permissions? The whole table, as the program enforces it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.roles import DESK_LABELS, ROLES, Desk


@door(Permission.JOURNAL_READ, Permission.ROLE_GRANT)
def table(request: HttpRequest) -> HttpResponse:
    """Lay roles against permissions, desk by desk."""
    rows = [
        (permission, [permission in role.permissions for role in ROLES.values()]) for permission in Permission
    ]
    desks = [(DESK_LABELS[desk], [role for role in ROLES.values() if role.desk == desk]) for desk in Desk]
    return render(request, "access/table.html", {"roles": ROLES.values(), "rows": rows, "desks": desks})
