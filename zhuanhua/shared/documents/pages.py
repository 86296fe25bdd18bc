"""How is a file handed out? As a download, never shown in the page, whatever it says it is."""

from typing import Any

from django.http import FileResponse, HttpRequest

from zhuanhua.shared.access.doors import signed_in_door
from zhuanhua.shared.documents.queries import file_for


@signed_in_door
def file(request: HttpRequest, identifier: Any) -> FileResponse:
    """Download one file of a case that the person may read."""
    stored = file_for(request.person, identifier)  # type: ignore[attr-defined]
    answer = FileResponse(
        stored.read(), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
