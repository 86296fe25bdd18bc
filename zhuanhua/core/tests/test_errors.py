"""Does a refusal read as sentences in either language?"""

from zhuanhua.core.errors import Refusal, joined


def test_sentences_close_up_in_chinese_and_stand_apart_in_english():
    assert str(Refusal("签订日期晚于今天。", way_out="请填签订日期。")) == "签订日期晚于今天。请填签订日期。"
    assert str(Refusal("Later than today.", way_out="Enter the date.")) == "Later than today. Enter the date."


def test_nothing_is_added_where_one_is_empty_or_ends_in_a_blank():
    assert [
        joined("Closed.", ""),
        joined("", "Wait."),
        joined("Closed. ", "Wait."),
        joined("Why?", "Wait."),
    ] == [
        "Closed.",
        "Wait.",
        "Closed. Wait.",
        "Why? Wait.",
    ]
