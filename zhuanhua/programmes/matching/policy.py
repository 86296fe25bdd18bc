"""When does a match wait too long? Pure functions, Table → Table, no clock and no database."""

from typing import Any

import ibis

from zhuanhua.shared.policy.judge import takes


@takes(days_since="int64", is_open="boolean")
def attention(matches: ibis.Table, values: Any) -> ibis.Table:
    """久未跟进：进行中的对接超过期限没有进展（促进科技成果转化法第十一条公布的信息，跟进期限由本市设定）。

    `days_since` counts from the last step. Adds `is_stale`.
    """
    return matches.mutate(is_stale=matches.is_open & (matches.days_since > values.stale_days))


RULES = {"attention": attention}
