"""How do the events of a catalogue read in the journal? The same words for every catalogue, under its own kind."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from zhuanhua.shared.journal.models import Entry


def drafted(entry: Entry) -> str:
    """Say how many fields were saved."""
    count = len(entry.after.get("fields", []))
    return ngettext("保存草稿，改了%(count)d项内容。", "保存草稿，改了%(count)d项内容。", count) % {
        "count": count
    }


def answered(entry: Entry) -> str:
    """Say what the owner answered."""
    words = (
        _("同意与%(organisation)s联系。") if entry.after.get("granted") else _("暂不与%(organisation)s联系。")
    )
    return words % {"organisation": entry.after.get("organisation", "")}


_SENTENCES: dict[str, Any] = {
    "start": gettext_lazy("开始填写。"),
    "draft": drafted,
    "discard": gettext_lazy("删除草稿。"),
    "submit": gettext_lazy("提交审核。"),
    "publish": gettext_lazy("审核通过，发布。"),
    "return": gettext_lazy("退回修改。"),
    "revise": gettext_lazy("从目录取回修改。"),
    "renew": gettext_lazy("续期到%(expires_on)s。"),
    "expire": gettext_lazy("有效期届满，从目录撤下。"),
    "withdraw": gettext_lazy("撤下，不再发布。"),
    "import": gettext_lazy("从表格导入，等待审核。"),
    "change": gettext_lazy("再次导入，内容有变。"),
    "merge": gettext_lazy("并入%(merged)s。"),
    "undo_merge": gettext_lazy("撤销合并，恢复%(restored)s。"),
    "undertake": gettext_lazy("%(organisation)s签署保密承诺。"),
    "ask_contact": gettext_lazy("%(organisation)s请求联系。"),
    "answer_contact": answered,
}
_NAMES = {
    "draft": pgettext_lazy("event", "保存草稿"),
    "renew": gettext_lazy("续期"),
    "merge": gettext_lazy("合并条目"),
    "undo_merge": gettext_lazy("撤销合并"),
    "undertake": gettext_lazy("签署保密承诺"),
    "ask_contact": gettext_lazy("请求联系"),
    "answer_contact": pgettext_lazy("event", "答复联系请求"),
}


def sentences_of(kind: str) -> dict[str, Any]:
    """Give the sentences of one catalogue."""
    return {f"{kind}:{event}": words for event, words in _SENTENCES.items()}


def names_of(kind: str, thing: Any) -> dict[str, Any]:
    """Give the names of its events for a list of choices, where those of two catalogues stand together."""
    return {
        f"{kind}:{event}": format_lazy(gettext_lazy("{thing}：{event}"), thing=thing, event=words)
        for event, words in (_SENTENCES | _NAMES).items()
    }
