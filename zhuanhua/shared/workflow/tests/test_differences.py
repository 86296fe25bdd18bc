"""Does the difference show exactly what changed, and quickly?"""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhuanhua.shared.workflow.differences import FieldDiff, Piece, difference, pieces

TEXT = st.text("甲乙丙，。\n", max_size=60)


@given(TEXT, TEXT)
def test_pieces_give_both_texts_back(old: str, new: str) -> None:
    found = pieces(old, new)

    assert "".join(piece.text for piece in found if piece.kind != "ins") == old
    assert "".join(piece.text for piece in found if piece.kind != "del") == new
    assert all(piece.text for piece in found)
    assert all(one.kind != other.kind for one, other in pairwise(found))


def test_pieces_never_split_an_amount() -> None:
    assert pieces("1,320,000.00元", "1,329,000.00元") == [
        Piece("del", "1,320,000.00"),
        Piece("ins", "1,329,000.00"),
        Piece("same", "元"),
    ]


def test_pieces_mark_single_letters() -> None:
    assert pieces("付款386万元，一次付清。", "付款352万元，一次付清。") == [
        Piece("same", "付款"),
        Piece("del", "386"),
        Piece("ins", "352"),
        Piece("same", "万元，一次付清。"),
    ]


def test_difference_gives_changed_fields_in_the_new_order() -> None:
    found = difference({"a": "甲", "b": "乙", "c": "丙"}, {"b": "乙", "a": "丁", "d": "戊"}, {"a": "名称"})

    assert [(each.field, each.label, each.old, each.new) for each in found] == [
        ("a", "名称", "甲", "丁"),
        ("d", "d", "", "戊"),
        ("c", "c", "丙", ""),
    ]
    assert isinstance(found[0], FieldDiff)


@pytest.mark.parametrize("ends", ["，。", ""])
def test_twenty_thousand_letters_take_less_than_two_seconds(ends: str) -> None:
    chance = random.Random(5)
    old = "".join(
        chance.choice("的技术合同开发方委托方应当在收到图纸后按期交付成果" + ends) for _ in range(20_000)
    )
    new = "".join(chance.choice("甲乙") if chance.random() < 0.01 else letter for letter in old)
    began = time.perf_counter()

    found = pieces(old, new)

    assert time.perf_counter() - began < 2
    assert "".join(piece.text for piece in found if piece.kind != "del") == new
