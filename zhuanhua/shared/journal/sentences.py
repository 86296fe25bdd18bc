"""How does a line of the journal read as a sentence? Programmes word their own events; unknown ones are told plainly."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.shared.journal.models import Entry

Wording = Any  # a lazy text, or a function of the entry
_SENTENCES: dict[str, Wording] = {}


def register_sentences(sentences: dict[str, Wording | Callable[[Entry], str]]) -> None:
    """Word events: a text with %(reason)s, %(number)s and the keys of `after`, or a function of the entry."""
    _SENTENCES.update(sentences)


def sentence(entry: Entry) -> str:
    """Say what happened, without the name of who did it."""
    wording = _SENTENCES.get(entry.event)
    if wording is None:
        return _("记录“%(event)s”。") % {"event": entry.event}
    if callable(wording):
        return str(wording(entry))
    facts = {
        "reason": entry.reason,
        "number": entry.case_number,
        **{name: value for name, value in entry.after.items()},
    }
    try:
        return str(wording) % facts
    except (KeyError, TypeError, ValueError):
        return str(wording)


def lines_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Give entries as the journal component shows them."""
    return [
        {
            "at": datetime.fromisoformat(entry.at),
            "actor": entry.actor_name,
            "sentence": sentence(entry),
            "reason": entry.reason,
            "entry": entry,
        }
        for entry in entries
    ]
