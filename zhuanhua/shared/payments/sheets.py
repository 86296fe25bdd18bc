"""How does the bank's answer come in as a file? The treasury's own file with the last four columns filled in."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.core.money import yuan_text
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange.sheets import CellError, Column, Row, Sheet, StoreResult, register_sheet
from zhuanhua.shared.payments.actions import Answer, compare_answers, faults_of_answers, take_answers

RESULTS = [("paid", _("成功")), ("rejected", _("失败"))]
COLUMNS = (
    Column("number", _("付款编号"), required=True, max_length=40, help=_("照付款文件，不要改")),
    Column("bank_account", _("账号"), aliases=("收款账号",), max_length=60, help=_("照付款文件，不要改")),
    Column("amount_fen", _("金额"), kind="money", required=True, help=_("照付款文件，不要改")),
    Column("result", _("结果"), aliases=("付款结果", "状态"), kind="choice", choices=RESULTS, required=True, help=_("成功或者失败")),
    Column("paid_on", _("付款日期"), aliases=("到账日期", "交易日期"), kind="date", help=_("成功的必填")),
    Column("bank_reference", _("银行流水号"), aliases=("流水号", "交易流水号"), max_length=60, help=_("成功的必填")),
    Column("reject_reason", _("失败原因"), aliases=("退回原因", "原因"), max_length=200, help=_("失败的必填")),
    Column("sent_time", _("第几次报送"), kind="int", help=_("照付款文件，不要改")),
)  # fmt: skip


def _answers(values: Sequence[dict[str, Any]]) -> list[Answer]:
    return [
        Answer(
            number=each["number"],
            amount_fen=each["amount_fen"],
            result=each["result"],
            paid_on=each.get("paid_on"),
            bank_reference=(each.get("bank_reference") or "").strip(),
            reject_reason=(each.get("reject_reason") or "").strip(),
            bank_account=each.get("bank_account") or "",
            sent_time=each.get("sent_time"),
        )
        for each in values
    ]


def _check(rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:  # noqa: ARG001 - the sheet's door has asked who
    titles = {column.key: str(column.title) for column in COLUMNS}
    needed = ("number", "amount_fen", "result")
    whole = [row for row in rows if all(row.values.get(key) not in (None, "") for key in needed)]
    for place, fault in faults_of_answers(_answers([row.values for row in whole])):
        row = whole[place]
        value = row.values.get(fault.key)
        shown = yuan_text(value) if fault.key == "amount_fen" and isinstance(value, int) else str(value or "")
        yield CellError(row.number, titles[fault.key], shown, fault.message, fault.way_out)


def _compare(values: Sequence[dict[str, Any]]) -> list[str]:
    return compare_answers(_answers(values))


def _store(values: Sequence[dict[str, Any]], *, by: Any, progress: Any) -> StoreResult:
    return StoreResult(**take_answers(answers=_answers(values), by=by, progress=progress))


ANSWERS = Sheet(
    "payment-answers",
    _("银行回单"),
    COLUMNS,
    identity=("number",),
    check=_check,
    compare=_compare,
    store=_store,
    permission=Permission.PAYMENT_EXECUTE,
    after_url="/payments/",
    amount_key="amount_fen",
)


def register() -> None:
    """Hang up the sheet, when Django has loaded the models."""
    register_sheet(ANSWERS)
