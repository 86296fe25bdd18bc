"""Which columns does a row become in the database and in the journal?"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import count, islice
from typing import Any

from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions.importing.known import COMPARED
from zhuanhua.programmes.contracts.actions.importing.parties import CHUNK, Parties
from zhuanhua.programmes.contracts.actions.importing.rows import Filled
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.journal.actions import Line

TEXTS = (
    "project_name", "seller_kind", "buyer_kind", "seller_district", "buyer_district", "kind", "subkind", "licence_form", "field", "ip_kind",
    "ip_number", "plan_source", "objective", "subject", "payment_form", "royalty_base",
)  # fmt: skip


OPTIONAL = (
    "ip_expires_on",
    "royalty_bp",
    "expected_investment_fen",
    "expected_output_fen",
    "total_fen",
    "trade_fen",
    "signed_on",
    "starts_on",
    "ends_on",
)


FLAGS = ("is_related", "is_import")


COLUMNS = (
    *TEXTS,
    *OPTIONAL,
    *FLAGS,
    "number",
    "project_key",
    "registrant_id",
    "seller_id",
    "buyer_id",
    "is_provisional",
)


REGISTERED_COLUMNS = (
    *COLUMNS,
    "verified_trade_fen",
    "registration_number",
    "registered_on",
    "accepted_on",
    "submitted_on",
    "regime",
)


FACTS = (
    "registration_number",
    "registered_on",
    "total_fen",
    "trade_fen",
    "kind",
    "seller_name",
    "buyer_name",
)


CERTIFICATE_COLUMNS = (
    "contract_id", "token", "project_name", "seller_name", "buyer_name", "kind", "field", "total_fen", "trade_fen", "is_provisional", "issued_on",
)  # fmt: skip


def contract_row(row: Filled, number: str, registrant: int, parties: Parties) -> tuple[Any, ...]:
    get = row.get
    return (
        *[get(name) or "" for name in TEXTS],
        *[get(name) for name in OPTIONAL],
        *[bool(get(name)) for name in FLAGS],
        number,
        row["project_key"],
        registrant,
        parties.key_of(row["seller_uscc"]),
        parties.key_of(row["buyer_uscc"]),
        row["payment_form"] in codes.ROYALTY_FORMS,
    )


def keys_of(numbers: list[str]) -> dict[str, int]:
    found = Contract.objects.filter(number__range=(min(numbers), max(numbers))).order_by()
    return dict(found.values_list("number", "pk"))


def line_of(number: str, *, by: Any, after: dict[str, Any], before: dict[str, Any] | None = None) -> Line:
    return Line(
        "contract:import",
        case_kind=Contract.case_kind,
        case_number=number,
        by=by,
        before=before or {},
        after=after,
    )


def journal_facts(row: Filled) -> dict[str, Any]:
    return {name: value for name in FACTS if (value := row[name]) is not None}


ITEM = {
    "kind": codes.ItemKind.OTHER.value,
    "name": "设备、材料等非技术性支出",
}  # the one item of a price that a workbook gives


def payload_of(row: Filled, spent_fen: int) -> dict[str, Any]:
    """Give what a row hands in, as versions keep it; `spent_fen` is what of its price is no technology."""
    items = [ITEM | {"amount_fen": spent_fen, "is_deliverable": False}] if spent_fen else []
    payload = {
        name: plain(row[name])
        for name in COMPARED
        if name in row and name not in {"trade_fen", "registered_on"}
    }
    return payload | {"seller": row["seller_name"], "buyer": row["buyer_name"], "items": items}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def empty_of(contract: Contract, name: str) -> Any:
    return None if contract._meta.get_field(name).null else ""


def chunks_of(rows: Sequence[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    source = iter(rows)
    for _ in count():
        chunk = list(islice(source, CHUNK))
        if not chunk:
            return
        yield chunk
