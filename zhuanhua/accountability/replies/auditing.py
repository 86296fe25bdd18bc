"""What does an audit say, figure by figure? The letter's number, the records' in the same unit, and a word; for a terminal and for programs."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.accountability.replies.linking import Finding
from zhuanhua.accountability.replies.presenting import kinds
from zhuanhua.engines.claims import Audit
from zhuanhua.engines.claims.claim import CONTRADICTED, HOLDS, UNCHECKED, Relation
from zhuanhua.engines.claims.show import decimal_text, width, working_text

VERDICTS = {HOLDS: "agrees", CONTRADICTED: "differs", UNCHECKED: "not_found"}
WIDEST = 40  # the last column alone may be wider


def words() -> dict[str, str]:
    """What a verdict is called."""
    return {"agrees": _("相符"), "differs": _("有出入"), "not_found": _("查无此数")}


def kept_of(audit: Audit, findings: dict[int, Finding], note: str) -> dict[str, Any]:
    """Everything an audit finds, ready to be kept."""
    return {
        **audit.as_dict(),
        "workings": [decimal_text(audit, relation) for relation in audit.relations],
        "records": {str(at): finding.as_dict() for at, finding in findings.items()},
        "note": note,
    }


def published(kept: dict[str, Any]) -> dict[str, Any]:
    """The audit for programs: each claim with its verdict and the record it was held against, and how many of each there are."""
    claims = [
        {**claim, "verdict": VERDICTS[claim["status"]], "record": _record(kept["records"].get(str(at)))}
        for at, claim in enumerate(kept["claims"])
    ]
    counts = Counter(claim["verdict"] for claim in claims)
    return {
        "claims": claims,
        "relations": kept["relations"],
        "counts": {name: counts[name] for name in VERDICTS.values()},
    }


def table(audit: Audit, findings: dict[int, Finding], note: str) -> str:
    """The audit for a terminal: a line a figure, the letter's own arithmetic, what was compared; the last line counts."""
    said = words()
    rows = [(_("序号"), _("文中"), _("记录"), _("结果"), _("时期"), _("所指"))]
    for at, claim in enumerate(audit.claims):
        found = findings.get(at)
        rows.append(
            (
                str(at + 1),
                claim.text.replace("\n", ""),
                found.said if found and found.said else "—",
                said[VERDICTS[claim.status]],
                claim.period,
                _named(found) if found else claim.subject,
            )
        )
    sums = [_sum(audit, relation) for relation in audit.relations]
    lines = [
        *_columns(rows),
        "",
        _("算式"),
        *(sums or [_("正文没有可以复算的算式。")]),
        "",
        note,
        _counted(audit),
    ]
    return "\n".join(lines)


def _record(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    if kept is None:
        return None
    names = ("code", "name", "period", "said", "exact_text", "records", "as_of")
    return {name: kept.get(name, "") for name in names}


def _named(found: Finding) -> str:
    told = {"name": f"{found.period} {found.name}".strip(), "count": found.records}
    return ngettext("%(name)s（%(count)s条）", "%(name)s（%(count)s条）", found.records) % told


def _sum(audit: Audit, relation: Relation) -> str:
    """One relation as a line of arithmetic."""
    end = words()[VERDICTS[relation.status]]
    if relation.status == HOLDS and relation.computed != relation.printed:
        cut = _("相符，去尾取整，没有四舍五入")
        end = cut if relation.rounding == "cut" else _("四舍五入后相符")
    told = {
        "kind": kinds()[relation.kind],
        "text": audit.claims[relation.result].text,
        "working": working_text(audit, relation),
        "end": end,
    }
    return _("%(kind)s %(text)s：%(working)s（%(end)s）") % told


def _counted(audit: Audit) -> str:
    counts = Counter(VERDICTS[claim.status] for claim in audit.claims)
    told = _("，").join(f"{word} {counts[name]}" for name, word in words().items())
    total = len(audit.claims)
    return ngettext("共%(count)s个数：%(told)s。", "共%(count)s个数：%(told)s。", total) % {
        "count": total,
        "told": told,
    }


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [min(max(width(row[at]) for row in rows), WIDEST) + 2 for at in range(len(rows[0]) - 1)]
    return [
        "".join(
            cell + " " * max(1, wide - width(cell)) for cell, wide in zip(row, [*widths, 0], strict=True)
        ).rstrip()
        for row in rows
    ]
