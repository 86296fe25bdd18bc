"""Whatever is typed: never a crash, offsets always true, time in proportion to length."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhuanhua.engines.claims import audit_text

PIECES = st.sampled_from(
    ["2018年", "截至2018年底", "其中", "，", "。", "、", "（", "）", "281项", "144项", "137项", "占比", "55%", "增长", "同比增长", "由", "增加到", "1:28",
     "分别为", "和", "近", "超过", "余", "万", "亿元", "3", "12,345", "三分之一", "翻一番", "合计", "\n", "：", " ", "倍", "的", "是", "0", "率", "国家级"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_breaks_the_reader(text):
    audit = audit_text(text)

    assert all(text[claim.start : claim.end] == claim.text for claim in audit.claims)
    assert all(one.end <= two.start for one, two in zip(audit.claims, audit.claims[1:], strict=False))
    assert all(0 <= at < len(audit.claims) for r in audit.relations for at in (r.result, *r.operands))
    json.dumps(audit.as_dict(), allow_nan=False)


@pytest.mark.parametrize(
    "piece",
    [
        "其中1项",
        "1,",
        "分别1、",
        "占比1%",
        "2018年、",
        "一",
        "((",
        "“",
        "1:",
        "共1项",
        "由1家增加到2家，增长1%",
        "国家级1",
    ],
)
def test_a_hundred_kilobytes_take_time_in_proportion(piece):
    def seconds(size):
        begin = time.perf_counter()
        audit_text((piece * size)[:size])
        return time.perf_counter() - begin

    short, long = seconds(10_000), seconds(100_000)

    assert long < max(1.0, short * 30)
