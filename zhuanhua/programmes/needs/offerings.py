"""What does the programme offer to the rooms it borrows: tabs, files, sentences, figures, sheets?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.needs import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.needs import sheets
from zhuanhua.programmes.needs.describing import CATALOGUE
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
from zhuanhua.ui.menu import Tab, register_tabs
from zhuanhua.ui.welcome import Lead, Reader, register_leads


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_catalogue(CATALOGUE)
    register_tabs("needs", TABS, title=CATALOGUE.title)
    register_leads(
        "needs",
        Lead(_("提出技术需求"), "needs:start", (Reader.FIRM,), order=10),
        Lead(_("需求审核"), "needs:desk", (Reader.BUREAU,), order=30),
        Lead(_("全部需求"), "needs:index", (Reader.UNIVERSITY, Reader.AGENCY, Reader.PUBLIC), order=15),
    )
    register_reader(CATALOGUE.kind, may_open)
    register_source(source_of(CATALOGUE, order=13))
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
    Tab(_("需求审核"), "needs:desk", Permission.NEED_REVIEW, count=waiting, also=("needs:send_back", "needs:publish_many")),
    Tab(_("我的需求"), "needs:mine", Permission.NEED_FILE, also=("needs:edit", "needs:start", "needs:attach")),
    Tab(_("全部需求"), "needs:index", public=True, also=("needs:detail", "needs:sign", "needs:ask", "needs:records")),
    Tab(_("全部成果"), "achievements:index", public=True),
    Tab(_("查重合并"), "needs:duplicates", (Permission.NEED_FILE, Permission.NEED_REVIEW), also=("needs:compare",)),
]  # fmt: skip
