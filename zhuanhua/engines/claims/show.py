"""An audit for the terminal: a table that reads in Chinese, or JSON."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from unicodedata import east_asian_width

from zhuanhua.engines.claims.arithmetic import cut, rounded
from zhuanhua.engines.claims.audit import audit_text
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, UNCHECKED, Audit, Claim, Relation
from zhuanhua.engines.claims.numbers import shadow
from zhuanhua.engines.claims.reading import UnreadableLetterError, read_letter

STATUS = {HOLDS: "相符", CONTRADICTED: "有出入", UNCHECKED: "无从核对"}
KINDS = {"sum": "合计", "share": "占比", "ratio": "比例", "growth": "增减"}
FINER = 6  # how many digits more a value gets where the letter's own would hide that it differs
SIZES = {"亿": 10**8, "万": 10**4, "": 1}
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
    size = _size(claim) if claim.unit == "yuan" else ""
    value = relation.computed / SIZES[size]
    head = "1:" if ":" in shadow(claim.text) else ""
    tail = f"{size}元" if claim.unit == "yuan" else "%" if claim.unit == "percent" else ""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), 1)
    digits = f"{int(rest * 10000):04d}".rstrip("0")
    more = "…" if (rest * 10000).denominator != 1 else ""
    return f"{head}{sign}{int(whole):,}{'.' + digits if digits or more else ''}{more}{tail}"


def value_text(claim: Claim, value: Fraction, *, rounding: str, holds: bool) -> str:
    """Another value in the unit and with the digits of a claim: 252.04亿元 beside 252.40亿元; finer where it differs by less than that shows."""
    size = _size(claim)
    step = min(claim.step, Fraction(SIZES[size]))
    take = cut if holds and rounding == "cut" else rounded
    for _finer in range(FINER):
        if holds or take(value, step) != claim.value:
            break
        step /= 10
    shown, places = take(value, step) / SIZES[size], 0
    while Fraction(1, 10**places) > step / SIZES[size]:
        places += 1
    digits = f"{abs(shown.numerator) * 10**places // shown.denominator:0{places + 1}d}"
    number = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    head = "1:" if ":" in shadow(claim.text) else ""
    return f"{head}{'-' if shown < 0 else ''}{number}{size}{_tail(claim)}"


def _size(claim: Claim) -> str:
    return next(size for size in SIZES if size in claim.text)


def _tail(claim: Claim) -> str:
    """What stands behind the number: 元, %, 平方米, or the word counted with."""
    plain = {"yuan": "元", "percent": "%", "m2": "平方米", "ratio": "" if ":" in shadow(claim.text) else "倍"}
    return plain.get(claim.unit, claim.measure)


def _row(cells: tuple[str, ...]) -> str:
    widths = (6, 18, 10, 22, 0)
    return "".join(
        cell + " " * max(1, wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)
    ).rstrip()


def width(text: str) -> int:
    """How many places a text takes in a terminal."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
