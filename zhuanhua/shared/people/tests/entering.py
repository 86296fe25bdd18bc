"""How does somebody try to come in, and what does the page say?"""

import re
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

PASSWORD = "seven lanterns on a quiet river"
SECRET = "JBSWY3DPEHPK3PXP"


def try_in(client: Client, username: str, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": username, "password": password})


def plain(answer: Any) -> str:
    """The page without what differs on every request: tokens and what was typed."""
    text = re.sub(r'(value|name)="[^"]*"', "", answer.content.decode())
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", text)


def code_now() -> str:
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counter))
