"""Does a text become what people type: words, parts of words, pinyin, initials?"""

import pytest

from zhuanhua.shared.search.words import asked, pairs, sounds, synonyms, words


def test_words_inside_longer_words_are_found():
    assert {"数控", "机床"} <= set(words("数控机床").split())


def test_pairs_and_single_characters_stand_for_parts_of_words():
    assert pairs("缺陷检") == "缺 陷 检 缺陷 陷检"


def test_sounds_are_pinyin_and_initials_of_words_in_a_row():
    assert {"quexian", "qx", "quexianjiance", "qxjc"} <= set(sounds("缺陷检测").split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＰＬＣ 控制", ["plc", "控制"]),
        ("2018-CG-00010", ["2018", "cg", "00010"]),
        ("（委托）C++", ["委托", "c++"]),
        ("：", []),
    ],
)
def test_a_question_is_cut_into_its_words(text, expected):
    assert asked(text) == expected


def test_what_means_the_same_is_one_word_and_known():
    assert asked("增材制造") == ["增材制造"]
    assert "三维打印" in synonyms("增材制造")


def test_signs_of_other_search_boxes_are_no_words():
    assert asked("铸件 AND (") == ["铸件"]
    assert asked('"') == []
    assert asked("research and development") == ["research", "and", "development"]


def test_common_latin_terms_mean_their_chinese_words():
    assert "激光" in synonyms("laser")
    assert "机器人" in synonyms("robot")
    assert "传感器" in synonyms("sensor")


@pytest.mark.parametrize(("typed", "means"), [("lasr", "激光"), ("batery", "电池"), ("senser", "传感器")])
def test_a_mistyped_term_means_what_it_is_closest_to(typed, means):
    assert means in synonyms(typed)


@pytest.mark.parametrize("typed", ["las", "quexian", "2018", "zhuji"])
def test_what_is_like_no_term_means_nothing_else(typed):
    assert synonyms(typed) == ()
