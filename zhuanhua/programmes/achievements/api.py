"""What do programs see of achievements? The shelf, one item as far as the caller may read it, and filing one."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from zhuanhua.core.problems import REFUSALS
from zhuanhua.programmes.achievements.describing import CATALOGUE
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue import api
from zhuanhua.shared.people.api import PublicDoor, doors

router = Router(tags=["achievements"])
WHY = "公布的标题人人可看，其余按公开程度"


@router.get("/", response={200: api.ItemsOut, **REFUSALS}, auth=PublicDoor(WHY), summary="正在发布的成果")
def list_achievements(request: HttpRequest, asked: Query[api.ItemsAsked]) -> dict[str, Any]:
    """List what is published and the caller may know of."""
    return api.shelf(CATALOGUE, request.person, asked)  # type: ignore[attr-defined]


@router.post(
    "/submissions",
    response={201: api.ItemOut, **REFUSALS},
    auth=doors(Permission.ACHIEVEMENT_FILE),
    summary="填报一项成果",
)
def file_achievement(request: HttpRequest, sent: api.ItemIn) -> tuple[int, dict[str, Any]]:
    """File one for the caller's organisation; it is published after a review."""
    return 201, api.filed(CATALOGUE, request.person, sent)  # type: ignore[attr-defined]


@router.get("/{number}", response={200: api.ItemOut, **REFUSALS}, auth=PublicDoor(WHY), summary="一项成果")
def achievement(request: HttpRequest, number: api.Number) -> dict[str, Any]:
    """Give one, as far as the caller may read it."""
    return api.one(CATALOGUE, request, number)
