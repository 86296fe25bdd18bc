"""How often may one address use a form that is open to everybody? Counted where all processes of the site see it; the numbers are ACCOUNT_RATE_LIMITS."""

from typing import Any

from allauth.core.ratelimit import consume
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal


def count_open_form(request: Any, form: str) -> None:
    """Count one use of an open form; refuse with a way out when this address has used it too often."""
    if not consume(request, action=form):
        raise Refusal(
            _("这个网络地址提交得太多，一小时内不再受理。"), way_out=_("请一小时后再提交。"), code="too_many"
        )
