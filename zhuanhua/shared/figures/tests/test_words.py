"""Are figures written with the right unit and rounded half up, in both languages?"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django.utils import translation

from zhuanhua.shared.figures import words
from zhuanhua.shared.figures.frozen import Drift
from zhuanhua.shared.figures.frozen_words import told_apart
from zhuanhua.shared.figures.models import FrozenFigure


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """An earlier page in English must not speak here."""
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (2_520_400_000_000, "252.04亿元"),
        (2_520_450_000_000, "252.05亿元"),
        (2_520_449_999_999, "252.04亿元"),
        (10_000_000_000, "1.00亿元"),
        (9_999_999_999, "10,000.00万元"),
        (386_000_000, "386.00万元"),
        (999_999, "9,999.99元"),
        (0, "0.00元"),
        (-2_520_400_000_000, "−252.04亿元"),
    ],
)
def test_amount_text_chooses_unit_by_size(fen: int, text: str) -> None:
    assert words.amount_text(fen) == text


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (2_520_400_000_000, "¥25.204 billion"),
        (22_800_000_000, "¥228.00 million"),
        (38_600_000, "¥386,000.00"),
        (-38_600_000, "−¥386,000.00"),
    ],
)
def test_amount_text_in_english_keeps_the_digits(fen: int, text: str) -> None:
    with translation.override("en"):
        assert words.amount_text(fen) == text


@pytest.mark.parametrize(
    ("share", "signed", "text"),
    [
        (Fraction(1585, 10_000), True, "+15.85%"),
        (Fraction(1585, 10_000), False, "15.85%"),
        (Fraction(-5, 1000), True, "−0.50%"),
        (Fraction(0), True, "0.00%"),
        (Fraction(1, 200_000), False, "0.00%"),
        (Fraction(1, 20_000), False, "0.01%"),
        (Fraction(12_345), False, "1,234,500.00%"),
    ],
)
def test_percent_text_rounds_half_up(share: Fraction, signed: bool, text: str) -> None:
    assert words.percent_text(share, signed=signed) == text


def test_places_rounds_half_away_from_zero() -> None:
    assert [words.places(Fraction(each, 8)) for each in (1, -1, 3)] == [
        Decimal("0.13"),
        Decimal("-0.13"),
        Decimal("0.38"),
    ]


def test_ratio_and_count() -> None:
    assert words.ratio_text(Fraction(284, 10)) == "1:28.40"
    assert words.count_text(8078, "项") == "8,078项"


def test_two_amounts_that_read_the_same_are_written_to_the_fen() -> None:
    kept = FrozenFigure(code="contracts.amount", unit="yuan", numerator=5_596_400_000_000, denominator=1)
    now = SimpleNamespace(exact=5_596_404_000_000)

    assert told_apart(Drift(kept, now, {}, {}, {}, is_intact=True)) == (
        "55,964,000,000.00元",
        "55,964,040,000.00元",
    )
