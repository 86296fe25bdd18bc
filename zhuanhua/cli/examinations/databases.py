"""Does the database keep what it was given, is it up to date, and does its clock agree?"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.cli.examinations.finding import Finding
from zhuanhua.cli.mark import is_marked
from zhuanhua.cli.serve import waiting_migrations


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
