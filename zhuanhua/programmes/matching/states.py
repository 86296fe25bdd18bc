"""Where can a match stand, and what may happen next? Nobody is contacted before the other side has agreed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class MatchState(TextChoices):
    """Where a match stands, from a click to a registered contract."""

    ASKED = "asked", _("等待对方同意")
    AGREED = "agreed", _("双方同意联系")
    CONTACTED = "contacted", _("已联系")
    MET = "met", _("已面谈")
    INTENDED = "intended", _("达成意向")
    SIGNED = "signed", pgettext_lazy("match", "已签约")
    REGISTERED = "registered", pgettext_lazy("match", "合同已登记")
    ENDED = "ended", pgettext_lazy("match", "已结束")


_S = MatchState
TONES = {
    _S.ASKED: "theirs",
    _S.AGREED: "ours",
    _S.CONTACTED: "ours",
    _S.MET: "ours",
    _S.INTENDED: "ours",
    _S.SIGNED: "ours",
    _S.REGISTERED: "done",
    _S.ENDED: "stopped",
}
OPEN = (_S.ASKED, _S.AGREED, _S.CONTACTED, _S.MET, _S.INTENDED, _S.SIGNED)
FINAL = (_S.REGISTERED, _S.ENDED)
_USE = Permission.MATCH_USE
MOVES = (
    Move("agree", _S.ASKED, _S.AGREED, by=_USE, label=_("同意联系")),
    Move("contact", _S.AGREED, _S.CONTACTED, by=_USE, label=_("已联系上")),
    Move("meet", _S.CONTACTED, _S.MET, by=_USE, label=_("已经面谈")),
    Move("intend", _S.MET, _S.INTENDED, by=_USE, label=pgettext_lazy("verb", "达成意向")),
    Move("sign", _S.INTENDED, _S.SIGNED, by=_USE, label=_("签订合同")),
    Move("register", _S.SIGNED, _S.REGISTERED, by=_USE, label=_("合同已经登记"), needs=("contract",)),
    Move("end", OPEN, _S.ENDED, by=_USE, label=_("结束对接"), reason=True),
)
STEPS = ("contact", "meet", "intend", "sign", "register")
