"""What does the policy say about a need on the shelf? Pure functions, Table → Table, no clock and no database."""

from typing import Any

import ibis

from zhuanhua.shared.policy.judge import takes


@takes(days_on_shelf="int64", days_to_deadline="int64")
def term(items: ibis.Table, values: Any) -> ibis.Table:
    """需求发布的有效期：期满或者过了企业希望的完成日期，从目录撤下（促进科技成果转化法第十一条；期限由本市设定）。

    `days_to_deadline` counts from the publication, null without a deadline. Adds `days_left`, `is_over` and `is_to_be_reminded`.
    """
    whole = ibis.least(ibis.coalesce(items.days_to_deadline, values.valid_days), values.valid_days)
    left = ibis.greatest(whole - items.days_on_shelf, 0)
    return items.mutate(
        days_left=left,
        is_over=items.days_on_shelf > whole,
        is_to_be_reminded=(items.days_on_shelf <= whole) & (left <= values.remind_days),
    )


RULES = {"term": term}
