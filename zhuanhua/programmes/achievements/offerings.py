"""What does the programme offer to the rooms it borrows: tabs, files, sentences, figures, sheets?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.achievements import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.achievements import sheets
from zhuanhua.programmes.achievements.describing import CATALOGUE
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue import queries
from zhuanhua.shared.catalogue.catalogues import register as register_catalogue
from zhuanhua.shared.catalogue.permissions import sight
from zhuanhua.shared.catalogue.searching import source_of
from zhuanhua.shared.catalogue.sentences import names_of, sentences_of
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.documents.queries import register_reader
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.shared.search.sources import register_source
from zhuanhua.ui.menu import Tab, register_tabs, register_top
from zhuanhua.ui.welcome import Lead, Reader, register_leads


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_catalogue(CATALOGUE)
    register_tabs("achievements", TABS, title=CATALOGUE.title)
    register_top(
        Tab(_("成果需求"), "achievements:index", public=True, also=("needs:index",), spare=True), order=20
    )
    register_leads(
        "achievements",
        Lead(_("发布成果"), "achievements:start", (Reader.UNIVERSITY,), order=10),
        Lead(_("全部成果"), "achievements:index", (Reader.FIRM, Reader.AGENCY, Reader.PUBLIC), order=15),
    )
    register_reader(CATALOGUE.kind, may_open)
    register_source(source_of(CATALOGUE, order=12))
    register_kinds(dict(CATALOGUE.papers))
    sheets.register()
    register_sentences(sentences_of(CATALOGUE.kind), names_of(CATALOGUE.kind, CATALOGUE.title))


def waiting(person: Any) -> int:
    """Count what waits for a review."""
    return queries.waiting(CATALOGUE, person)


def may_open(person: Any, stored: Any) -> bool:
    """Pictures and documents open with the full text."""
    item = queries.visible(CATALOGUE, person).filter(number=stored.case_number).first()
    return item is not None and sight(person, item).text


TABS = [
    Tab(_("成果审核"), "achievements:desk", Permission.ACHIEVEMENT_REVIEW, count=waiting, also=("achievements:send_back", "achievements:publish_many")),
    Tab(_("我的成果"), "achievements:mine", Permission.ACHIEVEMENT_FILE, also=("achievements:edit", "achievements:start", "achievements:attach")),
    Tab(_("全部成果"), "achievements:index", public=True, also=("achievements:detail", "achievements:sign", "achievements:ask", "achievements:records")),
    Tab(_("全部需求"), "needs:index", public=True),
    Tab(_("查重合并"), "achievements:duplicates", (Permission.ACHIEVEMENT_FILE, Permission.ACHIEVEMENT_REVIEW), also=("achievements:compare",)),
]  # fmt: skip
