"""What would another value have done? A replay over all past cases: what it costs, who gains, who loses; nothing is stored."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.core import money
from zhuanhua.core.errors import Refusal
from zhuanhua.shared.access.doors import door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.policy.book import MissingValue
from zhuanhua.shared.policy.exports import REPLAY
from zhuanhua.shared.policy.forms import ReplayForm
from zhuanhua.shared.policy.pages.ruling import rule_or_404
from zhuanhua.shared.policy.replaying import PartyChange, Replay, replay
from zhuanhua.ui.words import in_english

PER_PAGE, DRAWN = 50, 10


@door(Permission.POLICY_REPLAY)
def trial(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for other values by the address alone, so that a colleague can open the same trial, and export it."""
    rule = rule_or_404(code)
    form = ReplayForm(request.GET if "on" in request.GET else None, rule=rule)
    found, fault = None, ""
    if not form.is_bound or form.is_valid():
        try:
            found = replay(rule, on=form.day, overrides=form.changes() if form.is_bound else {})
        except (Refusal, MissingValue) as refusal:
            fault = str(refusal)
    wanted = request.GET.get("party", "")
    context = {
        "rule": rule,
        "form": form,
        "found": found,
        "fault": fault,
        "export": REPLAY,
        "page": _page(found, request.GET.get("page")) if found else None,
        "chart": _chart(found) if found and found.parties else None,
        "message": _message(found) if found else "",
        "party": next((each for each in found.parties if each.party == wanted), None) if found else None,
        "own": [each for each in found.cases if each.party == wanted] if found and wanted else [],
    }
    return render(request, "policy/replay.html", context, status=400 if form.is_bound and not found else 200)


def _page(found: Replay, number: str | None) -> Any:
    return Paginator(found.parties, PER_PAGE).get_page(number)


def _drawn(found: Replay) -> list[PartyChange]:
    return list(found.parties[:DRAWN])


def _message(found: Replay) -> str:
    """Say in a sentence what the chart shows."""
    words = {
        "before": money.yuan_text(found.before_fen),
        "after": money.yuan_text(found.after_fen),
        "gain": len(found.gainers),
        "lose": len(found.losers),
    }
    return _("现行%(before)s元，试算%(after)s元；%(gain)s家多得，%(lose)s家少得。数据见下表") % words


def _chart(found: Replay) -> dict[str, Any]:
    """Bars side by side, now and then, for the parties that move most."""
    parties = _drawn(found)[::-1]
    per = money.FEN_PER["yuan" if in_english() else "wan"]
    series = [
        {
            "name": _("现行"),
            "type": "bar",
            "itemStyle": {"color": "#b4beb9"},
            "data": [each.before_fen / per for each in parties],
        }
    ]
    if found.changed:
        series.append({"name": _("试算"), "type": "bar", "data": [each.after_fen / per for each in parties]})
    return {
        "legend": {"data": [each["name"] for each in series]},
        "grid": {
            "top": 44,
            "left": 8,
            "right": 56,
            "bottom": 8,
            "outerBoundsMode": "same",
            "outerBoundsContain": "axisLabel",
        },
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "xAxis": {"type": "value", "name": "" if in_english() else _("万元")},
        "yAxis": {
            "type": "category",
            "data": [each.name for each in parties],
            "axisLabel": {"width": 180, "overflow": "truncate"},
        },
        "series": series,
    }
