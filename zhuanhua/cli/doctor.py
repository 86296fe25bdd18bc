"""`zhuanhua doctor`: is this live site set up so that nothing is lost and nobody unwanted comes in?"""

import argparse
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.cli import examinations
from zhuanhua.cli.codes import FOUND, OK
from zhuanhua.cli.words import say, say_json

SIGNS = {"ok": "✓", "warn": "!", "bad": "✗"}


def add_commands(commands: Any) -> None:
    """Add `doctor`."""
    parser = commands.add_parser(
        "doctor",
        help=_("检查站点：设置、数据库持久性、时钟、邮件、字体、磁盘"),
        epilog=_(
            "例：zhuanhua doctor\n    zhuanhua doctor --url https://zhuanhua.example.gov.cn --json\n退出码：0 没有须处理的问题；1 有。"
        ),
    )
    parser.add_argument("--url", default="", help=_("再从外面访问这个地址，检查证书和安全头"))
    parser.add_argument("--json", action="store_true", help=_("供程序读取"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Examine everything, also after something is found."""
    findings = examinations.all_findings(asked.url)
    bad = sum(finding.level == "bad" for finding in findings)
    if asked.json:
        say_json([vars(finding) for finding in findings])
        return FOUND if bad else OK
    for finding in findings:
        say(f"  {SIGNS[finding.level]} {finding.subject}  {finding.words}")
        if finding.way_out:
            say(f"      → {finding.way_out}")
    counts = Counter(finding.level for finding in findings)
    say(_("%(ok)d项正常，%(warn)d项请留意，%(bad)d项须处理。") % {level: counts[level] for level in SIGNS})
    return FOUND if bad else OK
