"""How does an audit look? The letter cut at its figures, and why each figure has its colour."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhuanhua.accountability.replies.models import LetterAudit
from zhuanhua.shared.exchange.writing import harmless

CSS = {"ok": "claim-ok", "derived": "claim-derived", "open": "claim-quoted", "differs": "claim-differs"}
BARS = {"ok": "t-ok", "derived": "t-derived", "open": "t-quoted", "differs": "t-differs"}
TONES = {"ok": "done", "derived": "done", "open": "quiet", "differs": "warn"}
HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")


def words() -> dict[str, str]:
    """What each colour means."""
    return {"ok": _("与记录一致"), "derived": _("推算相符"), "open": _("无从核对"), "differs": _("有出入")}


def units() -> dict[str, str]:
    """Base units in words."""
    return {"yuan": _("元"), "count": _("计数"), "percent": "%", "m2": _("平方米"), "ratio": _("倍")}


def modifiers() -> dict[str, str]:
    """What the softening word claims."""
    return {"exact": _("确数"), "over": _("至少这么多"), "near": _("约数"), "more": _("比这略多")}


def kinds() -> dict[str, str]:
    """Names of the arithmetic."""
    return {"sum": _("合计"), "share": _("占比"), "ratio": _("比例"), "growth": _("增减")}


def colour(audit: LetterAudit, at: int) -> str:
    """The colour of one figure."""
    status = audit.claims[at]["status"]
    if status == "contradicted":
        return "differs"
    if status != "holds":
        return "open"
    return "ok" if audit.result["records"].get(str(at), {}).get("status") == "holds" else "derived"


def paragraphs(audit: LetterAudit, *, show: str, current: int | None) -> list[dict[str, Any]]:
    """The letter line by line: what kind of line, and its pieces, each plain or a figure."""
    said = words()
    lines: list[dict[str, Any]] = []
    at, place, titled = 0, 0, False
    for line in audit.text.split("\n"):
        end = place + len(line)
        pieces: list[dict[str, Any]] = []
        while at < len(audit.claims) and audit.claims[at]["start"] < end:
            claim = audit.claims[at]
            tone = colour(audit, at)
            pieces.append({"text": audit.text[place : claim["start"]]})
            shown = not show or show == tone
            pieces.append(
                {
                    "text": claim["text"],
                    "number": at + 1,
                    "css": CSS[tone] if shown else "",
                    "word": said[tone],
                    "current": at == current,
                }
            )
            place = claim["end"]
            at += 1
        pieces.append({"text": audit.text[place:end] if place < end else ""})
        kind = "p"
        if line.strip():
            kind = "h2" if not titled else "h3" if HEADING.match(line) and len(line) <= 60 else "p"
            titled = True
            lines.append({"kind": kind, "pieces": pieces})
        place = max(place, end + 1)
    return lines


def tally(audit: LetterAudit, show: str) -> dict[str, Any]:
    """Counts per colour, as pills and as a bar 740 wide."""
    colours = [colour(audit, at) for at in range(len(audit.claims))]
    total = len(colours)
    pills, bars, x = [], [], 0
    for key, word in words().items():
        count = colours.count(key)
        pills.append({"key": key, "word": word, "count": count, "css": CSS[key], "pressed": show == key})
        width = 740 * count // total if total else 0
        if count:
            bars.append({"css": BARS[key], "x": x, "width": max(width - 2, 1)})
            x += width
    return {
        "total": total,
        "pills": pills,
        "bars": bars,
        "spoken": _("，").join(f"{pill['word']} {pill['count']}" for pill in pills),
    }


def explain(audit: LetterAudit, at: int) -> dict[str, Any]:
    """Why one figure has its colour: the records' figure, the arithmetic, the definition."""
    claim = audit.claims[at]
    tone = colour(audit, at)
    workings = []
    for place, relation in enumerate(audit.result["relations"]):
        if at == relation["result"] or at in relation["operands"]:
            workings.append(_working(audit, relation, audit.result["workings"][place]))
    return {
        "claim": claim,
        "number": at + 1,
        "total": len(audit.claims),
        "word": words()[tone],
        "tone": TONES[tone],
        "title": claim["subject"] or claim["text"],
        "amount": _grouped(claim["value"]),
        "unit": "" if claim["unit"] == "count" else units()[claim["unit"]],
        "modifier": modifiers()[claim["modifier"]],
        "record": audit.result["records"].get(str(at)),
        "workings": workings,
        "previous": at or None,
        "next": at + 2 if at + 1 < len(audit.claims) else None,
    }


def _grouped(value: Any) -> str:
    """Write a number of a letter with its thousands apart; what is no plain decimal stays as it was read."""
    try:
        return f"{Decimal(str(value)):,f}"
    except InvalidOperation:
        return str(value)


def _working(audit: LetterAudit, relation: dict[str, Any], computed: str) -> dict[str, Any]:
    """One piece of arithmetic as lines of a sum."""
    result = audit.claims[relation["result"]]
    signs = {"sum": ("", "+"), "growth": ("", _("对"))}.get(relation["kind"], ("", "÷"))
    lines = [
        {
            "op": signs[min(order, 1)],
            "label": audit.claims[place]["subject"],
            "value": audit.claims[place]["text"],
            "number": place + 1,
        }
        for order, place in enumerate(relation["operands"])
    ]
    if relation["status"] == "contradicted":
        verdict = _("算出的数与文中写的对不上")
    elif relation["computed"] == relation["printed"]:
        verdict = _("正好相符")
    else:
        verdict = _("去尾取整，没有四舍五入") if relation["rounding"] == "cut" else _("四舍五入后相符")
    return {
        "kind": kinds()[relation["kind"]],
        "lines": lines,
        "computed": computed,
        "printed": result["text"],
        "verdict": verdict,
        "holds": relation["status"] == "holds",
    }


def table(audit: LetterAudit) -> list[list[str]]:
    """The check table, first row the heads; cells a spreadsheet would take for formulas are made harmless."""
    rows = [
        [
            _("序号"),
            _("数字"),
            _("数值"),
            pgettext("measure", "单位"),
            _("修饰"),
            _("所指"),
            _("时期"),
            _("结果"),
            _("指标"),
            _("记录数"),
            _("算式"),
            _("记录（文中单位）"),
        ]
    ]
    for at, claim in enumerate(audit.claims):
        record = audit.result["records"].get(str(at), {})
        sums = [
            _in_words(work) for work in explain(audit, at)["workings"] if work["printed"] == claim["text"]
        ]
        cells = [
            str(at + 1), claim["text"], str(claim["value"]), units()[claim["unit"]], modifiers()[claim["modifier"]], claim["subject"],
            claim["period"], words()[colour(audit, at)], record.get("code", ""), record.get("exact_text", ""), "；".join(sums),
            record.get("said", ""),
        ]  # fmt: skip
        rows.append([harmless(cell.replace("\n", " ")) for cell in cells])
    return rows


def _in_words(work: dict[str, Any]) -> str:
    terms = " ".join(f"{line['op']} {line['value']}".strip() for line in work["lines"])
    return f"{work['kind']} {terms} = {work['computed']}，{work['verdict']}"
