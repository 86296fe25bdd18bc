"""Whom do we tell what about a voucher? Text and recipient of each message; no decisions."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.core.wording import amount_words
from zhuanhua.shared.notices.actions import notify

if TYPE_CHECKING:
    from zhuanhua.programmes.vouchers.models import Provider, Voucher


def turned_down(voucher: "Voucher", reason: str) -> None:
    """Tell the holder why the district did not pass it, and that it may be handed in again."""
    _tell(
        voucher,
        noop("创新券申领区县未通过：%(name)s"),
        noop("%(reason)s修改以后可以重新申领。"),
        reason=reason,
    )


def refused(voucher: "Voucher", reason: str) -> None:
    """Tell the holder why the city did not issue it."""
    _tell(voucher, noop("创新券申领未通过：%(name)s"), reason)


def issued(voucher: "Voucher") -> None:
    """Tell the holder number, amount and both deadlines."""
    _tell(
        voucher,
        noop("创新券已发放：%(name)s"),
        noop("券号%(number)s，面额%(amount)s，%(use_by)s以前使用，%(redeem_by)s以前申请兑付。"),
        number=voucher.voucher_number or "",
        amount=amount_words(voucher.face_fen),
        use_by=str(voucher.use_by),
        redeem_by=str(voucher.redeem_by),
    )


def sent_back(voucher: "Voucher", reason: str) -> None:
    """Tell the holder what is missing, and until when."""
    _tell(
        voucher,
        noop("请补正兑付材料：%(name)s"),
        noop("%(reason)s请在%(until)s以前补正。"),
        reason=reason,
        until=str(voucher.correct_by),
    )


def accepted(voucher: "Voucher") -> None:
    """Tell the holder how much will be paid, and what went back."""
    _tell(
        voucher,
        noop("兑付已核准：%(name)s"),
        noop("核准兑付%(amount)s，列入下一批拨付。"),
        amount=amount_words(voucher.redeem_fen),
    )


def denied(voucher: "Voucher", reason: str) -> None:
    """Tell the holder why nothing is paid."""
    _tell(voucher, noop("不予兑付：%(name)s"), reason)


def lapsed(voucher: "Voucher") -> None:
    """Tell the holder that a deadline has passed."""
    _tell(voucher, noop("创新券已失效：%(name)s"), noop("已过截止日期，面额退回预算，年度额度恢复。"))


def recovering(voucher: "Voucher", amount_fen: int, reason: str) -> None:
    """Tell the holder what has to come back."""
    _tell(
        voucher,
        noop("创新券须退回：%(name)s"),
        noop("须退回%(amount)s，限期另行通知。理由：%(reason)s"),
        amount=amount_words(amount_fen),
        reason=reason,
    )


def provider_answered(provider: "Provider", title: str, reason: str = "") -> None:
    """Tell an organisation what was decided on its entry."""
    notify(
        provider.organisation,
        title=title,
        body=reason or noop("可以在“服务机构”里查看。"),
        words={},
        url="/vouchers/providers/mine/",
    )


def _tell(voucher: "Voucher", title: str, body: str, **words: str) -> None:
    recipient: Any = voucher.holder
    words["name"] = voucher.contract_name
    notify(recipient, title=title, body=body, words=words, url=f"/vouchers/{voucher.number}/")
