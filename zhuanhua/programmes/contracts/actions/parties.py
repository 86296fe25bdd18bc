"""Finds the party behind a credit code, or takes a new organisation in."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.people.actions import create_organisation
from zhuanhua.shared.people.districts import is_area
from zhuanhua.shared.people.queries import organisation_by_uscc
from zhuanhua.shared.people.uscc import clean_uscc, explain_uscc


@transaction.atomic
def party_by_code(*, code: str, name: str, by: Any, may_enter: bool = True) -> Any:
    """Give the organisation of that code; an unknown code needs a name and is entered as an enterprise to be checked.

    While somebody is still typing (`may_enter` false) nothing is entered and an unknown code gives None.
    """
    fault = explain_uscc(code)
    if fault:
        raise Refusal(fault)
    normal = clean_uscc(code)
    known = organisation_by_uscc(normal)
    if known is not None:
        return known
    if not may_enter:
        return None
    if not name.strip():
        raise Refusal(_("平台里还没有这个单位。"), way_out=_("请同时填写单位名称。"), code="unknown_party")
    district = normal[2:8] if is_area(normal[2:8]) else ""  # the central registry's codes name no area
    return create_organisation(name=name.strip(), uscc=normal, kind="enterprise", district=district, by=by)
