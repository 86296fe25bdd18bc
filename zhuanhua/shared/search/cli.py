"""`zhuanhua search rebuild`, `zhuanhua search ask TEXT`: the index from a terminal."""

import argparse
import time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.people.models import Person
from zhuanhua.shared.search.asking import ask
from zhuanhua.shared.search.keeping import rebuild


def add_commands(commands: Any) -> None:
    """Add `search`."""
    parser = commands.add_parser(
        "search",
        help=_("查找索引：重建，或者查一次"),
        epilog=_("例：zhuanhua search ask 激光熔覆 --as officer"),
    )
    parts = parser.add_subparsers(dest="part", required=True)
    parts.add_parser("rebuild", help=_("由记录重建索引；网站照常服务")).set_defaults(run=build)
    asking = parts.add_parser("ask", help=_("查一次，列出找到的"))
    asking.add_argument("text", metavar=_("词"))
    asking.add_argument(
        "--as", dest="username", default="", metavar=_("账号"), help=_("以谁的身份；不写就是公众")
    )
    asking.set_defaults(run=answer)


def build(_asked: argparse.Namespace) -> int:
    """Build anew and say how long it took."""
    began = time.monotonic()
    count = rebuild()
    print(
        ngettext(
            "索引已重建：%(count)d条，%(seconds).1f秒。", "索引已重建：%(count)d条，%(seconds).1f秒。", count
        )
        % {"count": count, "seconds": time.monotonic() - began}
    )
    return 0


def answer(asked: argparse.Namespace) -> int:
    """Ask once."""
    person: Any = Anonymous()
    if asked.username:
        person = Person.objects.filter(username=asked.username, is_active=True).first()
        if person is None:
            raise Refusal(_("没有账号“%(name)s”，或已停用。") % {"name": asked.username})
    began = time.monotonic()
    found = ask(person, asked.text)
    spent = (time.monotonic() - began) * 1000
    for choice in found.counts:
        print(f"{choice.label} {choice.count}")
    for group in found.groups:
        for hit in group.hits:
            print(f"  {hit.title}  {hit.under}")
    print(_("共%(count)d条，%(spent).0f毫秒。") % {"count": found.total, "spent": spent})
    return 0
