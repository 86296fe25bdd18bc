"""Is it said beside the money which facts a payee changed by itself?"""

from typing import Any

import pytest

from zhuanhua.core.dates import city_today
from zhuanhua.shared.people.actions import update_organisation
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.people.self_told import self_told

pytestmark = pytest.mark.django_db


def test_what_the_firm_changed_is_said_and_what_the_bureau_changed_is_not(
    firm: Organisation, rival_firm: Organisation, applicant: Any, officer: Any
) -> None:
    update_organisation(organisation=firm, by=applicant, size="large", industry="3391")
    update_organisation(organisation=rival_firm, by=officer, size="large")

    told = self_told([firm, rival_firm])

    assert set(told) == {firm.pk}
    assert told[firm.pk].startswith("单位规模由该单位自己更改")
    assert city_today().isoformat() in told[firm.pk]


def test_what_the_bureau_entered_since_is_no_longer_the_firms_word(
    firm: Organisation, applicant: Any, officer: Any
) -> None:
    update_organisation(organisation=firm, by=applicant, size="large", district="210106")
    assert "district" not in self_told([firm], ("size",)).get(firm.pk, "")
    update_organisation(organisation=firm, by=officer, size="small")

    assert self_told([firm], ("size",)) == {}
    assert self_told([firm])[firm.pk].startswith("所在区县由该单位自己更改")
