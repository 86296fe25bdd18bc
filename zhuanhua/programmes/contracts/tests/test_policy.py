"""Do the rules hold at their edges, for any amount?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhuanhua.programmes.contracts import policy
from zhuanhua.programmes.contracts.actions.judging import values_on
from zhuanhua.programmes.contracts.tests.factories import DAY
from zhuanhua.shared.policy.judge import judge_one

AMOUNT = st.integers(0, 10**13)


def _row(**facts):
    return dict.fromkeys(policy.CONTRACT_COLUMNS) | facts


@settings(max_examples=50, deadline=None)
@given(total=AMOUNT, non_technical=AMOUNT, deliverable=AMOUNT)
def test_technology_amount_is_total_less_what_is_taken_off(total, non_technical, deliverable):
    row = _row(total_fen=total, non_technical_fen=non_technical, deliverable_fen=deliverable)

    answer = judge_one(policy.technology_amount, row, values_on(DAY))

    assert answer["trade_fen"] == total - non_technical + deliverable
    assert answer["amount_is_possible"] == (
        0 <= deliverable <= non_technical <= total and answer["trade_fen"] > 0
    )


@settings(max_examples=50, deadline=None)
@given(trade=st.integers(499_999_900, 500_000_100))
def test_treatment_asks_for_review_from_the_threshold_on(trade):
    answer = judge_one(policy.treatment, _row(trade_fen=trade, is_disputed=False), values_on(DAY))

    assert answer["needs_review"] == (trade >= 500_000_000)
