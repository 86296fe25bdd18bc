"""Who stands on which side of a match, and who may answer it?"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows

if TYPE_CHECKING:
    from zhuanhua.programmes.matching.models import Match


def is_party(person: Any, match: "Match") -> bool:
    """Whether the person acts for one of the two sides."""
    sides = {match.need.owner_id, match.achievement.owner_id}
    return person.organisation is not None and person.organisation.pk in sides


def may_agree(person: Any, match: "Match") -> Verdict:
    """The side that was asked agrees, never the side that asked and nobody on its behalf."""
    allowed = allows(person, Permission.MATCH_USE)
    if not allowed:
        return allowed
    if not is_party(person, match) or person.organisation.pk == match.asked_from_id:
        return Verdict(allowed=False, reason=_("请等对方单位答复。"))
    return Verdict(allowed=True)
