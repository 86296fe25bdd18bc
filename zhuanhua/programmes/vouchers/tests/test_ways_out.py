"""Is the way out of a refused sheet that of what it waits for, and never a finding about what nobody knows yet?"""

import pytest

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.vouchers import actions, queries
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.policy.verdicts import Sheet


@pytest.mark.django_db
def test_an_unknown_place_is_not_told_as_if_it_were_found(
    applicant, provider, district_user, officer, account, confirmed
):
    voucher = factories.passed(applicant, provider, district_user)
    Organisation.objects.filter(pk=voucher.holder_id).update(district="")
    with pytest.raises(Refusal, match="按今天的规则不能发券") as told:
        actions.issue_voucher(voucher=voucher, account=account, by=officer, on=ON)

    assert ("判定表" in told.value.way_out, "在本市注册" in told.value.way_out) == (True, False)


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ({"registration_is_confirmed": "unknown"}, "核对"),
        ({"holder_is_local": "unknown"}, ""),
        ({"registration_is_confirmed": "unknown", "holder_is_local": "unknown"}, ""),
        ({"registration_is_confirmed": "unknown", "is_in_time": "no"}, ""),
        ({}, ""),
    ],
)
def test_only_the_confirmation_alone_is_a_way_out(conditions, told):
    every = {"is_used_once": "yes"} | conditions
    sheet = Sheet(
        {
            "possible_fen": 1,
            "conditions": [
                {
                    "column": column,
                    "met": met,
                    "unmet": {"zh": "核对" if column == "registration_is_confirmed" else "不在"},
                }
                for column, met in every.items()
            ],
        }
    )

    assert queries.said_of_waiting(sheet) == told
