"""Is a code explained so that a person can mend it?"""

import pytest
from django.utils import translation

from tests.support.cast import valid_uscc
from zhuanhua.shared.people.uscc import clean_uscc, explain_uscc

RIGHT = valid_uscc(10)


def test_a_right_code_needs_no_explanation() -> None:
    assert explain_uscc(RIGHT) is None


def test_clean_stores_the_validated_form() -> None:
    typed = f" {RIGHT[:4].lower()} {RIGHT[4:10]}-{RIGHT[10:].lower()} "

    assert clean_uscc(typed) == RIGHT


def test_full_width_digits_are_folded() -> None:
    typed = RIGHT.translate({ord("0") + n: ord("\uff10") + n for n in range(10)})

    assert clean_uscc(typed) == RIGHT


@pytest.mark.parametrize(("digit", "letter"), [("0", "O"), ("1", "I"), ("2", "Z")])
def test_a_letter_that_looks_like_a_digit_is_named_with_its_place(digit: str, letter: str) -> None:
    place = RIGHT.index(digit)
    typed = RIGHT[:place] + letter + RIGHT[place + 1 :]

    said = explain_uscc(typed)

    assert said == f"第{place + 1}位是字母{letter}，代码里不用这个字母，应是{digit}：{RIGHT} 的校验位正确。"


def test_too_short_says_how_many_are_missing() -> None:
    assert explain_uscc(RIGHT[:16]) == "代码只有16位，少2位；统一社会信用代码为18位。"


def test_too_long_says_how_many_are_too_many() -> None:
    assert explain_uscc(RIGHT + "1") == "代码有19位，多1位；统一社会信用代码为18位。"


def test_an_old_registration_number_is_known_as_such() -> None:
    assert (
        explain_uscc("210100000012345")
        == "这是15位号码，像是旧的注册号。请填营业执照上的18位统一社会信用代码。"
    )


def test_a_letter_among_the_first_eight_is_named() -> None:
    typed = RIGHT[:3] + "A" + RIGHT[4:]

    assert explain_uscc(typed) == "第4位是“A”，前8位应当都是数字。请对照营业执照核对。"


def test_two_neighbours_exchanged_are_found() -> None:
    place = next(n for n in range(8, 17) if RIGHT[n] != RIGHT[n + 1] and RIGHT[n : n + 2].isdigit())
    typed = RIGHT[:place] + RIGHT[place + 1] + RIGHT[place] + RIGHT[place + 2 :]

    said = explain_uscc(typed) or ""

    assert said.startswith("校验位不对：")
    assert RIGHT in said or f"现为{typed[-1]}" in said


def test_a_wrong_last_place_says_what_it_should_be() -> None:
    wrong = "A" if RIGHT[-1] != "A" else "B"

    said = explain_uscc(RIGHT[:-1] + wrong) or ""

    assert f"末位应是{RIGHT[-1]}，现为{wrong}" in said or "颠倒" in said


def test_a_foreign_sign_is_named() -> None:
    assert explain_uscc(RIGHT[:10] + "#" + RIGHT[11:]) == "第11位是“#”，代码里只有数字和大写字母。"


def test_nothing_asks_for_the_code() -> None:
    assert explain_uscc("  ") == "请填写18位统一社会信用代码。"


def test_the_explanation_speaks_english_too() -> None:
    with translation.override("en"):
        said = explain_uscc(RIGHT[:16]) or ""

    assert "16" in said
