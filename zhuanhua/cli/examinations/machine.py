"""Does the machine have what the site needs: mail, a Chinese font, room on the disk, static files, a worker?"""

import os
import shutil
import smtplib
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.cli.examinations.finding import Finding

GIB = 1024**3
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
)
FONT_NAMES = ("NotoSansCJK*", "NotoSerifCJK*", "NotoSansSC*", "SourceHanSans*")


def mail() -> Iterator[Finding]:
    """Can messages leave?"""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Finding(
            "warn",
            _("邮件"),
            _("邮件不会发出（%(backend)s）。") % {"backend": settings.EMAIL_BACKEND.rsplit(".", 2)[-2]},
            "ZHUANHUA_EMAIL_HOST=…",
        )
        return
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=5) as server:
            server.noop()
    except (OSError, smtplib.SMTPException) as fault:
        yield Finding(
            "bad",
            _("邮件"),
            _("%(host)s:%(port)s 没有应答：%(fault)s")
            % {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "fault": fault},
            "ZHUANHUA_EMAIL_HOST, ZHUANHUA_EMAIL_PORT",
        )
        return
    yield Finding("ok", _("邮件"), f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}")


def fonts() -> Iterator[Finding]:
    """Certificates need Chinese glyphs."""
    folders = [Path(folder).expanduser() for folder in FONT_FOLDERS]
    here = next(
        (font for folder in folders if folder.is_dir() for name in FONT_NAMES for font in folder.rglob(name)),
        None,
    )
    own = next((settings.ASSETS_DIR / "fonts").glob("*.ttf"), None)
    if here or own:
        yield Finding("ok", _("字体"), (here or own).name)
    else:
        yield Finding("bad", _("字体"), _("没有中文字体，证书不能生成PDF。"), "apt install fonts-noto-cjk")


def disk() -> Iterator[Finding]:
    """Room to write, and a data folder that others cannot read."""
    folder = settings.DATA_DIR
    if not folder.exists():
        yield Finding(
            "bad", _("磁盘"), _("数据目录%(folder)s不存在。") % {"folder": folder}, f"mkdir -p {folder}"
        )
        return
    free = shutil.disk_usage(folder).free
    level = "bad" if free < GIB // 4 else "warn" if free < 2 * GIB else "ok"
    yield Finding(
        level,
        _("磁盘"),
        _("%(folder)s 还有%(free).1f GiB。") % {"folder": folder, "free": free / GIB},
        "" if level == "ok" else _("请扩大磁盘或移走旧备份。"),
    )
    if not os.access(folder, os.W_OK):
        yield Finding(
            "bad", _("磁盘"), _("%(folder)s不能写入。") % {"folder": folder}, f"chown zhuanhua {folder}"
        )
    if settings.FILES_DIR.exists() and settings.FILES_DIR.stat().st_mode & stat.S_IRWXO and not settings.DEMO:
        yield Finding(
            "warn",
            _("磁盘"),
            _("%(folder)s 可被其他用户读取。") % {"folder": settings.FILES_DIR},
            f"chmod 700 {settings.FILES_DIR}",
        )


def static_files() -> Iterator[Finding]:
    """Style sheets and scripts of the pages."""
    missing = [
        name
        for name in ("tabler.min.css", "echarts.common.min.js", "htmx.min.js")
        if not (settings.ASSETS_DIR / name).exists()
    ]
    collected = settings.WHITENOISE_USE_FINDERS or (settings.STATIC_ROOT / "staticfiles.json").exists()
    if missing:
        yield Finding(
            "bad", _("静态文件"), _("缺少%(names)s。") % {"names": "、".join(missing)}, "make demo, make test"
        )
    elif not collected:
        yield Finding("bad", _("静态文件"), _("尚未收集。"), "zhuanhua serve --migrate")
    else:
        yield Finding("ok", _("静态文件"), str(settings.ASSETS_DIR))


def jobs() -> Iterator[Finding]:
    """Is somebody doing the background jobs?"""
    from django_tasks_db.models import DBTaskResult

    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - timedelta(minutes=10)).count()
    if late:
        yield Finding(
            "bad",
            _("后台任务"),
            ngettext("%(count)d项任务等待超过十分钟。", "%(count)d项任务等待超过十分钟。", late)
            % {"count": late},
            "zhuanhua serve --only worker",
        )
    else:
        yield Finding("ok", _("后台任务"), _("没有积压。"))
