"""Is the site set up as a site should be: its kind, its key, Django's own checks?"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.utils.translation import gettext as _

from zhuanhua.cli.examinations.finding import Finding


def site_kind() -> Iterator[Finding]:
    """Demo, development or production."""
    if settings.DEMO:
        yield Finding(
            "warn", _("站点"), _("这是演示城市，任何人都能一键登录。"), _("正式站点不要设置 ZHUANHUA_DEMO。")
        )
    elif settings.DEBUG:
        yield Finding(
            "bad",
            _("站点"),
            _("开发模式（ZHUANHUA_DEBUG=1）会向访客显示内部细节。"),
            _("正式站点去掉 ZHUANHUA_DEBUG。"),
        )
    else:
        yield Finding("ok", _("站点"), settings.SITE_URL)
        if not settings.SITE_URL.startswith("https://"):
            yield Finding(
                "bad",
                _("站点"),
                _("ZHUANHUA_SITE_URL 不是 https 地址，证书二维码会指向它。"),
                _("设置 ZHUANHUA_SITE_URL=https://…"),
            )


def secret_key() -> Iterator[Finding]:
    """Long, and readable by its owner only."""
    if settings.DEMO or settings.DEBUG:
        return
    path = os.environ.get("ZHUANHUA_SECRET_KEY_FILE")
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:  # Django's own bounds
        yield Finding(
            "bad",
            _("密钥"),
            _("ZHUANHUA_SECRET_KEY 太短或太简单。"),
            _("用 openssl rand -base64 48 生成一个。"),
        )
    elif path and Path(path).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            "warn", _("密钥"), _("%(path)s 可被其他用户读取。") % {"path": path}, f"chmod 600 {path}"
        )
    else:
        yield Finding("ok", _("密钥"), _("足够长。"))


def deployment() -> Iterator[Finding]:
    """Django's own checks for a live site."""
    if settings.DEMO or settings.DEBUG:
        return
    found = [message for message in run_checks(include_deployment_checks=True) if not message.is_silenced()]
    for message in found:
        yield Finding("bad", _("部署检查"), f"{message.id} {message.msg}", message.hint or "")
    if not found:
        yield Finding("ok", _("部署检查"), _("没有警告。"))
