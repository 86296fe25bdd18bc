"""What does the policy say about an achievement on the shelf? Pure functions, Table → Table, no clock and no database."""

from typing import Any

import ibis

from zhuanhua.shared.policy.judge import takes


@takes(days_on_shelf="int64")
def term(items: ibis.Table, values: Any) -> ibis.Table:
    """成果发布的有效期：期满未续的从目录撤下，期满前提醒（促进科技成果转化法第十一条：信息向社会公布；期限由本市设定）。

    Adds `days_left`, `is_over` and `is_to_be_reminded`.
    """
    left = ibis.greatest(values.valid_days - items.days_on_shelf, 0)
    return items.mutate(
        days_left=left,
        is_over=items.days_on_shelf > values.valid_days,
        is_to_be_reminded=(items.days_on_shelf <= values.valid_days) & (left <= values.remind_days),
    )


RULES = {"term": term}
