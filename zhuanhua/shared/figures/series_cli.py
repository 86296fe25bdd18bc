"""`zhuanhua figures import`: bring published statistics in from files, and name every fault they have."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.shared.figures.series import Fault, FaultKind, Reading
from zhuanhua.shared.figures.series_actions import Source, import_series, read_file
from zhuanhua.shared.people.models import Person

OK, FOUND = 0, 1
SHOWN = 30  # faults of a file that a terminal shows; --json has them all


def add_part(parts: Any, day: Any) -> None:
    """Add the part; `day` reads a date."""
    part = parts.add_parser(
        "import",
        help=_("导入公开统计数据，逐行说明其中的问题"),
        description=_(
            "路径是一个CSV文件，或装着CSV文件的目录。问题逐条列出：能改正的改正，不能采用的不采用，其余照原样保留。"
        ),
        epilog=_(
            "例：zhuanhua figures import market.csv --document 中国科技统计年鉴 --publisher 国家统计局 --as-of 2024-12-31 --as officer"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    part.add_argument("path", type=Path, metavar=_("路径"))
    part.add_argument("--document", required=True, metavar=_("文献"), help=_("引用时写的出处"))
    part.add_argument("--publisher", required=True, metavar=_("发布单位"))
    part.add_argument("--as-of", type=day, required=True, metavar="DATE", help=_("数据截至哪一天"))
    part.add_argument("--address", default="", metavar=_("取得处"), help=_("网址、版本号"))
    part.add_argument("--licence", default="", metavar=_("许可"))
    part.add_argument(
        "--as", dest="username", required=True, metavar=_("账号"), help=_("以谁的身份，记入日志")
    )
    part.add_argument("--dry-run", action="store_true", help=_("只核对，不导入"))
    part.add_argument("--json", action="store_true", help=_("供程序读取"))
    part.set_defaults(run=bring_in)


def bring_in(asked: argparse.Namespace) -> int:
    """Take every file of the path, or say why one is not taken; the others come in all the same."""
    person = Person.objects.filter(username=asked.username, is_active=True).first()
    if person is None:
        raise Refusal(_("没有账号“%(name)s”，或已停用。") % {"name": asked.username})
    paths = sorted(asked.path.glob("*.csv")) if asked.path.is_dir() else [asked.path]
    if not paths or not all(path.is_file() for path in paths):
        raise Refusal(_("%(path)s不是CSV文件，也不是装着CSV文件的目录。") % {"path": asked.path})
    source = Source(asked.document, asked.publisher, asked.as_of, asked.address, asked.licence)
    told = [_one(path, source, person, dry=asked.dry_run) for path in paths]
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(line for file in told for line in _lines(file)))
    return FOUND if any(file["refused"] for file in told) else OK


def _one(path: Path, source: Source, person: Any, *, dry: bool) -> dict[str, Any]:
    content = path.read_bytes()
    try:
        reading = read_file(content)
        if not dry:
            import_series(name=path.name, content=content, source=source, by=person)
    except (Refusal, Conflict) as refusal:
        return {
            "file": path.name,
            "stored": False,
            "refused": f"{refusal}",
            "rows": 0,
            "numbers": 0,
            "faults": [],
        }
    return {
        "file": path.name,
        "stored": not dry,
        "refused": "",
        "rows": reading.rows,
        "numbers": len(reading.numbers),
        "counts": reading.counts,
        "faults": [_facts(fault) for fault in _sorted(reading)],
    }


def _sorted(reading: Reading) -> list[Fault]:
    return sorted(reading.faults, key=lambda fault: (fault.row is None, fault.row or 0))


def _facts(fault: Fault) -> dict[str, Any]:
    return {
        "kind": fault.kind.value,
        "row": fault.row,
        "variable": fault.variable,
        "place": fault.place,
        "year": fault.year,
        "found": fault.found,
        "made": fault.made,
    }


def _lines(file: dict[str, Any]) -> list[str]:
    if file["refused"]:
        return [_("%(file)s：没有导入。%(refused)s") % file]
    head = (
        _("%(file)s：%(rows)d行，采用%(numbers)d个数。")
        if file["stored"]
        else _("%(file)s：%(rows)d行，可采用%(numbers)d个数，没有存入。")
    )
    lines = [head % file]
    lines += [f"  {FaultKind(kind).label}  {count}" for kind, count in file["counts"].items()]
    for fault in file["faults"][:SHOWN]:
        place = _("第%(row)s行") % fault if fault["row"] else _("全表")
        made = f" → {fault['made']}" if fault["made"] else ""
        lines.append(
            f"    {place}  {fault['variable']}  {fault['place']}  {fault['year'] or ''}  {FaultKind(fault['kind']).label}：{fault['found'] or '—'}{made}"
        )
    if len(file["faults"]) > SHOWN:
        lines.append(_("    ……共%(count)d处，加 --json 可看全部。") % {"count": len(file["faults"])})
    return lines
