"""Where can an item of a catalogue stand, and what may happen next? The same table for achievements and needs, each with its own permissions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.workflow.moves import Move


class PublicationState(TextChoices):
    """Where an achievement or a need stands; what was merged into another keeps its state and is not shown."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", pgettext_lazy("state", "退回修改")
    PUBLISHED = "published", _("已发布")
    EXPIRED = "expired", _("已到期")
    WITHDRAWN = "withdrawn", _("已撤下")


_S = PublicationState
APPLICANT_LABELS = {
    _S.SUBMITTED: _("已提交，等待审核"),
    _S.RETURNED: _("请修改"),
    _S.EXPIRED: _("已到期，可以续期"),
}
TONES = {
    _S.DRAFT: "quiet",
    _S.SUBMITTED: "ours",
    _S.RETURNED: "theirs",
    _S.PUBLISHED: "done",
    _S.EXPIRED: "stopped",
    _S.WITHDRAWN: "quiet",
}
EDITABLE = (_S.DRAFT, _S.RETURNED)
FINAL = (_S.WITHDRAWN,)


def publication_moves(*, file: Permission, review: Permission) -> tuple[Move, ...]:
    """Give the table of moves: `file` is the owner's permission, `review` that of the desk."""
    return (
        Move("submit", EDITABLE, _S.SUBMITTED, by=file, label=_("提交审核")),
        Move("publish", _S.SUBMITTED, _S.PUBLISHED, by=review, label=_("发布"), needs=("reviewed_by", "published_on", "expires_on")),
        Move("return", (_S.SUBMITTED, _S.PUBLISHED), _S.RETURNED, by=review, label=pgettext_lazy("verb", "退回修改"), reason=True),
        Move("revise", (_S.PUBLISHED, _S.EXPIRED), _S.DRAFT, by=file, label=_("修改，重新审核")),
        Move("renew", (_S.PUBLISHED, _S.EXPIRED), _S.PUBLISHED, by=file, label=_("续期"), needs=("expires_on",)),
        Move("expire", _S.PUBLISHED, _S.EXPIRED, by=review, label=_("到期")),
        Move("withdraw", (_S.SUBMITTED, _S.RETURNED, _S.PUBLISHED, _S.EXPIRED), _S.WITHDRAWN, by=file, label=_("撤下")),
    )  # fmt: skip
