"""What do programs see of the figures? The catalogue, and any figure by year, days and groups, with definition and as-of day."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from zhuanhua.core.problems import REFUSALS
from zhuanhua.shared.figures import presenting, queries
from zhuanhua.shared.people.api import PublicDoor

router = Router(tags=["figures"])
PUBLIC = PublicDoor(
    "Totals and groups are public; figures that are not, and single records, ask for a permission."
)

Code = Annotated[
    str,
    Path(
        pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=80, description="指标编号，例如 contracts.amount"
    ),
]


class FigureOut(Schema):
    """An entry of the catalogue."""

    code: str
    name: str
    unit: str = Field(description="yuan, count, percent, m2 or ratio")
    unit_name: str
    definition: str
    programme: str
    owner: str
    public: bool
    dimensions: dict[str, str] = Field(description="分组的键和名称")


class GroupOut(Schema):
    """One group of a figure."""

    key: str
    label: str
    value: str | None
    text: str
    records: int


class ValueOut(Schema):
    """One figure: `value` is exact decimal text in base units (yuan, items, percent); null where nothing can be said."""

    figure: FigureOut
    value: str | None
    value_fen: int | None
    text: str
    exact_text: str
    records: int
    as_of: date
    since: date | None
    until: date | None
    filters: dict[str, list[str]]
    by: str | None
    groups: list[GroupOut]


class Asked(Schema):
    """The question: a year or days, a grouping, and groups to keep."""

    year: int | None = Field(
        None, ge=queries.FIRST_YEAR, le=queries.LAST_YEAR, description="年份；不与起止日期同用"
    )
    since: date | None = Field(None, description="起始日，含当日")
    until: date | None = Field(None, description="截止日，含当日")
    by: str = Field("", pattern=r"^[a-z_]{0,40}$", description="按什么分组，例如 kind")
    where: list[Annotated[str, Field(pattern=r"^[a-z_]{1,40}:[^\x00-\x1f]{0,40}$")]] = Field(
        default_factory=list, description="只算一组，写成 分组:键，例如 kind:service；可重复"
    )


@router.get("/", response={200: list[FigureOut], **REFUSALS}, auth=PUBLIC, summary="指标目录")
def list_figures(request: HttpRequest) -> list[dict[str, Any]]:
    """List the figures that the caller may see."""
    return [presenting.figure_facts(figure) for figure in queries.visible_figures(request.person)]


@router.get("/{code}", response={200: ValueOut, **REFUSALS}, auth=PUBLIC, summary="一个指标的数值")
def figure_value(request: HttpRequest, code: Code, asked: Query[Asked]) -> dict[str, Any]:
    """Give one figure with its groups."""
    where: dict[str, list[str]] = {}
    for pair in asked.where:
        key, _mark, chosen = pair.partition(":")
        where.setdefault(key, []).append(chosen)
    span: dict[str, Any] = {
        "year": asked.year,
        "since": asked.since,
        "until": asked.until,
        "where": where,
        "person": request.person,
    }
    said = queries.value(code, **span)
    groups = queries.breakdown(code, by=asked.by, **span) if asked.by else []
    return presenting.value_facts(said, groups, by=asked.by)
