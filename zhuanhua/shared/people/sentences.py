"""How do the journal's lines about organisations and accounts read?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.shared.access.roles import ROLES


def _role(code: Any) -> str:
    return str(ROLES[code].title) if code in ROLES else str(code)


def _granted(entry: Any) -> str:
    words = {"account": entry.case_number, "role": _role(entry.after.get("role"))}
    return _("授予账号%(account)s“%(role)s”角色。") % words


def _ended(entry: Any) -> str:
    words = {"account": entry.case_number, "role": _role(entry.before.get("role"))}
    return _("收回账号%(account)s的“%(role)s”角色。") % words


def _opened(entry: Any) -> str:
    words = {"account": entry.case_number, "role": _role(entry.after.get("role"))}
    return _("开设账号%(account)s，角色“%(role)s”。") % words


def _invited(entry: Any) -> str:
    words = {"account": entry.case_number, "role": _role(entry.after.get("role"))}
    return _("邀请开设账号%(account)s，角色“%(role)s”。") % words


def _disabled(entry: Any) -> str:
    return _("停用账号%(account)s，理由：%(reason)s") % {"account": entry.case_number, "reason": entry.reason}


def _enabled(entry: Any) -> str:
    return _("恢复账号%(account)s。") % {"account": entry.case_number}


def _created(entry: Any) -> str:
    return _("登记单位“%(name)s”。") % {"name": entry.after.get("name", "")}


def _renamed(entry: Any) -> str:
    words = {"former": entry.before.get("name", ""), "name": entry.after.get("name", "")}
    return _("单位“%(former)s”更名为“%(name)s”。") % words


def _merged(entry: Any) -> str:
    words = {"merged": entry.before.get("merged", ""), "kept": entry.after.get("kept", "")}
    words["count"] = sum(entry.after.get("moved", {}).values())
    return (
        ngettext(
            "把单位“%(merged)s”并入“%(kept)s”，转移%(count)s条记录。",
            "把单位“%(merged)s”并入“%(kept)s”，转移%(count)s条记录。",
            words["count"],
        )
        % words
    )


def _unmerged(entry: Any) -> str:
    words = {"restored": entry.after.get("restored", ""), "kept": entry.before.get("kept", "")}
    return _("撤销合并，单位“%(restored)s”从“%(kept)s”恢复为单独的单位。") % words


def _approved(entry: Any) -> str:
    words = {"organisation": entry.after.get("organisation", ""), "account": entry.after.get("username", "")}
    return _("同意“%(organisation)s”开设账号%(account)s。") % words


SENTENCES = {
    "token:create": _("申请了接口令牌“%(name)s”，有效期至%(expires_on)s。"),
    "token:revoke": _("作废了接口令牌“%(name)s”。"),
    "application:approve": _approved,
    "organisation:create": _created,
    "organisation:merge": _merged,
    "organisation:rename": _renamed,
    "organisation:undo_merge": _unmerged,
    "person:disable": _disabled,
    "person:enable": _enabled,
    "person:end_role": _ended,
    "person:grant_role": _granted,
    "person:invite": _invited,
    "person:open": _opened,
}
