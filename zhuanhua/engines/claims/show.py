"""An audit for the terminal: a table that reads in Chinese, or JSON."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from unicodedata import east_asian_width

from zhuanhua.engines.claims.audit import audit_text
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, UNCHECKED, Audit, Relation
from zhuanhua.engines.claims.numbers import shadow
from zhuanhua.engines.claims.reading import UnreadableLetterError, read_letter

STATUS = {HOLDS: "相符", CONTRADICTED: "有出入", UNCHECKED: "无从核对"}
KINDS = {"sum": "合计", "share": "占比", "ratio": "比例", "growth": "增减"}
ROUNDING = {"rounded": "四舍五入", "cut": "去尾（未四舍五入）"}


def main(arguments: Sequence[str]) -> int:
    """Read, audit, print; 0 nothing contradicted, 1 something contradicted, 2 unreadable."""
    parser = argparse.ArgumentParser(
        prog="python -m zhuanhua.engines.claims", description="核对一份答复里的数字"
    )
    parser.add_argument("file", help="txt、docx、pdf、html")
    parser.add_argument("--json", action="store_true", help="输出JSON")
    options = parser.parse_args(arguments)
    try:
        audit = audit_text(read_letter(options.file))
    except UnreadableLetterError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    print(as_json(audit) if options.json else as_table(audit))  # noqa: T201
    return 1 if audit.contradicted else 0


def as_json(audit: Audit) -> str:
    """The published shape, indented."""
    return json.dumps(audit.as_dict(), ensure_ascii=False, indent=2)


def as_table(audit: Audit) -> str:
    """Every figure with its status, subject and period, then the arithmetic, then the count."""
    lines = [_row(("序号", "数字", "结果", "时期", "所指"))]
    for number, claim in enumerate(audit.claims, start=1):
        lines.append(
            _row(
                (str(number), claim.text.replace("\n", ""), STATUS[claim.status], claim.period, claim.subject)
            )
        )
    lines.extend(["", "算式"])
    lines.extend(f"  {sentence(audit, relation)}" for relation in audit.relations)
    if not audit.relations:
        lines.append("  正文没有可以复算的算式。")
    counts = Counter(claim.status for claim in audit.claims)
    lines.extend(
        [
            "",
            f"共{len(audit.claims)}个数："
            + "，".join(f"{word}{counts[status]}" for status, word in STATUS.items())
            + "。",
        ]
    )
    return "\n".join(lines)


def sentence(audit: Audit, relation: Relation) -> str:
    """One relation as a line of arithmetic."""
    result = audit.claims[relation.result].text
    end = STATUS[relation.status] + (
        ""
        if relation.status != HOLDS or relation.computed == relation.printed
        else f"，{ROUNDING[relation.rounding]}"
    )
    return f"{KINDS[relation.kind]} {result}：{working_text(audit, relation)}（{end}）"


def working_text(audit: Audit, relation: Relation) -> str:
    """The arithmetic alone: 65.58亿元 ÷ 2.28亿元 = 1:28.7631…"""
    sign = {"sum": " + ", "growth": " 对 "}.get(relation.kind, " ÷ ")
    operands = sign.join(audit.claims[place].text for place in relation.operands)
    return f"{operands} = {decimal_text(audit, relation)}"


def decimal_text(audit: Audit, relation: Relation) -> str:
    """The recomputed value in the unit of the printed one, with at most four decimals, cut, never rounded again."""
    claim = audit.claims[relation.result]
    size = (
        ("亿" if "亿" in claim.text else "万" if "万" in claim.text else "") if claim.unit == "yuan" else ""
    )
    value = relation.computed / {"亿": 10**8, "万": 10**4, "": 1}[size]
    head = "1:" if ":" in shadow(claim.text) else ""
    tail = f"{size}元" if claim.unit == "yuan" else "%" if claim.unit == "percent" else ""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 1)
    digits = f"{int(rest * 10000):04d}".rstrip("0")
    more = "…" if (rest * 10000).denominator != 1 else ""
    return f"{head}{sign}{int(whole):,}{'.' + digits if digits or more else ''}{more}{tail}"


def _row(cells: tuple[str, ...]) -> str:
    widths = (6, 18, 10, 22, 0)
    return "".join(
        cell + " " * max(1, width - _width(cell)) for cell, width in zip(cells, widths, strict=True)
    ).rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
