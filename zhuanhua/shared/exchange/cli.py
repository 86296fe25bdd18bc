"""`zhuanhua import SHEET FILE`, `zhuanhua export list NAME`: spreadsheets in and out, by the same actions as on screen."""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.exchange.actions.exporting import start_export
from zhuanhua.shared.exchange.actions.importing import (
    cancel_import,
    check_import,
    confirm_import,
    set_mapping,
    start_import,
)
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import all_sheets, sheet_of
from zhuanhua.shared.people.models import Person

OK, FOUND = 0, 1
SHOWN = 30  # faults that a terminal shows; --json has them all


def add_commands(commands: Any) -> None:
    """Add `import`, and `export list` beside the journal's exports."""
    sheets = "\n".join(f"  {sheet.code}  {sheet.title}" for sheet in all_sheets())
    taking = commands.add_parser(
        "import",
        help=_("导入Excel或CSV；有一格不对，就一行也不存"),
        epilog=_(
            "例：zhuanhua import contracts 合同.xlsx --as firm --dry-run\n退出码：0 已导入；1 有错，一行也没有存。\n\n可导入的表格："
        )
        + f"\n{sheets}",
    )
    taking.add_argument("sheet", metavar=pgettext("metavar", "表格"), help=_("表格的代码，见下"))
    taking.add_argument("file", type=Path, metavar=_("文件"))
    taking.add_argument(
        "--as", dest="username", required=True, metavar=_("账号"), help=_("以谁的身份，记入日志")
    )
    taking.add_argument(
        "--unit", choices=("yuan", "wan", "yi"), default="", help=_("表头没有写明时的金额单位")
    )
    taking.add_argument("--dry-run", action="store_true", help=_("只核对，不导入"))
    taking.add_argument("--json", action="store_true", help=_("供程序读取"))
    taking.set_defaults(run=bring_in)
    parts = commands.add_parser("export", help=_("导出记录")).add_subparsers(dest="part", required=True)
    giving = parts.add_parser(
        "list",
        help=_("导出一份清单，与屏幕所见相同"),
        epilog=_(
            "例：zhuanhua export list contracts-records --as officer --where registered_year=2018 --out 2018.xlsx"
        ),
    )
    giving.add_argument("name", metavar=_("清单"))
    giving.add_argument(
        "--as", dest="username", required=True, metavar=_("账号"), help=_("以谁的身份，记入日志")
    )
    giving.add_argument("--where", default="", help=_("筛选条件，与网页地址中的相同：a=1&b=2"))
    giving.add_argument("--out", type=Path, required=True, metavar=_("文件"), help=_("以.xlsx或.csv结尾"))
    giving.set_defaults(run=give_out)


def person_named(username: str) -> Person:
    """The person in whose name something is done; they must be able to sign in."""
    person = Person.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise Refusal(_("没有账号“%(name)s”，或已停用。") % {"name": username})
    return person


def bring_in(asked: argparse.Namespace) -> int:
    """Take, check and, when every cell is right, store; a dry run or a fault leaves nothing behind but the journal line."""
    sheet, person = sheet_of(asked.sheet), person_named(asked.username)
    if sheet is None:
        known = _("、").join(each.code for each in all_sheets())
        raise Refusal(
            _("没有叫“%(code)s”的表格。可用的有：%(known)s。") % {"code": asked.sheet, "known": known}
        )
    if not asked.file.is_file():
        raise Refusal(_("没有文件%(file)s。") % {"file": asked.file})
    with asked.file.open("rb") as content:
        run = start_import(sheet=sheet, upload=File(content, name=asked.file.name), by=person)
    try:
        run = check_import(
            run=set_mapping(run=run, mapping=run.mapping, unit=asked.unit, by=person), by=person
        )
    except Refusal:
        cancel_import(run=run, by=person)
        raise
    bad = run.counts["bad"]
    if bad or asked.dry_run:
        cancel_import(run=run, by=person)
    else:
        run = confirm_import(run=run, by=person)
    tell(run, stored=not (bad or asked.dry_run), as_json=asked.json)
    return FOUND if bad else OK


def tell(run: ImportRun, *, stored: bool, as_json: bool) -> None:
    """Say what came in, and every fault by row and column."""
    if as_json:
        print(
            json.dumps(
                {"stored": stored, "counts": run.counts, "faults": run.errors}, ensure_ascii=False, indent=2
            )
        )
        return
    for fault in run.errors[:SHOWN]:
        place = _("第%(row)s行“%(column)s”：") % {"row": fault["row"], "column": fault["column"]}
        print(f"{place}{fault['message']}{fault['way_out']}")
    if len(run.errors) > SHOWN:
        print(_("……共%(count)d处，加 --json 可看全部。") % {"count": len(run.errors)})
    words = _("已导入：") if stored else _("没有存入：")
    print(words + _("共%(rows)d行，新增%(new)d，变更%(changed)d，相同%(same)d，有错%(bad)d。") % run.counts)


def give_out(asked: argparse.Namespace) -> int:
    """Make the same file as the button on the page, and put it where it is wanted."""
    export, person = export_of(asked.name), person_named(asked.username)
    if export is None:
        raise Refusal(_("没有叫“%(name)s”的清单。") % {"name": asked.name})
    if asked.out.exists():
        raise Refusal(
            _("%(file)s已经存在，不覆盖旧文件。") % {"file": asked.out}, way_out=_("请换一个名字。")
        )
    run = start_export(
        export=export, params=asked.where, form=asked.out.suffix.lstrip(".").lower(), by=person
    )
    run.refresh_from_db()
    if not run.file:
        raise Refusal(run.message or _("没有生成文件。"))
    with run.file.open("rb") as made, asked.out.open("wb") as out:
        shutil.copyfileobj(made, out)
    print(
        ngettext("%(count)d行写入%(file)s。", "%(count)d行写入%(file)s。", run.rows_total)
        % {"count": run.rows_total, "file": asked.out}
    )
    return OK
