"""How does a line of the journal read as a sentence? Programmes word their own events; unknown ones are told plainly."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zhuanhua.shared.access.roles import ROLES
from zhuanhua.shared.journal.models import Entry

Wording = Any  # a lazy text, or a function of the entry


def _checked(entry: Entry) -> str:
    if entry.after.get("fault"):
        return _("核对日志链，第%(seq)s行起不相符。") % {"seq": entry.after.get("fault_seq")}
    return ngettext(
        "核对日志链，%(lines)s行完整。", "核对日志链，%(lines)s行完整。", entry.after.get("lines") or 0
    ) % {"lines": entry.after.get("lines")}


# The journal's own events, and those of the rooms below every programme; a room may word its own better.
_SENTENCES: dict[str, Wording] = {
    "journal:check": _checked,
    "journal:export": gettext_lazy("导出日志。"),
    "person:open": gettext_lazy("开设账号。"),
    "person:invite": gettext_lazy("邀请开设账号。"),
    "person:accept": gettext_lazy("接受邀请，启用账号。"),
    "person:disable": gettext_lazy("停用账号。"),
    "person:enable": gettext_lazy("恢复账号。"),
    "person:lift_lockout": gettext_lazy("解除登录锁定。"),
    "person:clear_second_factor": gettext_lazy("清除动态口令，须重新设置。"),
    "person:change_password": gettext_lazy("更改登录密码。"),
    "person:add_factor": gettext_lazy("启用两步验证。"),
    "person:remove_factor": gettext_lazy("停用两步验证。"),
    "person:reopen_role": gettext_lazy("撤销单位合并，恢复合并时结束的角色。"),
    "person:update": gettext_lazy("修改账号资料。"),
    "person:grant_role": gettext_lazy("授予角色。"),
    "person:end_role": gettext_lazy("收回角色。"),
    "token:create": gettext_lazy("生成接口令牌。"),
    "token:revoke": gettext_lazy("作废接口令牌。"),
    "application:file": gettext_lazy("申请为单位开设账号。"),
    "application:approve": gettext_lazy("同意开设单位账号。"),
    "application:refuse": gettext_lazy("不同意开设单位账号。"),
    "organisation:create": gettext_lazy("登记单位。"),
    "organisation:update": gettext_lazy("修改单位资料。"),
    "organisation:rename": gettext_lazy("单位更名。"),
    "organisation:merge": gettext_lazy("合并重复单位。"),
    "organisation:undo_merge": gettext_lazy("撤销单位合并。"),
    "file:store": gettext_lazy("上传文件。"),
    "file:keep": gettext_lazy("留存文件。"),
    "file:remove": gettext_lazy("删除文件。"),
    "letter:audit": gettext_lazy("核对一份文稿里的数字。"),
    "letter:recheck": gettext_lazy("重新核对文稿里的数字。"),
}


# How a kind of event is called in a list of choices; what reads the same on every line is its own name.
_NAMES: dict[str, Wording] = {event: words for event, words in _SENTENCES.items() if not callable(words)} | {
    "journal:check": gettext_lazy("核对日志链"),
}


def register_sentences(
    sentences: dict[str, Wording | Callable[[Entry], str]], names: dict[str, Wording] | None = None
) -> None:
    """Word events: a text with %(reason)s, %(number)s and the keys of `after`, or a function of the entry.

    Whose sentence differs from line to line is given its name in `names`, for the list of kinds of events.
    """
    _SENTENCES.update(sentences)
    _NAMES.update({event: words for event, words in sentences.items() if _is_plain(words)} | (names or {}))


def _is_plain(words: Wording) -> bool:
    return not callable(words) and "%(" not in str(words)


def sentence(entry: Entry) -> str:
    """Say what happened, without the name of who did it."""
    wording = _SENTENCES.get(entry.event)
    if wording is None:
        return _("记录“%(event)s”。") % {"event": entry.event}
    if callable(wording):
        return str(wording(entry))
    facts = {
        "reason": entry.reason,
        "number": entry.case_number,
        **entry.after,
    }
    try:
        return str(wording) % facts
    except (KeyError, TypeError, ValueError):
        return str(wording)


def event_name(event: str) -> str:
    """Name a kind of event in a list of choices; one that nobody worded is told by its code."""
    return str(_NAMES.get(event, event)).removesuffix("。").removesuffix(".")


def role_name(role: str) -> str:
    """Name the role in which somebody acted."""
    return str(ROLES[role].title) if role in ROLES else role


def lines_of(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Give entries as the journal component shows them."""
    return [
        {
            "at": datetime.fromisoformat(entry.at),
            "actor": entry.actor_name if entry.actor else _("系统"),
            "sentence": sentence(entry),
            "reason": entry.reason,
            "role": role_name(entry.actor_role),
            "event_name": event_name(entry.event),
            "entry": entry,
        }
        for entry in entries
    ]


def folded(lines: Iterable[dict[str, Any]], event: str, words: Callable[[int], str]) -> list[dict[str, Any]]:
    """Fold neighbouring lines of one person and one kind of event into the newest of them, told by `words(count)`."""
    shown: list[dict[str, Any]] = []
    for (kind, _actor), group in groupby(lines, key=lambda line: (line["entry"].event, line["entry"].actor)):
        run = list(group)
        if kind != event or len(run) == 1:
            shown += run
        else:
            shown.append(run[0] | {"sentence": words(len(run)), "reason": ""})
    return shown
