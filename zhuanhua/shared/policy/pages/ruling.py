"""What do people see of a rule? Its conditions, its arithmetic, its dated values, and worked cases with their sheets; open to everyone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.doors import open_door
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.policy import cases, library, queries, rules
from zhuanhua.shared.policy.book import MissingValue, PolicyError
from zhuanhua.shared.policy.pages.books import read_day
from zhuanhua.shared.policy.verdicts import verdict


def rule_or_404(code: str) -> rules.Rule:
    """Give the rule of an address."""
    try:
        return rules.find(code)
    except PolicyError as fault:
        raise Http404(_("没有编号为“%(code)s”的规则。") % {"code": code}) from fault


@open_door("规则是公开的")
def listing(request: HttpRequest) -> HttpResponse:
    """List the rules, with how many of their values nobody stands by yet."""
    today = city_today()
    lines = []
    for rule in rules.rules():
        try:
            used = rules.values_used(rule, rule.values(today))
        except MissingValue:
            used = ()
        open_ones = len(queries.unconfirmed(used))
        lines.append({"rule": rule, "values": len(used), "open": open_ones, "cases": len(examples(rule))})
    return render(request, "policy/rules.html", {"lines": lines})


@open_door("规则是公开的")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a rule on a day: conditions, arithmetic, values by date, worked cases."""
    rule = rule_or_404(code)
    day, fault = read_day(request.GET.get("on", ""))
    values = rule.values(day)
    try:
        used = rules.values_used(rule, values)
    except MissingValue:
        used, fault = (), fault or _("%(day)s还没有这条规则的数值。") % {"day": day}
    entries = {entry.id: entry for entry in used}
    context = {
        "rule": rule,
        "day": day,
        "fault": fault,
        "typed": request.GET.get("on", ""),
        "version": values.version,
        "conditions": [
            {
                "condition": each,
                "values": [entries[one] for one in each.values if one in entries],
                "cited": entries.get(each.document),
            }
            for each in rule.conditions
        ],
        "steps": [{"step": each, "value": entries.get(each.value)} for each in rule.steps],
        "used": [(entry, queries.confirmation_of(entry)) for entry in used],
        "examples": [(place, case, outcome_of(rule, case)) for place, case in enumerate(examples(rule), 1)],
        "may_replay": allows(request.person, Permission.POLICY_REPLAY),  # type: ignore[attr-defined]
    }
    return render(request, "policy/rule.html", context, status=400 if fault else 200)


@open_door("案例是公开的，里面没有真实的单位")
def example(request: HttpRequest, code: str, place: int) -> HttpResponse:
    """Show the sheet of a worked case, as a real case would get it."""
    rule = rule_or_404(code)
    found = examples(rule)
    if not 1 <= place <= len(found):
        raise Http404(_("没有第%(place)s个案例。") % {"place": place})
    case = found[place - 1]
    rows = case.rows(rule.function.columns)  # type: ignore[attr-defined]
    day = case.on or city_today()
    sheet = verdict(rule, rows, day, confirmed=queries.confirmed())
    context = {
        "rule": rule,
        "case": case,
        "outcome": outcome_of(rule, case),
        "sheet": sheet,
        "place": place,
        "rows": len(rows),
    }
    return render(request, "policy/example.html", context)


def examples(rule: rules.Rule) -> list[cases.Case]:
    """Give the worked cases of a rule."""
    shelf = _shelf(rule)
    return [case for case in shelf.examples() if case.rule == rule.name] if shelf else []


def outcome_of(rule: rules.Rule, case: cases.Case) -> cases.Outcome:
    """Run one worked case."""
    return cases.run_case(case, {rule.name: rule.function}, rule.dated())


def _shelf(rule: rules.Rule) -> library.Shelf | None:
    return next((each for each in library.shelves() if each.label == rule.shelf), None)
