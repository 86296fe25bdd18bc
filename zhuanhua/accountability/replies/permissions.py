"""Who may have letters audited? Holders of one permission; a letter belongs to the house, not to who brought it."""

from typing import Any

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows


def may_audit(person: Any) -> Verdict:
    """Whether this person may bring letters and read what was found."""
    return allows(person, Permission.LETTER_AUDIT)
