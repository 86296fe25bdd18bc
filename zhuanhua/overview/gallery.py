"""How do all components look side by side? Only on a local or demo site."""

from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.core.dates import city_now
from zhuanhua.core.fields import AmountField
from zhuanhua.shared.access.doors import open_door
from zhuanhua.ui import charts
from zhuanhua.ui.forms import LookForm


class SampleForm(LookForm):
    """One field of each kind."""

    total = AmountField(
        label=gettext_lazy("合同额"), help_text=gettext_lazy("合同写明的总价，含税。"), unit="wan"
    )
    signed_on = forms.DateField(
        label=gettext_lazy("签订日期"), help_text=gettext_lazy("以最后一方签章的日期为准。")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("计价方式"),
        choices=[("", gettext_lazy("请选择")), ("fixed", gettext_lazy("固定总价，分期支付"))],
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("不是"))],
        widget=forms.RadioSelect,
    )
    agreed = forms.BooleanField(label=gettext_lazy("双方有控股、参股关系"), required=False)
    terms = forms.CharField(
        label=gettext_lazy("付款条件"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@open_door("A page for those who build the site; it exists on local and demo sites only and shows no record.")
def look(request: HttpRequest) -> HttpResponse:
    """Show every component once, with invented content."""
    typed = {
        "total": "386.00",
        "signed_on": "2018-12-31",
        "kind": "",
        "terms": _("分三期支付：30%、40%、30%，每期以验收单为准。"),
    }
    returned = {"signed_on": _("请与合同文本的签章日期核对。")}
    form = SampleForm(typed, remarks=returned)
    return render(request, "overview/look.html", {"form": form, **_marks(), **_sheets()})


def _marks() -> dict[str, Any]:
    tones = (
        (_("草稿"), "quiet"),
        (_("审核中"), "ours"),
        (_("退回补正"), "theirs"),
        (_("有出入"), "warn"),
        (_("已登记"), "done"),
        (_("不予登记"), "stopped"),
        (_("已逾期"), "late"),
        (_("引自统计部门"), "outside"),
    )
    clocks = (
        Thing(status="ok", used=7, left=3, over=0, words=_("还剩3个工作日")),
        Thing(status="soon", used=10, left=0, over=0, words=_("今天到期")),
        Thing(status="late", used=10, left=0, over=2, words=_("逾期2个工作日")),
        Thing(status="paused", used=4, left=6, over=0, words=_("时钟已停，等补正")),
        Thing(status="done", used=8, left=0, over=0, words=_("用了8个工作日")),
    )
    years = [str(year) for year in range(2014, 2019)]
    return {
        "tones": tones,
        "clocks": clocks,
        "yearly": charts.years(years, [129.6, 158.2, 186.9, 217.56, 252.04]),
        "stacked": charts.stacked(
            years, [(_("技术开发"), [70, 80, 95, 110, 130]), (_("技术服务"), [40, 50, 60, 70, 80])]
        ),
        "page": Paginator(range(37), 12).page(2),
        "amounts": {"paid": 1_002_800_000, "due": 318_420_000, "held": 246_100_000, "free": 1_432_680_000},
    }


def _sheets() -> dict[str, Any]:
    return {
        "stages": [
            {"label": _("申报"), "note": _("4月8日"), "phase": "was"},
            {"label": _("审核"), "note": _("进行中"), "phase": "is"},
            {"label": _("登记发证"), "note": _("未到"), "phase": ""},
        ],
        "lines": [
            {"at": city_now(), "actor": _("林知远"), "sentence": _("受理。10个工作日内办结。"), "reason": ""},
            {
                "at": city_now(),
                "actor": _("林知远"),
                "sentence": _("退回1个字段："),
                "reason": _("请写明每期付款的条件。"),
            },
        ],
        "conditions": [
            {
                "title": _("合同类型为技术开发或技术转让"),
                "met": "yes",
                "value": _("技术开发"),
                "source": _("认定第二项"),
                "clause": _("第六条"),
            },
            {
                "title": _("技术交易款到账不低于60%"),
                "met": "no",
                "value": "30%",
                "source": _("到账凭证1份"),
                "clause": _("第九条"),
            },
            {
                "title": _("合同已认定登记"),
                "met": "unknown",
                "value": _("审核中"),
                "source": _("本合同"),
                "clause": _("第六条"),
            },
        ],
        "sums": [
            {
                "op": "",
                "label": _("核定技术交易额"),
                "value": "3,524,000.00",
                "clause": _("认定第三项"),
                "kind": "",
            },
            {"op": "×", "label": _("比例"), "value": "10%", "clause": _("第八条"), "kind": ""},
            {
                "op": "=",
                "label": _("按比例计算，向下取整到元"),
                "value": "352,400",
                "clause": _("第十二条"),
                "kind": "total",
            },
        ],
        "old": [
            {"text": _("合同额386.00万元，"), "kind": "same"},
            {"text": _("含装置所需设备。"), "kind": "del"},
        ],
        "new": [
            {"text": _("合同额386.00万元，"), "kind": "same"},
            {"text": _("其中外购设备33.60万元。"), "kind": "ins"},
        ],
        "filters": [{"label": _("状态"), "value": _("未办结"), "clear_url": "?"}],
        "views": [
            {"label": _("我经办的"), "url": "?", "count": 37, "is_current": True},
            {"label": _("今天到期"), "url": "?view=today", "count": 2, "is_current": False},
        ],
        "columns": [{"key": "kind", "label": _("类型"), "is_shown": True}],
        "crumbs": [{"label": _("技术合同"), "url": "/"}, {"label": "2019-QM-01386", "url": ""}],
        "sample_day": date(2019, 4, 23),
    }
