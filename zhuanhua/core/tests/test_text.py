"""Is one name, or the number of one paper, the same however it is spelled?"""

import pytest

from zhuanhua.core.text import clean_line, match_key, number_key

HIDDEN = ["–", "—", "‐", "‑", "−", "﹘", "－", "\u200b", "\u200d", "\xad", "\u3164", "\ufe0f", "~", "～", "#", "*", "=", "〔〕", " "]  # fmt: skip


@pytest.mark.parametrize("sign", HIDDEN)
def test_signs_and_what_is_hidden_tell_nothing_apart(sign):
    assert match_key(f"装置{sign}开发") == match_key("装置开发")
    assert number_key(f"1234{sign}5678") == number_key(f"12345678{sign}") == "12345678"


@pytest.mark.parametrize(
    "typed", ["№12345678", "NO.12345678", "No 12345678", "00012345678", "１２３４５６７８"]
)
def test_number_signs_and_leading_zeros_tell_no_papers_apart(typed):
    assert number_key(typed) == "12345678"


@pytest.mark.parametrize("twin", ["А123", "Α123", "a123", "Ａ123"])
def test_a_letter_that_only_looks_like_another_is_the_other(twin):
    assert number_key(twin) == number_key("A123")


@pytest.mark.parametrize(
    ("one", "two"), [("12345678", "12345679"), ("A1", "B1"), ("NOVA1", "VA1"), ("10", "1")]
)
def test_other_papers_stay_apart(one, two):
    assert number_key(one) != number_key(two)


@pytest.mark.parametrize(("typed", "key"), [("##", ""), (" ", ""), ("000", "0")])
def test_what_holds_no_number_has_no_key(typed, key):
    assert number_key(typed) == key


def test_a_line_holds_nothing_hidden():
    assert clean_line("12\u200b34\xad56\u316478 \x07号") == "12345678 号"
