"""Does money stay exact, to the fen, whatever is typed and however it is shared?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuanhua.core import money


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("386.00", "wan", 386_000_000),
        ("３８６", "wan", 386_000_000),
        ("3,860,000.00", "yuan", 386_000_000),
        ("0.01", "yuan", 1),
        ("0.000001", "wan", 1),
        ("252.04", "yi", 2_520_400_000_000),
        ("¥ 12.5", "yuan", 1_250),
        ("-3", "yuan", -300),
    ],
)
def test_parse_fen_reads_what_people_type(text: str, unit: str, fen: int) -> None:
    assert money.parse_fen(text, unit) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("三百万", "not_a_number"),
        ("1e5", "not_a_number"),
        ("1,23.4", "not_a_number"),
        ("-0", "not_a_number"),
        ("NaN", "not_a_number"),
        ("1.234", "too_fine"),
        ("99999999999999999", "too_large"),
        ("9" * 5_000, "too_large"),
    ],
)
def test_parse_fen_refuses_what_is_not_an_amount(text: str, code: str) -> None:
    with pytest.raises(money.AmountError) as fault:
        money.parse_fen(text)

    assert fault.value.code == code


@given(st.integers(0, money.MAX_FEN), st.integers(0, 10_000))
def test_share_equals_exact_division(amount: int, bp: int) -> None:
    assert money.share(amount, bp) == amount * bp // 10_000
    assert money.share_half_up(amount, bp) == (amount * bp + 5_000) // 10_000


@given(st.integers(0, money.MAX_FEN), st.lists(st.integers(0, 1_000), min_size=1).filter(sum))
def test_split_fen_adds_up_again(total: int, weights: list[int]) -> None:
    assert sum(money.split_fen(total, weights)) == total


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (386_000_000, "人民币叁佰捌拾陆万元整"),
        (100_500, "人民币壹仟零伍元整"),
        (1_000_001_00, "人民币壹佰万零壹元整"),
        (1_0500_0000_00, "人民币壹亿零伍佰万元整"),
        (10_0000_0500_00, "人民币壹拾亿零伍佰元整"),
        (1_05, "人民币壹元零伍分"),
        (50, "人民币伍角整"),
        (0, "人民币零元整"),
    ],
)
def test_in_words_writes_capital_numerals(fen: int, words: str) -> None:
    assert money.in_words(fen) == words


@given(st.integers(-money.MAX_FEN, money.MAX_FEN))
def test_yuan_text_reads_back(fen: int) -> None:
    assert money.parse_fen(money.yuan_text(fen)) == fen if fen else money.yuan_text(fen) == "0.00"


def test_scaled_texts_round_half_up() -> None:
    assert (money.wan_text(386_005_000), money.yi_text(2_520_400_000_000)) == ("386.01", "252.04")
