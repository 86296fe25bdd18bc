"""What do proposals and letters offer to the rooms they borrow: menu, search, readers of files, journal sentences?"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuanhua.accountability.replies import queries
from zhuanhua.accountability.replies.actions.drafting import WORD_KIND
from zhuanhua.accountability.replies.letter_files import KINDS
from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.sentences import NAMES, SENTENCES
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.documents.queries import register_reader
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.ui.menu import Tab, register_tabs, register_top
from zhuanhua.ui.search import Hit, register_searcher

ENOUGH = 6
TABS = [
    Tab(
        _("待答复"),
        "replies:proposals",
        Permission.LETTER_READ,
        count=queries.open_proposals,
        also=("replies:proposal", "replies:new_proposal", "replies:assign", "replies:return_proposal"),
    ),
    Tab(
        _("答复稿"),
        "replies:letters",
        Permission.LETTER_READ,
        also=(
            *(f"replies:{name}" for name in ("letter", "write", "submit", "cosign", "issue")),
            *(f"replies:{name}" for name in ("reopen", "refreeze", "send_back", "recall", "drift")),
        ),
    ),
    Tab(_("此后变化"), "replies:drifts", Permission.LETTER_READ),
    Tab(
        _("引用数"),
        "replies:references",
        Permission.LETTER_READ,
        also=("replies:reference", "replies:new_reference", "replies:correct", "replies:replace"),
    ),
    Tab(_("核对来文"), "replies:index", Permission.LETTER_AUDIT, also=("replies:detail",)),
]


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_sentences(SENTENCES, NAMES)
    register_tabs("replies", TABS, title=_("建议提案答复"))
    register_top(Tab(_("答复"), "replies:proposals", Permission.LETTER_READ, also=("replies:*",)), order=60)
    register_searcher("replies", find, title=_("建议提案答复"), order=40)
    register_reader(Letter.case_kind, may_open)
    register_kinds({WORD_KIND: _("答复稿Word文件"), **{kind.code: kind.label for kind in KINDS.values()}})


def may_open(person: Any, stored: Any) -> bool:
    """Who may read a letter may open its Word file."""
    return queries.letters_for(person).filter(number=stored.case_number).exists()


def find(person: Any, text: str) -> list[Hit]:
    """Find proposals and letters by number, title or proposer."""
    proposals = queries.proposals_in(person, view="all", text=text)[:ENOUGH]
    letters = queries.letters_in(person, view="all", text=text)[:ENOUGH]
    return [_hit(each, "replies:proposal", each.proposers) for each in proposals] + [
        _hit(each, "replies:letter", each.document_number) for each in letters
    ]


def _hit(case: Any, page: str, under: str) -> Hit:
    words = " · ".join(part for part in (case.number, under) if part)
    return Hit(case.title, reverse(page, args=[case.number]), words, str(case.state_label), case.tone)
