"""`zhuanhua serve`: web server and jobs worker as one program, which stops cleanly and says what is in the way."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.cli.codes import IMPOSSIBLE, OK, WRONG_USE
from zhuanhua.cli.words import note, say

CORES = os.cpu_count() or 1
QUICK_DEATHS = 5  # a worker that dies this often within a minute has a cause that a restart does not mend
PATIENCE = 25.0  # seconds for requests and jobs to end before they are cut off


def add_commands(commands: Any) -> None:
    """Add `serve`."""
    parser = commands.add_parser(
        "serve",
        help=_("启动网站和后台任务"),
        epilog=_(
            "例：zhuanhua serve --host 127.0.0.1 --port 8000\n    zhuanhua serve --migrate        先更新数据库和静态文件\n    zhuanhua serve --only worker    只运行后台任务"
        ),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("监听地址，默认127.0.0.1"))
    parser.add_argument("--port", type=int, default=8000, help=_("端口，默认8000"))
    parser.add_argument(
        "--workers", type=int, default=max(2, CORES), help=_("网站进程数，默认等于处理器核数")
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=1 if settings.SECURE_PROXY_SSL_HEADER else 4,
        help=_("每个进程的线程数；在反向代理之后用1最快"),
    )
    parser.add_argument(
        "--only", choices=("web", "worker"), default="", help=_("只运行网站，或只运行后台任务")
    )
    parser.add_argument("--migrate", action="store_true", help=_("先更新数据库结构和静态文件"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Check what would fail later, then start."""
    if not 0 < asked.port < 65536 or asked.workers < 1 or asked.threads < 1:
        note(_("端口须在1到65535之间，进程数和线程数至少为1。"))
        return WRONG_USE
    if asked.migrate:
        bring_up_to_date()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing folder
    trouble = hindrance(asked)
    if trouble:
        note(trouble)
        return IMPOSSIBLE
    parts = []
    if asked.only != "worker":
        parts.append(Part("web", web_command(asked)))
    if asked.only != "web":
        parts.append(Part("worker", [sys.executable, "-m", "django", "work"]))
    return Watch(parts).keep_running()


def bring_up_to_date() -> None:
    """Migrate, and collect static files where they are served under hashed names."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if not settings.WHITENOISE_USE_FINDERS:
        call_command("collectstatic", interactive=False, verbosity=0)


def hindrance(asked: argparse.Namespace) -> str:
    """Why the site cannot start, as one sentence; empty if it can."""
    waiting = waiting_migrations()
    if waiting:
        return ngettext(
            "数据库还差%(count)d次更新，第一次是%(first)s。请运行 zhuanhua serve --migrate。",
            "数据库还差%(count)d次更新，第一次是%(first)s。请运行 zhuanhua serve --migrate。",
            len(waiting),
        ) % {
            "count": len(waiting),
            "first": waiting[0],
        }
    faults = [message for message in run_checks() if message.is_serious()]
    if faults:
        return "\n".join(f"{message.id} {message.msg}" for message in faults)
    if asked.only == "worker":
        return ""
    if not settings.WHITENOISE_USE_FINDERS and not (settings.STATIC_ROOT / "staticfiles.json").exists():
        return _("静态文件尚未收集。请运行 zhuanhua serve --migrate。")
    return port_trouble(asked.host, asked.port)


def waiting_migrations() -> list[str]:
    """Migrations that this code has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def port_trouble(host: str, port: int) -> str:
    """Why this address cannot be listened on."""
    if not 0 < port < 65_536:  # noqa: PLR2004 - what a port may be
        return _("端口%(port)d不存在。请填1到65535之间的数，例如 --port 8000。") % {"port": port}
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), port))
        except PermissionError:
            return _("没有权限使用端口%(port)d。请用1024以上的端口，例如 --port 8000。") % {"port": port}
        except OSError as fault:
            if fault.errno in {98, 48}:  # in use, on Linux and on macOS
                return _(
                    "端口%(port)d已被别的程序占用。请换一个端口，例如 make demo PORT=%(other)d 或 --port %(other)d。"
                ) % {
                    "port": port,
                    "other": port + 1,
                }
            return _("不能监听%(host)s:%(port)d：%(fault)s") % {
                "host": host,
                "port": port,
                "fault": fault.strerror,
            }
    return ""


def web_command(asked: argparse.Namespace) -> list[str]:
    """How gunicorn is started: loaded once, forked, workers renewed now and then against slow leaks."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--preload"]
    command += [
        "--bind",
        f"{asked.host}:{asked.port}",
        "--workers",
        str(asked.workers),
        "--threads",
        str(asked.threads),
    ]
    command += [
        "--worker-class",
        "gthread" if asked.threads > 1 else "sync",
        "--timeout",
        "60",
        "--graceful-timeout",
        "20",
    ]
    command += ["--max-requests", "20000", "--max-requests-jitter", "2000", "--log-level", "warning"]
    command += ["--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else []  # noqa: S108  a heartbeat, in memory
    return command


@dataclass
class Part:
    """One program of the site."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches it only through the watch."""
        self.process = subprocess.Popen(self.command, start_new_session=True, cwd=settings.ROOT)

    def ask_to_stop(self) -> None:
        """Let it finish what it is doing."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def may_restart(self) -> bool:
        """Has it died only now and then?"""
        now = time.monotonic()
        self.deaths = [moment for moment in self.deaths if now - moment < 60] + [now]
        return len(self.deaths) < QUICK_DEATHS


class Watch:
    """Starts the parts, restarts a worker that died, and stops all when asked or when the web server ends."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.stopping = False

    def keep_running(self) -> int:
        """Watch until a signal comes; return the exit code of what failed, or 0."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        for part in self.parts:
            part.start()
        code = OK
        while not self.stopping:
            time.sleep(0.3)
            for part in self.parts:
                code = code or self.look_after(part)
        self.end()
        return code

    def look_after(self, part: Part) -> int:
        """Restart the worker if it died; a web server that ends by itself ends the site."""
        ended = part.process.poll() if part.process else None
        if ended is None or self.stopping:
            return OK
        if part.name == "worker" and part.may_restart():
            note(_("后台任务进程意外结束（%(code)s），正在重新启动。") % {"code": ended})
            part.start()
            return OK
        note(_("%(part)s进程结束，退出码%(code)s，网站随之停止。") % {"part": part.name, "code": ended})
        self.stopping = True
        return IMPOSSIBLE

    def stop(self, *_signal: object) -> None:
        """A signal: leave the loop."""
        self.stopping = True

    def end(self) -> None:
        """Ask every part to stop, wait, and cut off what does not."""
        for part in self.parts:
            part.ask_to_stop()
        limit = time.monotonic() + PATIENCE
        for part in self.parts:
            if part.process is None:
                continue
            try:
                part.process.wait(max(0.1, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                part.process.kill()
                part.process.wait()
        say(_("已停止。"))
