"""`zhuanhua letters audit FILE`: is every figure in this letter right, as far as the letter and the records can say?"""

import argparse
import json
import sys
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from zhuanhua.accountability.replies import auditing, letter_cli, linking
from zhuanhua.engines.claims import UnreadableLetterError, audit_text, read_letter

ALL_HOLD, SOMETHING_CONTRADICTED, UNREADABLE = 0, 1, 2


def add_commands(subparsers: Any) -> None:
    """Add `letters` to the command line; `run` takes the arguments and gives the exit code."""
    letters = subparsers.add_parser(
        "letters",
        help=_("核对答复里的数字"),
        epilog=_("例：zhuanhua letters audit 答复.docx --json"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parts = letters.add_subparsers(dest="part", required=True, metavar="audit|list|show|drift|export")
    letter_cli.add_parts(parts)
    audit = parts.add_parser(
        "audit",
        help=_("找出一份文稿里的全部数字，复算并与记录比对"),
        epilog=_("例：zhuanhua letters audit 答复.txt\n退出码：0没有出入，1有出入，2文件读不出来。"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    audit.add_argument("file", help=_("txt、docx、pdf或html文件"))
    audit.add_argument("--json", action="store_true", help=_("供程序读取"))
    audit.add_argument(
        "--year", type=int, default=None, metavar="YEAR", help=_("文中没有写年份的数字按哪一年比对，例如2018")
    )
    audit.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Audit one file and print the finding."""
    try:
        audit = audit_text(read_letter(options.file))
    except UnreadableLetterError as error:
        print(error, file=sys.stderr)
        return UNREADABLE
    try:
        findings, note = linking.compare(audit, default_year=options.year)
    except DatabaseError:
        findings, note = {}, linking.NO_RECORDS
    if options.json:
        told = auditing.published(auditing.kept_of(audit, findings, note))
        print(json.dumps(told, ensure_ascii=False, indent=2))
        if note == linking.NO_RECORDS:
            print(notes()[note], file=sys.stderr)
    else:
        print(auditing.table(audit, findings, notes()[note]))
    return SOMETHING_CONTRADICTED if audit.contradicted else ALL_HOLD


def notes() -> dict[str, str]:
    """What is said about the comparison with the records."""
    return {
        linking.COMPARED: _("已与指标目录比对。"),
        linking.NOTHING_TO_COMPARE: _("文中没有指标目录里的数字，未作比对。"),
        linking.OTHER_CITY: _("这是外地的文稿，没有与本市的指标目录比对。"),
        linking.NO_RECORDS: _("没有可用的数据库，只核对了文稿自身的算式，没有与指标目录比对。"),
    }
