"""Where do programs come in? One API at /api/, described by /api/openapi.json; every operation carries a door."""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from zhuanhua.core.errors import Refusal
from zhuanhua.core.problems import PROBLEM_TYPE, problem
from zhuanhua.programmes.achievements.api import router as achievements
from zhuanhua.programmes.contracts.api import router as contracts
from zhuanhua.programmes.needs.api import router as needs
from zhuanhua.programmes.projects.api import router as projects
from zhuanhua.programmes.vouchers.api import router as vouchers
from zhuanhua.shared.access.doors import open_door
from zhuanhua.shared.figures.api import router as figures

FIRST_ERROR = 400


class Plain(JSONRenderer):
    """Chinese stays Chinese."""

    encoder_class = NinjaJSONEncoder
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="转化 Zhuanhua",
    version="1.0",
    description="科技成果转化开放平台的接口。数额以文字给出，不经浮点数；错误按 RFC 9457 说明字段和出路。",
    docs_url=None,
    openapi_url=None,
    renderer=Plain(),
)
api.add_router("/achievements", achievements)
api.add_router("/contracts", contracts)
api.add_router("/figures", figures)
api.add_router("/needs", needs)
api.add_router("/projects", projects)
api.add_router("/vouchers", vouchers)


@api.exception_handler(Refusal)
def refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say a business refusal as it stands."""
    way_out = str(refusal.way_out)
    return problem(
        refusal.status,
        str(refusal.message),
        detail=str(refusal),
        code=refusal.code,
        field=refusal.field,
        way_out=way_out,
    )


@api.exception_handler(ValidationError)
def not_understood(_request: HttpRequest, fault: ValidationError) -> HttpResponse:
    """Name every field that could not be read."""
    errors = [{"field": str(each["loc"][-1]), "message": str(each["msg"])} for each in fault.errors]
    names = _("、").join(dict.fromkeys(each["field"] for each in errors))
    title = _("这些字段填得不对：%(names)s。") % {"names": names}
    return problem(
        422,
        title,
        code="not_understood",
        field=errors[0]["field"] if errors else "",
        way_out=_("请照接口说明改正后再发。"),
        errors=errors,
    )


@api.exception_handler(AuthenticationError)
def unknown(_request: HttpRequest, fault: AuthenticationError) -> HttpResponse:
    """Ask who is there."""
    title = fault.message if fault.message != "Unauthorized" else _("没有登录，也没有带令牌。")
    response = problem(
        401, title, code="not_signed_in", way_out=_("请登录，或在请求头里带Authorization: Bearer令牌。")
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def stopped(_request: HttpRequest, fault: HttpError) -> HttpResponse:
    """Say a door's refusal."""
    return problem(fault.status_code, fault.message, code="refused")


@api.exception_handler(PermissionDenied)
def denied(_request: HttpRequest, fault: PermissionDenied) -> HttpResponse:
    """Say why a permission is missing."""
    return problem(403, str(fault) or _("没有权限。"), code="forbidden")


@api.exception_handler(Http404)
def not_found(_request: HttpRequest, fault: Http404) -> HttpResponse:
    """Say that there is no such thing, or none that the caller may see."""
    return problem(404, _("没有找到。"), code="not_found", way_out=_("请核对编号。"))


@open_door("The description of the API holds no records.")
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the API."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


def document() -> dict[str, Any]:
    """Give the OpenAPI document; refusals are declared as problem+json, as they are sent."""
    made: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix="/api"), cls=NinjaJSONEncoder)
    )
    for operations in made["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if int(status) >= FIRST_ERROR and "application/json" in answer.get("content", {}):
                    answer["content"] = {PROBLEM_TYPE: answer["content"]["application/json"]}
            for parameter in operation.get("parameters", []):
                _leave_out_null(parameter["schema"])
    return made


def _leave_out_null(schema: dict[str, Any]) -> None:
    """An address cannot carry null: a parameter that may be absent is absent."""
    choices = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update(choices[0])


def addresses() -> list[URLPattern]:
    """Give the operations and the description; Ninja's own start page is left out."""
    operations, _app, _namespace = api.urls
    kept = [each for each in operations if each.name != "api-root"]
    return [path("openapi.json", openapi, name="openapi"), *kept]


urls = (addresses(), "api", "api")
