"""How do the events of matches read in the journal?"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.programmes.matching.models import Saying
from zhuanhua.shared.journal.models import Entry


def judged(entry: Entry) -> str:
    """Say which pair was judged, and how."""
    words = {
        "need": entry.after.get("need", ""),
        "achievement": entry.after.get("achievement", ""),
        "saying": Saying(entry.after["saying"]).label,
    }
    return _("认为%(need)s和%(achievement)s不合适：%(saying)s。") % words


SENTENCES = {
    "need:judge": judged,
    "achievement:judge": judged,
    "match:ask": gettext_lazy("认为合适，请对方同意联系。"),
    "match:agree": gettext_lazy("同意联系。"),
    "match:contact": gettext_lazy("%(done_on)s联系上了。"),
    "match:meet": gettext_lazy("%(done_on)s面谈。"),
    "match:intend": gettext_lazy("%(done_on)s达成意向。"),
    "match:sign": gettext_lazy("%(done_on)s签订合同。"),
    "match:register": gettext_lazy("%(done_on)s合同完成认定登记。"),
    "match:end": gettext_lazy("结束对接。"),
    "match:name_broker": gettext_lazy("委托%(broker)s撮合。"),
    "match:choose_alerts": gettext_lazy("改了供需匹配的提醒设置。"),
    "need:recommend": gettext_lazy("推荐成果%(achievement)s给需求方。"),
    "learning:start": gettext_lazy("让匹配模型重新学习。"),
    "learning:switch": gettext_lazy("启用匹配模型%(version)s。"),
}
NAMES = {
    "need:judge": gettext_lazy("评价匹配"),
    "achievement:judge": gettext_lazy("评价匹配"),
    "match:ask": gettext_lazy("提出对接"),
    "match:name_broker": gettext_lazy("委托撮合方"),
    "match:choose_alerts": gettext_lazy("设置匹配提醒"),
    "need:recommend": gettext_lazy("推荐成果"),
    "learning:start": gettext_lazy("训练匹配模型"),
    "learning:switch": gettext_lazy("启用匹配模型"),
    "match:contact": gettext_lazy("对接取得联系"),
    "match:meet": gettext_lazy("对接面谈"),
    "match:intend": gettext_lazy("对接达成意向"),
    "match:sign": gettext_lazy("对接签订合同"),
    "match:register": gettext_lazy("对接合同登记"),
}
