"""Who works with whom? The partners of the matches that came to a contact, drawn, and in a table that says the same."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.programmes.matching.queries.network import SIDES, Tie, ties_for
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.fields import DOMAINS
from zhuanhua.shared.people.districts import DISTRICTS

LEFT, RIGHT = "#17597a", "#6b5a8e"
LINE = "#a9c9d9"
THICKEST = 9


@door(Permission.MATCH_USE)
def network(request: Any) -> HttpResponse:
    """The picture and its table, narrowed by field and district of the need."""
    by = request.GET.get("by", "domain")
    by = by if by in SIDES else "domain"
    domain, district = request.GET.get("domain", ""), request.GET.get("district", "")
    domain = domain if domain in DOMAINS else ""
    district = district if district in DISTRICTS else ""
    ties = ties_for(request.person, by=by, domain=domain, district=district)
    context = {
        "ties": ties,
        "option": picture(ties) if ties else None,
        "message": _(
            "谁和谁在对接：左边是成果方，右边是需求方，线越粗，取得联系的对接越多；数字在下面的表里。"
        ),
        "sides": [(name, label, name == by) for name, label in SIDES.items()],
        "by": by,
        "domain": domain,
        "district": district,
        "domains": DOMAINS.items(),
        "districts": DISTRICTS.items(),
    }
    return render(request, "matching/network.html", context)


def picture(ties: list[Tie]) -> dict[str, Any]:
    """Give the ECharts option: two columns of points, and a line for each tie."""
    left, right = _places(ties, "giver"), _places(ties, "taker")
    most = max(tie.contacted for tie in ties)
    lines = [
        [
            {
                "coord": [0, left[tie.giver][0]],
                "name": f"{tie.giver} — {tie.taker}",
                "value": tie.contacted,
                "lineStyle": {
                    "type": "solid",
                    "width": 1 + (THICKEST - 1) * (tie.contacted - 1) / most,
                    "color": LINE,
                    "opacity": 0.6,
                },
            },
            {"coord": [1, right[tie.taker][0]]},
        ]
        for tie in ties
    ]
    column: dict[str, Any] = {"type": "scatter", "label": {"show": True, "formatter": "{b}", "fontSize": 12}}
    return {
        "grid": {"left": "26%", "right": "38%", "top": 12, "bottom": 12},
        "tooltip": {"trigger": "item", "decimals": 0},
        "xAxis": {"type": "value", "min": 0, "max": 1, "show": False},
        "yAxis": {"type": "value", "min": 0, "max": 1, "show": False},
        "series": [
            column
            | {
                "name": _("成果方"),
                "itemStyle": {"color": LEFT},
                "label": column["label"] | {"position": "left"},
                "data": _points(left, 0),
                "markLine": {
                    "silent": False, "symbol": "none", "label": {"show": False}, "data": lines, "animation": False,
                },
            },
            column
            | {
                "name": _("需求方"),
                "itemStyle": {"color": RIGHT},
                "label": column["label"] | {"position": "right"},
                "data": _points(right, 1),
            },
        ],
    }  # fmt: skip


def _places(ties: list[Tie], side: str) -> dict[str, tuple[float, int]]:
    """Where each partner stands, those with most matches on top, and how many it has."""
    many: dict[str, int] = {}
    for tie in ties:
        name = getattr(tie, side)
        many[name] = many.get(name, 0) + tie.contacted
    order = sorted(many, key=lambda name: (-many[name], name))
    return {name: (1 - (at + 0.5) / len(order), many[name]) for at, name in enumerate(order)}


def _points(places: dict[str, tuple[float, int]], at: int) -> list[dict[str, Any]]:
    most = max(number for _height, number in places.values())
    return [
        {"name": name, "value": [at, height, number], "symbolSize": 8 + 14 * number / most}
        for name, (height, number) in places.items()
    ]
