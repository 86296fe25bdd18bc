"""What do programs see of vouchers? The caller's own, the district's or the desk's, and the public list of providers."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from zhuanhua.core.problems import REFUSALS
from zhuanhua.programmes.vouchers import queries
from zhuanhua.programmes.vouchers.codes import ServiceKind
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.people.api import PublicDoor, doors

router = Router(tags=["vouchers"])
PAGE_SIZE = 100
READERS = (Permission.VOUCHER_APPLY, Permission.VOUCHER_DISTRICT, Permission.VOUCHER_READ)


class VoucherOut(Schema):
    """A voucher without its papers; amounts are whole fen."""

    number: str
    voucher_number: str | None
    state: str
    state_name: str
    holder: str
    provider: str
    service_kind: str
    contract_name: str
    contract_fen: int | None
    asked_fen: int | None
    face_fen: int
    redeem_fen: int
    recovered_fen: int
    receipt_number: str | None
    issued_on: date | None
    use_by: date | None
    redeem_by: date | None
    paid_on: date | None


class VouchersOut(Schema):
    """One page of a list, and how many there are."""

    total: int
    page: int
    page_size: int
    items: list[VoucherOut]


class VouchersAsked(Schema):
    """Filters of a list; each may be left out."""

    state: VoucherState | None = Field(None, description="状态")
    service_kind: ServiceKind | None = Field(None, description="服务类型")
    paid_year: int | None = Field(None, ge=2000, le=2100, description="到账年份")
    page: int = Field(1, ge=1, le=100_000)


class ServiceOut(Schema):
    """One service of a provider."""

    kind: str
    name: str
    price_fen: int
    per: str


class ProviderOut(Schema):
    """A listed provider, as everybody sees it."""

    name: str
    introduction: str
    contact: str
    listed_on: date
    services: list[ServiceOut]


Number = Annotated[str, Path(pattern=r"^\d{4}-[A-Z]{2}-\d{5,7}$", description="申领编号，例如 2026-CX-00001")]


@router.get("/", response={200: VouchersOut, **REFUSALS}, auth=doors(*READERS), summary="看得到的创新券")
def list_vouchers(request: HttpRequest, asked: Query[VouchersAsked]) -> dict[str, Any]:
    """List the vouchers that the caller may see, newest first."""
    wanted = {name: str(value) for name, value in asked.dict(exclude={"page"}).items() if value is not None}
    vouchers = queries.filtered(queries.visible_vouchers(request.person), wanted).order_by("-id")  # type: ignore[attr-defined]
    start = (asked.page - 1) * PAGE_SIZE
    return {
        "total": vouchers.count(),
        "page": asked.page,
        "page_size": PAGE_SIZE,
        "items": [_facts(voucher) for voucher in vouchers[start : start + PAGE_SIZE]],
    }


@router.get(
    "/providers",
    response={200: list[ProviderOut], **REFUSALS},
    auth=PublicDoor("服务机构名录是公开的"),
    summary="服务机构名录",
)
def list_providers(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - every operation takes the request
    """Give the public list of service providers."""
    return [
        {
            "name": provider.organisation.name,
            "introduction": provider.introduction,
            "contact": provider.contact,
            "listed_on": provider.listed_on,
            "services": [
                {"kind": each.kind, "name": each.name, "price_fen": each.price_fen, "per": each.per}
                for each in provider.services.all()
            ],
        }
        for provider in queries.listed_providers()
    ]


@router.get("/{number}", response={200: VoucherOut, **REFUSALS}, auth=doors(*READERS), summary="一张创新券")
def voucher(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Give one voucher that the caller may see."""
    return _facts(queries.voucher_for(request.person, number))  # type: ignore[attr-defined]


def _facts(voucher: Voucher) -> dict[str, Any]:
    facts = {name: getattr(voucher, name) for name in VoucherOut.model_fields if hasattr(voucher, name)}
    facts["state_name"] = str(voucher.state_label)
    facts["holder"] = voucher.holder.name
    facts["provider"] = voucher.provider.organisation.name if voucher.provider else ""
    return facts
