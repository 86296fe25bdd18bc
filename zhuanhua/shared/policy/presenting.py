"""How is a sheet laid out for a reader? Lines for the components `verdict` and `sum`, in the reader's language."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhuanhua.shared.policy.templatetags.policy import article_said, document_said
from zhuanhua.shared.policy.verdicts import Sheet
from zhuanhua.shared.policy.wording import amount_text, here


def condition_lines(sheet: Sheet) -> list[dict[str, Any]]:
    """One line a condition: title, note (what would meet it), met, found (the case's facts), value, source, source_url, clause."""
    return [_condition(sheet, each) for each in sheet.content["conditions"]]


def _condition(sheet: Sheet, condition: dict[str, Any]) -> dict[str, Any]:
    used = [sheet.content["values"][identifier] for identifier in condition["values"]]
    cited = [*condition["values"], condition["document"]][0]
    first = sheet.content["values"].get(cited)
    return {
        "title": here(condition["text"]),
        "note": "" if condition["met"] == "yes" else here(condition["unmet"]),
        "met": condition["met"],
        "found": here(condition["found"]) if "found" in condition else "",
        "value": _("；").join(_value(value) for value in used),
        "source": _("%(document)s（%(trust)s）") % {"document": document(first), "trust": trust(first)}
        if first
        else "",
        "source_url": reverse("policy:detail", args=[first["id"]]) if first else "",
        "clause": here(condition["clause"]) or (article(first) if first else ""),
    }


def _value(value: dict[str, Any]) -> str:
    """Write a value; a bare yes or no needs its name."""
    text = here(value["text"])
    return (
        _("%(name)s：%(text)s") % {"name": here(value["name"]), "text": text}
        if value["unit"] == "flag"
        else text
    )


def sum_lines(sheet: Sheet) -> list[dict[str, Any]]:
    """One line a step: op, label, value, clause, kind."""
    return [_step(sheet, each) for each in sheet.content["steps"]]


def _step(sheet: Sheet, step: dict[str, Any]) -> dict[str, Any]:
    value = sheet.content["values"].get(step["value"])
    text = amount_text(step["amount_fen"]) if step["has_amount"] else ""
    clause = here(step["clause"])
    if value:
        money_value = value["unit"] in {"fen", "yuan", "wan", "yi"}
        own = amount_text(value["value"]) if money_value else here(value["text"])
        text = text or own
        limit = _("上限%(amount)s；") % {"amount": own} if step["has_amount"] else ""
        clause = clause or _("%(limit)s%(article)s，%(trust)s") % {
            "limit": limit,
            "article": article(value) or document(value),
            "trust": trust(value),
        }
    return {
        "op": step["operator"],
        "label": here(step["label"]),
        "value": text,
        "clause": clause,
        "kind": step["kind"],
    }


def document(value: dict[str, Any]) -> str:
    """Name the document of a kept value for the reader; sheets kept before know its own title only."""
    return document_said(value["doc"], value.get("doc_en", ""))


def article(value: dict[str, Any]) -> str:
    """Name the article of a kept value for the reader."""
    return article_said(value["article"], value.get("article_en", ""))


def names_documents_in_english(sheet: Sheet) -> bool:
    """Whether the reader meets titles that are ours."""
    return any(document(value) != value["doc"] for value in sheet.content["values"].values())


def trust(value: dict[str, Any]) -> str:
    """Say how far a value can be relied on: verified, confirmed locally by whom, or neither."""
    if value["confirmed"]:
        return _("已本地确认：%(by)s，%(document)s") % {
            "by": value["confirmed"]["by"],
            "document": value["confirmed"]["document"],
        }
    return here(value["status_text"])


def part_lines(sheet: Sheet) -> list[dict[str, str]]:
    """How the result is split."""
    return [
        {"label": here(part["label"]), "value": amount_text(part["amount_fen"])}
        for part in sheet.content["parts"]
    ]
