"""Does the live site answer as it should?"""

import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator

from django.utils.translation import gettext as _

from zhuanhua.cli.examinations.finding import Finding

SECURITY_HEADERS = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


def live_site(url: str) -> Iterator[Finding]:
    """What a stranger sees: certificate, security headers, health."""
    address = url.rstrip("/") + "/healthz"
    if not address.startswith(("https://", "http://")):
        yield Finding("bad", _("外部访问"), _("%(url)s 不是网址。") % {"url": url}, "--url https://…")
        return
    try:
        with urllib.request.urlopen(address, timeout=10, context=ssl.create_default_context()) as answer:  # noqa: S310  http(s) only, checked above
            headers = answer.headers
    except (urllib.error.URLError, OSError) as fault:
        yield Finding("bad", _("外部访问"), f"{address}: {fault}", _("检查反向代理、证书和防火墙。"))
        return
    missing = [name for name in SECURITY_HEADERS if name not in headers]
    if missing:
        yield Finding(
            "bad",
            _("外部访问"),
            _("缺少安全头：%(names)s。") % {"names": "、".join(missing)},
            _("反向代理不要去掉这些头。"),
        )
    else:
        yield Finding("ok", _("外部访问"), address)
