"""Are the drawn firms and contracts plausible, exact in their sums, and the same for the same seed?"""

from datetime import date
from io import BytesIO

import pypdf
import pytest
from stdnum.cn import uscc

from zhuanhua.core.text import match_key
from zhuanhua.demo.names import populate
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.register import YEARS, contracts_of
from zhuanhua.demo.samples import planted, spoil
from zhuanhua.demo.workbooks import FILED, filed_row

SEED = 7


@pytest.fixture(scope="module")
def population():
    return populate(SEED)


@pytest.fixture(scope="module")
def sold(population):
    return contracts_of(YEARS[1], population, SEED)


def test_every_code_is_valid_and_none_comes_twice(population):
    codes = [firm.uscc for firm in {*population.local_buyers, *population.outside_buyers}]

    assert [code for code in codes if not uscc.is_valid(code)] == []
    assert len(set(codes)) == len(codes)


def test_the_same_seed_gives_the_same_city(population, sold):
    assert populate(SEED) == population
    assert contracts_of(YEARS[1], populate(SEED), SEED) == sold
    assert contracts_of(YEARS[1], populate(SEED + 1), SEED + 1) != sold


@pytest.mark.parametrize("year", YEARS)
def test_what_stands_adds_up_to_the_fen(population, year):
    standing = [one for one in contracts_of(year, population, SEED) if not one.will_be_cancelled]

    assert (len(standing), sum(one.total_fen for one in standing)) == (year.contracts, year.total_fen)


def test_2018_grew_by_15_85_percent():
    before, after = YEARS[0].total_fen, YEARS[1].total_fen

    assert (YEARS[0].year, YEARS[1].year) == (2017, 2018)
    assert round((after - before) * 10_000 / before) == 1585


def test_no_price_is_absurd(sold):
    assert min(one.total_fen for one in sold) >= 100_000
    assert max(one.total_fen for one in sold) < 100_000_000_000
    assert all(0 < one.trade_fen <= one.total_fen for one in sold)


def test_no_contract_is_drawn_twice(sold):
    keys = {
        (one.seller.uscc, one.buyer.uscc, match_key(one.title), one.signed_on, one.total_fen) for one in sold
    }

    assert len(keys) == len({one.number for one in sold}) == len(sold)
    assert len({one.title for one in sold}) > 7_000


def test_half_of_the_amount_is_development_and_december_leads(sold):
    total = sum(one.total_fen for one in sold)
    development = sum(one.total_fen for one in sold if one.subkind in {"11", "12", "13"})
    months = [sum(one.registered_on.month == month for one in sold) for month in range(1, 13)]

    assert 0.45 < development / total < 0.56
    assert months.index(max(months)) == 11


def test_thirty_faults_stand_in_rows_of_their_own(population, sold):
    rows = [filed_row(one) for one in sold[:400]]
    spoilt, lines = spoil(rows, planted(date(2026, 4, 8), population))

    assert len(lines) == 30
    assert sum(before != after for before, after in zip(rows, spoilt, strict=True)) == 30
    assert all(line.split(" ")[1].split("：")[0] in FILED for line in lines)


def test_a_paper_is_a_pdf_that_reads_as_it_was_written():
    read = pypdf.PdfReader(BytesIO(pdf("技术开发合同", ["一、标的：抗菌陶瓷膜。"] * 50).read()))

    assert len(read.pages) == 2
    assert read.metadata is None
