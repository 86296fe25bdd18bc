"""What does one row of a workbook say, once its gaps are filled by rule, and how is a fault of it told?"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from zhuanhua.core.text import match_key
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.importing.parties import Parties, party_kind_of

PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?\s*%?")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that is wrong: row of the sheet, column key, what stands there, why it is wrong, what to do."""

    row: int
    key: str
    value: Any
    message: str
    way_out: str = ""
    suggestion: str | None = None


class Filled(dict[str, Any]):
    """A row whose gaps are filled by rule: kind by sub-kind, technology amount by subtraction, party kinds by the organisation.

    What the sheet does not carry reads as None; `in` tells whether it does.
    """

    __slots__ = ("row",)

    def __init__(self, row: int, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.row = row

    def __missing__(self, _key: str) -> None:
        return None

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two rows the same contract: parties, project, day and amount."""
        return (
            self["seller_uscc"],
            self["buyer_uscc"],
            self["project_key"],
            self["signed_on"],
            self["total_fen"],
        )


def filled(row: int, values: dict[str, Any], parties: Parties) -> Filled:
    """Fill the gaps of one row; what cannot be filled stays empty and is found by the checks."""
    full = Filled(row, values)
    full["project_key"] = match_key(full.get("project_name") or "")
    subkind = full.get("subkind") or ""
    if subkind:
        full["kind"] = full.get("kind") or codes.kind_of(subkind)
    total, spent = full.get("total_fen"), full.get("non_technical_fen") or 0
    if full.get("trade_fen") is None and total is not None:
        full["trade_fen"] = total - spent
    for side in ("seller", "buyer"):
        code = full.get(f"{side}_uscc") or ""
        known = parties.by_code.get(code)
        full[f"{side}_district"] = full.get(f"{side}_district") or (known.district if known else code[2:8])
        full[f"{side}_kind"] = full.get(f"{side}_kind") or party_kind_of(
            known, code, full.get(f"{side}_name") or ""
        )
    if full.get("royalty_bp") is not None:
        full["royalty_text"] = full["royalty_bp"]
        full["royalty_bp"] = basis_points(full["royalty_bp"])
    full["ip_kind"] = full.get("ip_kind") or codes.IpKind.NONE.value
    full["plan_source"] = full.get("plan_source") or codes.PlanSource.NONE.value
    return full


def basis_points(text: str | int) -> int | None:
    """Read a rate in per cent (3, 3%, 2.5％) as basis points; None when it is none between 0 and 100."""
    if isinstance(text, int):
        return text
    found = PERCENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None
    return points if points is not None and 0 < points <= 10_000 else None  # noqa: PLR2004 - the whole
