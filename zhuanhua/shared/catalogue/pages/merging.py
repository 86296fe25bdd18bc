"""Three steps: groups of what may be the same, two side by side, merged with a reason; and the undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.engines.likeness import likeness
from zhuanhua.shared.catalogue import actions, permissions, queries
from zhuanhua.shared.catalogue.actions.filing import plain
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.forms import MergeForm
from zhuanhua.shared.catalogue.pages.answering import person_of, shown
from zhuanhua.shared.catalogue.queries.similar import compared_text
from zhuanhua.ui.answering import tell_form

LONG = 400


def duplicates(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """First step: the groups, of one's own items or, for the desk, of all."""
    person = person_of(request)
    among = (
        queries.desk(catalogue, person, view="all")
        if permissions.on_desk(person, catalogue)
        else queries.mine(catalogue, person)
    )
    return shown(request, catalogue, "duplicates", {"groups": queries.duplicate_groups(catalogue, among)})


def compare(request: HttpRequest, catalogue: Catalogue) -> HttpResponse:
    """Second and third step: two side by side, and the merge."""
    person = person_of(request)
    asked = request.POST if request.method == "POST" else request.GET
    numbers = list(dict.fromkeys(asked.getlist("number")))
    if len(numbers) != 2:
        messages.error(request, _("请选两条来比对。"))
        return redirect(f"{catalogue.name}:duplicates")
    pair = [queries.item_for(catalogue, person, number) for number in numbers]
    if not all(permissions.may_merge(person, item) for item in pair):
        raise Http404
    form = MergeForm(
        request.POST if "kept" in request.POST else None, pair=pair, initial={"kept": pair[0].number}
    )
    if request.method == "POST" and form.is_valid():
        kept, merged = pair if form.cleaned_data["kept"] == pair[0].number else pair[::-1]
        try:
            actions.merge_items(kept=kept, merged=merged, reason=form.cleaned_data["reason"], by=person)
        except Refusal as refusal:
            tell_form(form, refusal)
        else:
            messages.success(request, _("已合并。需要时可以在这一页撤销。"))
            return redirect(f"{catalogue.name}:detail", kept.number)
    context = {
        "left": pair[0],
        "right": pair[1],
        "rows": _rows(catalogue, *pair),
        "percent": round(likeness(compared_text(pair[0]), compared_text(pair[1])) * 100),
        "form": form,
    }
    return shown(request, catalogue, "compare", context)


def undo(request: HttpRequest, catalogue: Catalogue, identifier: int) -> HttpResponse:
    """Take a merge back."""
    person = person_of(request)
    merge = queries.merge_for(catalogue, person, identifier)
    try:
        actions.undo_merge(merge=merge, by=person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤销合并，两条都恢复原样。"))
    return redirect(f"{catalogue.name}:detail", merge.kept)


def _rows(catalogue: Catalogue, left: Any, right: Any) -> list[dict[str, Any]]:
    names = ["title", "owner", "state", *(name for name in catalogue.saved if name != "title")]
    rows = []
    for name in names:
        one, other = _words(left, name), _words(right, name)
        if one or other:
            label = left._meta.get_field(name).verbose_name
            rows.append({"label": label, "left": one, "right": other, "differs": one != other})
    return rows


def _words(item: Any, name: str) -> str:
    if name == "owner":
        return str(item.owner.name)
    if name == "state":
        return str(item.state_label)
    if name == "field":
        return str(item.field_words)
    if name == "cooperation":
        return _("、").join(item.cooperation_words)
    display = getattr(item, f"get_{name}_display", None)
    value = display() if display else plain(getattr(item, name))
    if isinstance(value, list):
        return _("、").join(str(each) for each in value)
    text = "" if value is None else str(value)
    return f"{text[:LONG]}…" if len(text) > LONG else text
