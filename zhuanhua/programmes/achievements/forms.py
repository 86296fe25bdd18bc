"""What do people type about an achievement? The common fields, and maturity, rights, team, price."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.fields import AmountField
from zhuanhua.core.text import clean_block, clean_line
from zhuanhua.programmes.achievements.models import RightKind, RightStatus
from zhuanhua.shared.catalogue import codes
from zhuanhua.shared.catalogue.forms import ItemForm

IPC = re.compile(r"[A-H]\d{2}[A-Z](?:\d{1,4}/\d{2,6})?")
KINDS = {
    "发明专利": RightKind.INVENTION, "发明": RightKind.INVENTION, "实用新型专利": RightKind.UTILITY, "实用新型": RightKind.UTILITY,
    "外观设计专利": RightKind.DESIGN, "外观设计": RightKind.DESIGN, "软件著作权": RightKind.SOFTWARE, "软著": RightKind.SOFTWARE,
    "集成电路布图设计": RightKind.LAYOUT, "植物新品种": RightKind.PLANT, "技术秘密": RightKind.SECRET, "其他": RightKind.OTHER,
    "其他知识产权": RightKind.OTHER,
}  # fmt: skip
STATUSES = {
    "申请中": RightStatus.APPLIED,
    "公开": RightStatus.APPLIED,
    "已授权": RightStatus.GRANTED,
    "授权": RightStatus.GRANTED,
    "已失效": RightStatus.ENDED,
    "失效": RightStatus.ENDED,
}
MOST_RIGHTS = 30


def read_rights(text: str) -> list[dict[str, str]]:
    """Read rights, one a line: kind, number, status; raises ValueError with the line that cannot be read."""
    rights = []
    for line in clean_block(text).split("\n"):
        parts = unicodedata.normalize("NFKC", clean_line(line)).replace(",", " ").replace("、", " ").split()
        if not parts:
            continue
        kind = KINDS.get(parts[0])
        if kind is None:
            raise ValueError(line.strip())
        status = STATUSES.get(parts[-1]) if len(parts) > 1 else None
        number = "".join(parts[1:-1] if status else parts[1:])[:60]
        rights.append({"kind": str(kind), "number": number, "status": str(status) if status else ""})
    return rights[:MOST_RIGHTS]


class AchievementForm(ItemForm):
    """科技成果."""

    ipc = forms.CharField(
        label=_("IPC分类"),
        max_length=40,
        required=False,
        help_text=_("例如G01N21/88；不知道的可以不填，右边有建议。"),
    )
    trl = forms.TypedChoiceField(
        label=_("技术成熟度"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", _("请选择")), *codes.trl_choices()],
    )
    rights = forms.CharField(
        label=_("知识产权"),
        max_length=2000,
        required=False,
        help_text=_("一行一项：种类 号码 状态，例如“发明专利 ZL201810123456.7 已授权”。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    holder = forms.CharField(
        label=_("权利人"), max_length=200, required=False, help_text=_("与发布单位相同的不填。")
    )
    team = forms.CharField(label=_("研发团队"), max_length=300, required=False)
    price_fen = AmountField(
        label=_("参考价格"), unit="wan", required=False, least_fen=1, help_text=_("不填即面议。")
    )
    evaluation = forms.CharField(
        label=_("评价情况"),
        max_length=1000,
        required=False,
        help_text=_("鉴定、验收、第三方检测、用户使用报告。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    awards = forms.CharField(
        label=_("获奖情况"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    @classmethod
    def initial_of(cls, item: Any) -> dict[str, Any]:
        """Show rights as they are typed."""
        lines = [
            " ".join(
                part
                for part in (
                    next((word for word, kind in KINDS.items() if kind == right["kind"]), ""),
                    right.get("number", ""),
                    next((word for word, status in STATUSES.items() if status == right.get("status")), ""),
                )
                if part
            )
            for right in item.rights
        ]
        return super().initial_of(item) | {"rights": "\n".join(lines)}

    def clean_rights(self) -> list[dict[str, str]]:
        """Read the lines, or say which cannot be read."""
        try:
            return read_rights(self.cleaned_data["rights"])
        except ValueError as fault:
            message = gettext("看不懂“%(line)s”。请像例子那样，以种类开头，一行一项。") % {
                "line": str(fault)[:40]
            }
            raise forms.ValidationError(message, code="right") from fault

    def clean_ipc(self) -> str:
        """A class is a section, a class and a subclass, with or without group."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["ipc"]).upper().replace(" ", "")
        if typed and not IPC.fullmatch(typed):
            raise forms.ValidationError(gettext("不是IPC分类号。请按G01N或者G01N21/88的样子填。"), code="ipc")
        return typed
