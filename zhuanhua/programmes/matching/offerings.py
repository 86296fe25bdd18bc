"""What does the programme offer to the rooms it borrows: tabs and sentences?"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.programmes.matching import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.matching import queries
from zhuanhua.programmes.matching.sentences import NAMES, SENTENCES
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.catalogues import register_link
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.ui.menu import Tab, register_tabs


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_tabs(
        "matching",
        TABS,
        title=pgettext_lazy("match", "供需对接"),
        about=_("需求和成果的匹配与跟进"),
        order=25,
    )
    register_link(_("看看匹配"), "matching:ranked", Permission.MATCH_USE)
    register_sentences(SENTENCES, NAMES)


TABS = [
    Tab(_("对接跟进"), "matching:board", Permission.MATCH_USE, count=queries.waiting, also=("matching:detail", "matching:ranked")),
    Tab(_("看板"), "matching:columns", Permission.MATCH_USE),
    Tab(_("新的高度匹配"), "matching:leads", Permission.MATCH_USE),
    Tab(_("谁和谁"), "matching:network", Permission.MATCH_USE),
    Tab(_("收到的意见"), "matching:said", Permission.MATCH_USE),
    Tab(_("匹配模型"), "matching:models", Permission.MATCH_TEACH),
    Tab(_("提醒设置"), "matching:alerts", Permission.MATCH_USE),
]  # fmt: skip
