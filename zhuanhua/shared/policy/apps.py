"""Registers the app `policy` with Django: its lines in the journal, its list as a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    """Dated policy values, rules, cases and verdict sheets."""

    name = "zhuanhua.shared.policy"
    label = "policy"
    verbose_name = _("规则")

    def ready(self) -> None:
        """Word the journal's lines, and offer the replay as a file."""
        from zhuanhua.shared.journal.sentences import register_sentences
        from zhuanhua.shared.policy import exports

        register_sentences(
            {
                "verdict:keep": _("按规则%(rule)s留存%(on)s的判定表。"),
                "policy:confirm": _("本地确认规则值%(id)s为%(value)s，依据%(document)s。"),
                "policy:withdraw": _("撤回对规则值%(id)s的本地确认。"),
            },
            {
                "verdict:keep": _("留存判定表"),
                "policy:confirm": _("本地确认规则值"),
                "policy:withdraw": _("撤回本地确认"),
            },
        )
        exports.register()
