"""What is a file of a case, in words? The programme that owns the case names its kinds of papers."""

from typing import Any

from django.utils.translation import gettext as _

_names: dict[str, Any] = {}


def register_kinds(names: dict[str, Any]) -> None:
    """Let a programme name its kinds of papers: code and (lazy) words."""
    _names.update(names)


def kind_name(kind: str) -> str:
    """Name a kind of paper; one that nobody named is told by its code."""
    return str(_names.get(kind, kind))


def stored_words(entry: Any) -> str:
    """Say in the journal what was put in."""
    return _("上传%(kind)s“%(name)s”。") % {
        "kind": kind_name(entry.after.get("kind", "")) or _("文件"),
        "name": entry.after.get("name", ""),
    }


def kept_words(entry: Any) -> str:
    """Say in the journal what the house has made and keeps."""
    return _("留存%(kind)s“%(name)s”。") % {
        "kind": kind_name(entry.after.get("kind", "")),
        "name": entry.after.get("name", ""),
    }


def removed_words(entry: Any) -> str:
    """Say in the journal what was taken out."""
    return _("删除文件“%(name)s”。") % {"name": entry.before.get("name", "")}
