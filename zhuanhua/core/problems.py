"""How does the API say no? As problem+json (RFC 9457): what is wrong, at which field, and the way out."""

import json
from typing import Any

from django.http import HttpResponse
from ninja import Schema

PROBLEM_TYPE = "application/problem+json"


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Problem(Schema):
    """A refusal; `detail` is a sentence for people, `code` a word for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str
    way_out: str
    errors: list[FieldProblem]


REFUSALS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)


def problem(
    status: int,
    title: str,
    *,
    detail: str = "",
    code: str = "",
    field: str = "",
    way_out: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    """Answer with a problem."""
    content = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
        "code": code,
        "field": field,
        "way_out": way_out,
        "errors": errors or [],
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False), status=status, content_type=PROBLEM_TYPE)
