"""Does the generator leave the rule exactly the letter's units, contracts and sum to find, whatever the seed?"""

import pytest

from zhuanhua.demo import subsidies
from zhuanhua.demo.names import populate
from zhuanhua.demo.register import YEARS, contracts_of


@pytest.fixture(scope="module", params=[1, 20180607])
def year(request):
    """Draw the year of the letter, and choose its small firms."""
    population = populate(request.param)
    sold = contracts_of(YEARS[1], population, request.param)
    return sold, subsidies.shape(sold, population, request.param)


def test_the_years_total_stays_exact(year):
    sold, _small = year
    assert sum(one.total_fen for one in sold if not one.will_be_cancelled) == YEARS[1].total_fen


def test_small_firms_sell_what_the_letter_says_was_subsidised(year):
    sold, small = year
    chosen = {firm.uscc for firm in small}
    paid = [one for one in sold if one.seller.uscc in chosen and subsidies._would_be_paid(one)]
    assert (len(chosen), len(paid)) == (58, 169)
    assert sum(min(one.total_fen // 10, 10_000_000) for one in paid) == 1_002_800_000
    assert max(one.registered_on for one in paid) <= subsidies.JUDGED


def test_no_price_is_lost_on_the_way(year):
    sold, _small = year
    assert all(0 < one.trade_fen <= one.total_fen for one in sold)
