"""How does a ranking read: levels, what speaks for a pair, what to look at?"""

from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.wording import amount_words


def level_words(level: int) -> str:
    """Name a level from 1 to 4."""
    return {4: _("高度匹配"), 3: _("较为匹配"), 2: _("部分匹配")}.get(level, _("仅供参考"))


def for_it(item: Any, proposal: Any) -> list[str]:
    """Say what speaks for the pair."""
    other, found = proposal.item, []
    if proposal.fit.words:
        found.append(_("共同的词：%(words)s") % {"words": _("、").join(proposal.fit.words)})
    if proposal.fit.same_field:
        found.append(_("同一技术领域：%(field)s") % {"field": item.field_words})
    wished, has = _ripeness(item, other)
    if wished and has and has >= wished:
        found.append(_("成熟度TRL %(has)s，达到希望的TRL %(wished)s") % {"has": has, "wished": wished})
    if set(item.cooperation) & set(other.cooperation):
        found.append(_("愿意的合作方式相合"))
    if item.district and item.district == other.district:
        found.append(_("在同一区县"))
    return found


def against(item: Any, proposal: Any) -> list[str]:
    """Say what is missing or speaks against it."""
    other, found = proposal.item, []
    wished, has = _ripeness(item, other)
    if wished and has and has < wished:
        found.append(_("成熟度TRL %(has)s，低于希望的TRL %(wished)s") % {"has": has, "wished": wished})
    need, achievement = (item, other) if item.case_kind == "need" else (other, item)
    if need.budget_fen and achievement.price_fen and achievement.price_fen > need.budget_fen:
        words = {"price": amount_words(achievement.price_fen), "budget": amount_words(need.budget_fen)}
        found.append(_("参考价格%(price)s，高于预算%(budget)s") % words)
    if not need.budget_fen or not achievement.price_fen:
        found.append(_("价格要面议"))
    if not achievement.rights:
        found.append(_("没有写知识产权"))
    if not proposal.fit.same_field:
        found.append(_("不在同一技术领域"))
    return found


def _ripeness(item: Any, other: Any) -> tuple[int | None, int | None]:
    need, achievement = (item, other) if item.case_kind == "need" else (other, item)
    return need.trl, achievement.trl
