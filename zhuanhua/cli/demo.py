"""`zhuanhua demo`: an invented city on its own database in var/demo, built from one seed, then served."""

import argparse
import os
import shutil
import time
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.cli import serve
from zhuanhua.cli.codes import IMPOSSIBLE, OK, WRONG_USE
from zhuanhua.cli.mark import may_be_demo, put_mark
from zhuanhua.cli.words import note, say, say_json, table

SEED = 20180607


def add_commands(commands: Any) -> None:
    """Add `demo`."""
    parser = commands.add_parser(
        "demo",
        help=_("建立演示城市并启动（只用 var/demo）"),
        epilog=_("例：zhuanhua demo --port 8001\n    zhuanhua demo --fresh --build-only --json"),
    )
    parser.add_argument("--host", default="127.0.0.1", help=_("监听地址，默认127.0.0.1"))
    parser.add_argument("--port", type=int, default=8000, help=_("端口，默认8000"))
    parser.add_argument("--seed", type=int, default=SEED, help=_("随机种子；同一种子得到同一座城市"))
    parser.add_argument("--fresh", action="store_true", help=_("删去现有的演示城市，重新建立"))
    parser.add_argument("--build-only", action="store_true", help=_("只建立，不启动"))
    parser.add_argument("--json", action="store_true", help=_("以JSON列出演示账号"))
    parser.set_defaults(run=run)


def database() -> Path:
    """The file of the demo's database."""
    return Path(settings.DATABASES["default"]["NAME"])


def run(asked: argparse.Namespace) -> int:
    """Refuse what is not the demo's, build what is missing, then serve."""
    path = database()
    if not settings.DEMO or not may_be_demo(path):
        note(
            _("%(path)s 不是演示城市的数据库，演示命令不会动它。请移走该文件，或在另一个目录中运行。")
            % {"path": path}
        )
        return IMPOSSIBLE
    trouble = "" if asked.build_only else serve.port_trouble(asked.host, asked.port)
    if trouble:
        note(trouble)
        return IMPOSSIBLE
    if asked.seed < 0:
        note(_("种子须是非负整数。"))
        return WRONG_USE
    built = build(path, seed=asked.seed, fresh=asked.fresh)
    if not built:
        return IMPOSSIBLE
    address = f"http://{asked.host}:{asked.port}/"
    if asked.json:
        say_json({"address": address, "accounts": accounts()})
    else:
        greet(address, serving=not asked.build_only)
    if asked.build_only:
        return OK
    os.environ["ZHUANHUA_SITE_URL"] = address.rstrip("/")  # QR codes of the demo lead back to it
    asked.only, asked.workers, asked.threads, asked.migrate = "", max(2, serve.CORES), 4, False
    return serve.run(asked)


def build(path: Path, *, seed: int, fresh: bool) -> bool:
    """Bring the database up to date and fill it once; a build that was cut off starts again from nothing."""
    from django.core.management import call_command

    finished = path.parent / "finished"  # names the seed of a city that stands complete
    if fresh or (path.exists() and not (finished.exists() and finished.read_text().strip() == str(seed))):
        remove(path)
    if not path.exists():
        put_mark(path)
    if serve.waiting_migrations():
        began = time.monotonic()
        note("  · " + _("数据库结构 …"))
        call_command("migrate", interactive=False, verbosity=0)
        note(f"  ✓ {_('数据库结构')}  {time.monotonic() - began:.1f} s")
    if finished.exists():
        return True
    if find_spec("zhuanhua.demo.city") is None:
        note(_("此处没有演示城市的生成程序（zhuanhua.demo）。"))
        return False
    began = time.monotonic()
    note("  · " + _("演示城市，种子%(seed)s …") % {"seed": seed})
    import_module("zhuanhua.demo.city").build(seed=seed, say=lambda line: note(f"      {line}"))
    finished.write_text(f"{seed}\n")
    note(f"  ✓ {_('演示城市')}  {time.monotonic() - began:.1f} s")
    return True


def remove(path: Path) -> None:
    """Delete the demo's database and files; the caller has made sure that they are the demo's."""
    from django.db import connection

    connection.close()
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), path.parent / "finished"):
        file.unlink(missing_ok=True)
    shutil.rmtree(settings.FILES_DIR, ignore_errors=True)


def accounts() -> list[dict[str, str]]:
    """Who can sign in: one account for each role, as the city was told to open them."""
    from zhuanhua.shared.access.roles import ROLES
    from zhuanhua.shared.people.models import Membership

    shown = Membership.objects.filter(until_on=None, person__is_demo=True).select_related(
        "person", "organisation"
    )
    return [
        {
            "role": str(ROLES[member.role].title),
            "username": member.person.get_username(),
            "name": member.person.name,
            "organisation": member.organisation.name,
        }
        for member in shown.order_by("pk")
    ]


def greet(address: str, *, serving: bool) -> None:
    """The address and who can sign in."""
    people = accounts()
    heads = [(_("角色"), _("账号"), _("姓名"), _("单位"))]
    rows = [(one["role"], one["username"], one["name"], one["organisation"]) for one in people]
    say()
    say(table(heads + rows))
    say()
    say(
        ngettext(
            "  %(count)d 个演示账号，登录页上点一下即可进入，不需密码。",
            "  %(count)d 个演示账号，登录页上点一下即可进入，不需密码。",
            len(people),
        )
        % {"count": len(people)}
    )
    if serving:
        say(_("  邮件不寄出，存在 %(folder)s。") % {"folder": settings.EMAIL_FILE_PATH})
        say(_("  转化已启动：%(address)s   按 Ctrl-C 停止。") % {"address": address})
        say()
