"""What do programs see of contracts? The caller's own or the desk's contracts, and the public check of a certificate."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from zhuanhua.core.problems import REFUSALS
from zhuanhua.programmes.contracts import codes, queries
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.api import PublicDoor, doors

router = Router(tags=["contracts"])
PAGE_SIZE = 100


class PartyOut(Schema):
    """One side of a contract."""

    uscc: str | None
    name: str


class ContractOut(Schema):
    """A contract without its text; amounts are whole fen."""

    number: str
    state: str
    state_name: str
    project_name: str
    seller: PartyOut | None
    buyer: PartyOut | None
    kind: str
    subkind: str
    field: str
    total_fen: int | None
    trade_fen: int | None
    verified_trade_fen: int | None
    signed_on: date | None
    accepted_on: date | None
    due_on: date | None
    registration_number: str | None
    registered_on: date | None
    has_text: bool = Field(description="合同文本在系统里")
    text_ground: str = Field(description="没有合同文本而登记的理由；有文本或者还没有认定的为空")


class ContractsOut(Schema):
    """One page of a list, and how many there are."""

    total: int
    page: int
    page_size: int
    items: list[ContractOut]


class ContractsAsked(Schema):
    """Filters of a list; each may be left out."""

    state: ContractState | None = Field(None, description="状态")
    kind: codes.Kind | None = Field(None, description="合同类型")
    field: codes.TechnologyField | None = Field(None, description="技术领域")
    registered_year: int | None = Field(None, ge=1985, le=2100, description="登记年份")
    page: int = Field(1, ge=1, le=100_000)


class CertificateOut(Schema):
    """What is public about a registration: no parties, no exact amount, no text."""

    registration_number: str
    project_name: str
    kind: str
    field: str
    amount_from_yuan: int | None
    amount_below_yuan: int | None
    registered_on: date
    status: str = Field(description="valid, superseded, cancelled or revoked")


Number = Annotated[str, Path(pattern=r"^\d{4}-[A-Z]{2}-\d{5,7}$", description="合同编号，例如 2026-SY-00001")]
RegistrationNumber = Annotated[str, Path(pattern=r"^\d{14}(\d{2})?$", description="14位或16位登记编号")]


@router.get(
    "/",
    response={200: ContractsOut, **REFUSALS},
    auth=doors(Permission.CONTRACT_READ_OWN, Permission.CONTRACT_READ_ALL),
    summary="看得到的合同",
)
def list_contracts(request: HttpRequest, asked: Query[ContractsAsked]) -> dict[str, Any]:
    """List the contracts that the caller may see, newest first."""
    contracts = queries.visible_contracts(request.person).order_by("-id")  # type: ignore[attr-defined]
    wanted = {name: str(value) for name, value in asked.dict(exclude={"page"}).items() if value is not None}
    contracts = queries.filtered(contracts, wanted)
    start = (asked.page - 1) * PAGE_SIZE
    page = list(contracts[start : start + PAGE_SIZE])
    grounds = queries.text_grounds(page)
    return {
        "total": contracts.count(),
        "page": asked.page,
        "page_size": PAGE_SIZE,
        "items": [_facts(contract, grounds) for contract in page],
    }


@router.get(
    "/certificates/{registration_number}",
    response={200: CertificateOut, **REFUSALS},
    auth=PublicDoor("核验证书是公众的权利"),
    summary="核验证书",
)
def check_certificate(request: HttpRequest, registration_number: RegistrationNumber) -> dict[str, Any]:  # noqa: ARG001 - every operation takes the request
    """Say whether a registration stands, with its public facts."""
    certificate = queries.certificate_by(registration_number=registration_number)
    if certificate is None:
        raise Http404
    contract = certificate.contract
    lower, upper = certificate.amount_band
    return {
        "registration_number": contract.registration_number,
        "project_name": certificate.project_name,
        "kind": certificate.kind,
        "field": certificate.field,
        "amount_from_yuan": lower,
        "amount_below_yuan": upper,
        "registered_on": contract.registered_on,
        "status": "valid" if contract.state == ContractState.REGISTERED else str(contract.state),
    }


@router.get(
    "/{number}",
    response={200: ContractOut, **REFUSALS},
    auth=doors(Permission.CONTRACT_READ_OWN, Permission.CONTRACT_READ_ALL),
    summary="一份合同",
)
def contract(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Give one contract that the caller may see."""
    found = queries.contract_for(request.person, number)  # type: ignore[attr-defined]
    return _facts(found, queries.text_grounds([found]))


def _facts(contract: Contract, grounds: dict[int, str]) -> dict[str, Any]:
    facts = {name: getattr(contract, name) for name in ContractOut.model_fields if hasattr(contract, name)}
    facts["has_text"] = bool(contract.text_sha256)
    facts["text_ground"] = grounds.get(contract.pk, "")
    facts["state_name"] = str(contract.state_label)
    for role in ("seller", "buyer"):
        party = getattr(contract, role)
        facts[role] = {"uscc": party.uscc, "name": party.name} if party else None
    return facts
