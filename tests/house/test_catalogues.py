"""Does every text of the interface stand in a catalogue, in both languages?"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po
from django.conf import settings

from zhuanhua.ui import catalogues
from zhuanhua.ui.management.commands.messages import own_apps


def test_every_text_is_in_english_and_none_stands_outside_the_catalogues():
    folders = own_apps()
    root, places = Path(settings.ROOT), list(folders.values())

    found = [fault for folder in places for fault in catalogues.faults(folder, places, root)]

    assert found == []


COUNTED = re.compile(
    r"%\((?:count|n|rows|lines|faults|records|times|days|payees|cases|parties)\)[sd] (?:[a-z]+ ){0,2}[a-z]+s\b"
)
ONE_NEVER = {
    "Not among the %(count)d choices.",
    "The case holds %(count)d papers already, which is the most. ",
    "The code has %(count)s places, %(gap)s too many; a unified social credit code has 18.",
    "edition %(n)s as an applicant sees it; nothing is saved here",
}  # a number that is no count, or that is never 1


def test_english_has_a_singular_wherever_a_count_stands_before_a_noun():
    told = [
        str(message.string)
        for label, folder in own_apps().items()
        if label not in {"cli", "demo"}  # the terminal of those who run the site; they count in thousands
        for message in _english(folder)
        if isinstance(message.id, str) and COUNTED.search(str(message.string))
    ]

    assert set(told) - ONE_NEVER == set()


def test_one_text_has_one_english_in_all_catalogues():
    """Django joins the catalogues, so of two wordings one wins everywhere; where two are meant, a context tells them apart."""
    wordings: dict[tuple[Any, Any], set[str]] = defaultdict(set)
    for folder in own_apps().values():
        for message in _english(folder):
            if message.id:
                wordings[message.context, message.id].add(str(message.string))

    assert {told: english for told, english in wordings.items() if len(english) > 1} == {}


def _english(folder: Path) -> Iterator[Any]:
    path = catalogues.po_path(folder)
    if path.exists():
        with path.open("rb") as file:
            yield from read_po(file)
