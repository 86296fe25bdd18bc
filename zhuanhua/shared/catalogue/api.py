"""What do programs see of a catalogue? The shelf and one item as far as the caller may read it, and filing one as a draft that is handed in."""

from datetime import date
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Path, Schema

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.catalogue import actions, codes, fields, permissions, queries
from zhuanhua.shared.catalogue.catalogues import Catalogue

PAGE_SIZE = 50
Number = Annotated[str, Path(pattern=r"^\d{4}-[A-Z]{2}-\d{5,7}$", description="编号，例如 2026-CG-00001")]


class ItemOut(Schema):
    """An item as far as the caller may read it: what they may not is null, and `opens_with` says what would open more."""

    number: str
    title: str
    owner: str
    state: str
    level: str
    field: str
    field_path: list[str]
    trl: int | None
    cooperation: list[str]
    published_on: date | None
    expires_on: date | None
    summary: str | None
    keywords: list[str] | None
    text: str | None
    amount_fen: int | None
    opens_with: str = Field("", description="sign_in, read, sign, or empty")


class ItemsOut(Schema):
    """One page of the shelf, and how many the caller may know of."""

    total: int
    page: int
    page_size: int
    items: list[ItemOut]


class ItemsAsked(Schema):
    """Filters of the shelf; each may be left out."""

    q: str | None = Field(None, max_length=100, description="名称、单位或编号")
    domain: str | None = Field(None, pattern=r"^[1-8]0$", description="高新技术领域，一级")
    district: str | None = Field(None, pattern=r"^\d{6}$", description="所在区县，GB/T 2260")
    page: int = Field(1, ge=1, le=100_000)


class ItemIn(Schema):
    """What is filed; it is handed in at once and published after a review."""

    title: str = Field(min_length=1, max_length=200)
    summary: str = Field(min_length=1, max_length=1000)
    text: str = Field("", max_length=8000)
    keywords: list[Annotated[str, Field(max_length=30)]] = Field(default_factory=list, max_length=12)
    field: str = Field(description="高新技术领域，二级，例如 803")
    cooperation: list[codes.Cooperation] = Field(min_length=1)
    level: codes.Level = codes.Level.MEMBERS
    trl: int | None = Field(None, ge=1, le=9)
    amount_fen: int | None = Field(
        None, ge=1, le=9_000_000_000_000_000, description="参考价格或者预算，整数分；不填即面议"
    )
    contact_name: str = Field(min_length=1, max_length=60)
    contact_phone: str = Field(min_length=1, max_length=40)


def shelf(catalogue: Catalogue, person: Any, asked: ItemsAsked) -> dict[str, Any]:
    """List what is published, newest first."""
    params = {name: value for name, value in asked.dict(exclude={"page"}).items() if value is not None}
    items = queries.filtered(queries.shelf(catalogue, person), params)
    start = (asked.page - 1) * PAGE_SIZE
    page = [facts(catalogue, person, item) for item in items[start : start + PAGE_SIZE]]
    return {"total": items.count(), "page": asked.page, "page_size": PAGE_SIZE, "items": page}


def one(catalogue: Catalogue, request: HttpRequest, number: str) -> dict[str, Any]:
    """Give one item that the caller may know of."""
    person: Any = request.person  # type: ignore[attr-defined]
    return facts(catalogue, person, queries.item_for(catalogue, person, number))


def filed(catalogue: Catalogue, person: Any, sent: ItemIn) -> dict[str, Any]:
    """Begin, fill and hand in one item, by the same actions as the form."""
    if sent.field not in fields.FIELDS:
        raise unknown_field()
    values = sent.dict(exclude={"amount_fen"}) | {catalogue.amount: sent.amount_fen}
    values |= {"cooperation": [str(each) for each in sent.cooperation], "level": str(sent.level)}
    with transaction.atomic():
        item = actions.start_item(catalogue=catalogue, by=person, on=city_today())
        actions.save_item(item=item, values=values, by=person)
        item.refresh_from_db()
        actions.submit_item(item=item, by=person, on=city_today())
    return facts(catalogue, person, item)


def unknown_field() -> Exception:
    """Say that the field is none of the list."""
    return Refusal(
        _("没有这个技术领域。"),
        field="field",
        way_out=_("请填高新技术领域的二级代码，例如803。"),
        code="unknown_field",
    )


def facts(catalogue: Catalogue, person: Any, item: Any) -> dict[str, Any]:
    """Give an item layer by layer."""
    seen = permissions.sight(person, item)
    return {
        "number": item.number,
        "title": item.title,
        "owner": item.owner.name,
        "state": item.state,
        "level": item.level,
        "field": item.field,
        "field_path": list(item.field_path),
        "trl": item.trl,
        "cooperation": item.cooperation,
        "published_on": item.published_on,
        "expires_on": item.expires_on,
        "summary": item.summary if seen.summary else None,
        "keywords": item.keywords if seen.summary else None,
        "text": item.text if seen.text else None,
        "amount_fen": getattr(item, catalogue.amount) if seen.summary else None,
        "opens_with": seen.step,
    }
