"""Which lists of rules go out as a file? The outcome of a replay, party by party, as the screen shows it."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange.exports import Export, ExportColumn, register_export
from zhuanhua.shared.policy.book import PolicyError
from zhuanhua.shared.policy.forms import ReplayForm
from zhuanhua.shared.policy.replaying import PartyChange, replay
from zhuanhua.shared.policy.rules import find

REPLAY = "policy-replay"


def rows(person: Any, params: QueryDict) -> Iterable[PartyChange]:
    """Run the replay of the page once more, by the same address."""
    try:
        rule = find(params.get("rule", ""))
    except PolicyError:
        return ()
    form = ReplayForm(params, rule=rule)
    if not form.is_valid():
        return ()
    return replay(rule, on=form.day, overrides=form.changes()).parties


def register() -> None:
    """Offer it."""
    register_export(
        Export(
            REPLAY,
            _("规则试算结果"),
            (
                ExportColumn(_("单位"), "name"),
                ExportColumn(_("案例数"), "cases", "int"),
                ExportColumn(_("现行补贴件数"), "paid_before", "int"),
                ExportColumn(_("试算补贴件数"), "paid_after", "int"),
                ExportColumn(_("现行金额"), "before_fen", "money", "yuan"),
                ExportColumn(_("试算金额"), "after_fen", "money", "yuan"),
                ExportColumn(_("增减"), "difference_fen", "money", "yuan"),
            ),
            rows,
            Permission.POLICY_REPLAY,
        )
    )
