"""What do people see of needs? The common pages of a catalogue, each behind this programme's own door."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from zhuanhua.programmes.needs.describing import CATALOGUE
from zhuanhua.shared.access.doors import door, open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.pages import desk as desk_pages
from zhuanhua.shared.catalogue.pages import filing, lists, merging, single

FILE, READ, REVIEW = Permission.NEED_FILE, Permission.NEED_READ, Permission.NEED_REVIEW


@open_door(
    "Published titles are for everyone; what else is read depends on the item's level (促进科技成果转化法第十一条)."
)
def index(request: HttpRequest) -> HttpResponse:
    """The shelf."""
    return lists.index(request, CATALOGUE)


@open_door("A published title is for everyone; the rest opens step by step.")
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """One item, as far as the reader may read it."""
    return single.detail(request, CATALOGUE, number)


@door(READ)
def records(request: HttpRequest) -> HttpResponse:
    """What the figures count."""
    return lists.records(request, CATALOGUE)


@door(FILE)
def mine(request: HttpRequest) -> HttpResponse:
    """One's own."""
    return lists.mine(request, CATALOGUE)


@door(REVIEW)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a review."""
    return lists.desk(request, CATALOGUE)


@door(FILE)
def start(request: HttpRequest) -> HttpResponse:
    """Begin."""
    return filing.start(request, CATALOGUE)


@door(FILE)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Fill in."""
    return filing.edit(request, CATALOGUE, number)


@door(FILE)
def suggest(request: HttpRequest, number: str) -> HttpResponse:
    """Field, class and what may be the same, while one types."""
    return filing.suggest(request, CATALOGUE, number)


@door(FILE)
@require_POST
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """A picture or document comes in."""
    return filing.attach(request, CATALOGUE, number)


@door(FILE)
@require_POST
def remove_paper(request: HttpRequest, number: str, paper: Any) -> HttpResponse:
    """A picture or document goes out."""
    return filing.remove_paper(request, CATALOGUE, number, paper)


@door(FILE)
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in."""
    return filing.submit(request, CATALOGUE, number)


@door(FILE)
@require_POST
def revise(request: HttpRequest, number: str) -> HttpResponse:
    """Take back to change."""
    return filing.revise(request, CATALOGUE, number)


@door(FILE)
@require_POST
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Keep for another term."""
    return filing.renew(request, CATALOGUE, number)


@door(FILE)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take down."""
    return filing.withdraw(request, CATALOGUE, number)


@door(FILE)
@require_POST
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Throw a draft away."""
    return filing.discard(request, CATALOGUE, number)


@door(REVIEW)
@require_POST
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """Put on the shelf."""
    return desk_pages.publish(request, CATALOGUE, number)


@door(REVIEW)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Return with a reason."""
    return desk_pages.send_back(request, CATALOGUE, number)


@door(REVIEW)
@require_POST
def publish_many(request: HttpRequest) -> HttpResponse:
    """Put many on the shelf."""
    return desk_pages.publish_many(request, CATALOGUE)


@door(FILE, REVIEW)
def duplicates(request: HttpRequest) -> HttpResponse:
    """Groups of what may be the same."""
    return merging.duplicates(request, CATALOGUE)


@door(FILE, REVIEW)
def compare(request: HttpRequest) -> HttpResponse:
    """Two side by side, and the merge."""
    return merging.compare(request, CATALOGUE)


@door(FILE, REVIEW)
@require_POST
def undo(request: HttpRequest, identifier: int) -> HttpResponse:
    """Take a merge back."""
    return merging.undo(request, CATALOGUE, identifier)


@door(READ)
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Promise secrecy."""
    return single.sign(request, CATALOGUE, number)


@door(READ)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to talk."""
    return single.ask(request, CATALOGUE, number)


@door(FILE)
@require_POST
def answer(request: HttpRequest, number: str, identifier: int) -> HttpResponse:
    """Agree to talk, or not."""
    return single.answer(request, CATALOGUE, number, identifier)
