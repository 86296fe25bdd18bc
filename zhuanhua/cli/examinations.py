"""What does the doctor examine? One small function per subject; each says what it saw, and the way out."""

import os
import shutil
import smtplib
import sqlite3
import ssl
import stat
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.cli.mark import is_marked
from zhuanhua.cli.serve import waiting_migrations

GIB = 1024**3
SECURITY_HEADERS = (
    "Content-Security-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
)
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
)
FONT_NAMES = ("NotoSansCJK*", "NotoSerifCJK*", "NotoSansSC*", "SourceHanSans*")


@dataclass(frozen=True)
class Finding:
    """One thing seen: level is ok, warn or bad."""

    level: str
    subject: str
    words: str
    way_out: str = ""


def all_findings(url: str = "") -> list[Finding]:
    """Examine every subject; one that breaks is itself a finding."""
    findings: list[Finding] = []
    for examine in EXAMINATIONS:
        findings += guarded(examine)
    if url:
        findings += guarded(lambda: live_site(url))
    return findings


def guarded(examine: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What an examination finds, or why it could not be made."""
    try:
        return list(examine())
    except (DatabaseError, OSError) as fault:
        return [Finding("bad", _("检查"), _("不能完成：%(fault)s") % {"fault": fault})]


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


def database() -> Iterator[Finding]:
    """Does a commit survive a power cut?"""
    connection.ensure_connection()
    yield from sqlite_durability() if connection.vendor == "sqlite" else postgres_durability()


def sqlite_durability() -> Iterator[Finding]:
    """WAL with synchronous=FULL, an unharmed file, and the demo's mark where it belongs."""
    with connection.cursor() as cursor:
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        whole = cursor.execute("PRAGMA quick_check").fetchone()[0]
    if synchronous < 2:  # 2 is FULL
        yield Finding(
            "bad",
            "SQLite",
            _("synchronous=%(value)s，断电会丢失刚提交的数据。") % {"value": synchronous},
            "PRAGMA synchronous=FULL",
        )
    if journal != "wal":
        yield Finding(
            "warn",
            "SQLite",
            _("journal_mode=%(value)s，读写会互相等待。") % {"value": journal},
            "PRAGMA journal_mode=WAL",
        )
    if whole != "ok":
        yield Finding(
            "bad",
            "SQLite",
            _("文件已损坏：%(answer)s") % {"answer": whole},
            _("请从备份恢复：zhuanhua restore。"),
        )
    marked = is_marked(Path(connection.settings_dict["NAME"]))
    if marked != settings.DEMO:
        words = _("正式站点指向了演示城市的数据库。") if marked else _("演示站点指向了不是演示的数据库。")
        yield Finding("bad", "SQLite", words, _("检查 ZHUANHUA_DATA_DIR 和 DATABASE_URL。"))
    if not settings.DEMO and not settings.DEBUG:
        yield Finding(
            "warn",
            "SQLite",
            _("适合试用和小规模使用。"),
            _("多人同时办理时请用 PostgreSQL（DATABASE_URL）。"),
        )
    if synchronous >= 2 and whole == "ok":
        yield Finding(
            "ok",
            "SQLite",
            _("%(version)s，journal_mode=%(journal)s，synchronous=FULL，文件完好。")
            % {"version": sqlite3.sqlite_version, "journal": journal},
        )


def postgres_durability() -> Iterator[Finding]:
    """fsync, full_page_writes and synchronous_commit; TLS beyond this machine; a role that is not a superuser."""
    wanted = {
        "fsync": ("on",),
        "full_page_writes": ("on",),
        "synchronous_commit": ("on", "remote_apply", "remote_write"),
    }
    with connection.cursor() as cursor:
        for name, good in wanted.items():
            cursor.execute("SELECT current_setting(%s)", [name])
            value = cursor.fetchone()[0]
            if value not in good:
                yield Finding(
                    "bad",
                    "PostgreSQL",
                    _("%(name)s=%(value)s，断电会丢失或损坏数据。") % {"name": name, "value": value},
                    f"ALTER SYSTEM SET {name} = on;",
                )
        cursor.execute(
            "SELECT current_setting('server_version'), usesuper FROM pg_user WHERE usename = current_user"
        )
        version, is_superuser = cursor.fetchone()
        cursor.execute("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        row = cursor.fetchone()
    host = connection.settings_dict.get("HOST") or "/"
    if is_superuser and not settings.DEBUG:
        yield Finding(
            "warn",
            "PostgreSQL",
            _("网站用超级用户连接数据库。"),
            _("为网站建一个普通角色，只拥有自己的数据库。"),
        )
    if not host.startswith("/") and host not in {"127.0.0.1", "localhost", "::1"} and not (row and row[0]):
        yield Finding(
            "bad",
            "PostgreSQL",
            _("到%(host)s的连接没有加密。") % {"host": host},
            "DATABASE_URL=…?sslmode=verify-full",
        )
    yield Finding("ok", "PostgreSQL", version)


def migrations() -> Iterator[Finding]:
    """Do code and database agree?"""
    waiting = waiting_migrations()
    if waiting:
        yield Finding(
            "bad",
            _("数据库结构"),
            ngettext("还差%(count)d次更新。", "还差%(count)d次更新。", len(waiting))
            % {"count": len(waiting)},
            "zhuanhua serve --migrate",
        )
    else:
        yield Finding("ok", _("数据库结构"), _("与程序一致。"))


def clock() -> Iterator[Finding]:
    """Deadlines hang on the clock: server and database agree, and it is the city's time zone."""
    ZoneInfo(settings.TIME_ZONE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM clock_timestamp())"
            if connection.vendor == "postgresql"
            else "SELECT strftime('%s','now')"
        )
        apart = abs(float(cursor.fetchone()[0]) - timezone.now().timestamp())
    if apart > 5:  # seconds; more than a slow answer explains
        yield Finding(
            "bad",
            _("时钟"),
            _("数据库与本机相差%(seconds)d秒。") % {"seconds": apart},
            _("两台机器都启用 NTP。"),
        )
    elif timezone.now().year < 2026:
        yield Finding(
            "bad", _("时钟"), _("本机时间是%(now)s，显然不对。") % {"now": timezone.now()}, _("启用 NTP。")
        )
    else:
        yield Finding("ok", _("时钟"), timezone.localtime().strftime("%Y-%m-%d %H:%M %Z"))
    if settings.CALENDAR_TODAY:
        yield Finding(
            "warn",
            _("时钟"),
            _("“今天”被固定为%(day)s（ZHUANHUA_TODAY）。") % {"day": settings.CALENDAR_TODAY},
            _("正式站点去掉 ZHUANHUA_TODAY。"),
        )


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


EXAMINATIONS: tuple[Callable[[], Iterator[Finding]], ...] = (
    site_kind,
    secret_key,
    deployment,
    database,
    migrations,
    jobs,
    clock,
    mail,
    fonts,
    disk,
    static_files,
)
