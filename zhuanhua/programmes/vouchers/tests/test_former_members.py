"""Does who lately acted for the holder or its provider leave a voucher's decisions to a colleague?"""

from datetime import date

import pytest

from tests.support.cast import sign_in
from tests.support.seats import LONG_AGO, came_over, sat_at
from zhuanhua.core.errors import Forbidden
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Hold
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, passed, redeemed, submitted
from zhuanhua.shared.access.roles import RoleName

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 20)


def is_refused(deed, **given):
    """Whether the deed is refused because its doer has to stand aside."""
    with pytest.raises(Forbidden) as refusal:
        deed(**given)
    return refusal.value.code == "partial" and str(refusal.value).endswith("须回避，请由同事办理。")


def fresh(voucher):
    """Give the voucher as it stands in the database."""
    return type(voucher).objects.select_related("holder", "provider", "reservation").get(pk=voucher.pk)


def test_the_district_leaves_it_to_a_colleague(applicant, firm, provider, district_user, play, client):
    voucher = submitted(applicant, provider)
    former = sat_at(play("former", role=RoleName.DISTRICT, organisation=district_user.organisation), firm)

    assert is_refused(actions.pass_voucher, voucher=fresh(voucher), by=former, on=ON)
    assert is_refused(actions.turn_down_voucher, voucher=fresh(voucher), by=former, on=ON, reason="不符")
    address, page = f"/vouchers/{voucher.number}/pass/", f"/vouchers/{voucher.number}/"
    shown = sign_in(client, former).get(page).content.decode()
    assert ("须回避" in shown, address in shown) == (True, False)
    assert address in sign_in(client, district_user).get(page).content.decode()
    assert actions.pass_voucher(voucher=fresh(voucher), by=district_user, on=ON).state == "in_review"


def test_issuing_is_a_colleagues(applicant, firm, provider, district_user, officer, account, confirmed, play):
    voucher = passed(applicant, provider, district_user)
    former = sat_at(play("former", role=RoleName.OFFICER), firm)

    assert is_refused(actions.issue_voucher, voucher=fresh(voucher), account=account, by=former, on=ON)
    assert is_refused(actions.refuse_voucher, voucher=fresh(voucher), by=former, on=ON, reason="不符")
    issued = actions.issue_voucher(voucher=fresh(voucher), account=account, by=officer, on=ON)
    assert issued.state == "issued"


def test_who_was_the_providers_stands_aside_too(
    applicant, university, provider, district_user, account, confirmed, play
):
    voucher = passed(applicant, provider, district_user)
    former = sat_at(play("former", role=RoleName.OFFICER), university)

    assert is_refused(actions.issue_voucher, voucher=fresh(voucher), account=account, by=former, on=ON)


def test_who_applied_and_came_over_passes_nothing_of_it(applicant, provider, district_user):
    voucher = submitted(applicant, provider)
    came_over(applicant, district_user.organisation, RoleName.DISTRICT)

    with pytest.raises(Forbidden) as refusal:
        actions.pass_voucher(voucher=fresh(voucher), by=applicant, on=ON)

    assert str(refusal.value) == "这件事是您本人提出的，须回避，请由同事办理。"


def test_deciding_a_redemption_is_a_colleagues(issue, applicant, firm, officer, play, client):
    voucher = redeemed(issue(), applicant)
    former = sat_at(play("former", role=RoleName.OFFICER), firm)

    given = {"by": former, "on": DAY}
    assert is_refused(actions.accept_redemption, voucher=fresh(voucher), **given)
    assert is_refused(actions.send_back_redemption, voucher=fresh(voucher), reason="补正", **given)
    assert is_refused(actions.deny_redemption, voucher=fresh(voucher), reason="不符", **given)
    shown = sign_in(client, former).get(f"/vouchers/{voucher.number}/").content.decode()
    assert ("须回避" in shown, f"/vouchers/{voucher.number}/accept/" in shown) == (True, False)
    assert actions.accept_redemption(voucher=fresh(voucher), by=officer, on=DAY).state == "accepted"


def test_who_left_long_ago_decides(issue, applicant, firm, play):
    voucher = redeemed(issue(), applicant)
    former = sat_at(play("former", role=RoleName.OFFICER), firm, LONG_AGO)

    assert actions.accept_redemption(voucher=fresh(voucher), by=former, on=DAY).state == "accepted"


def test_looking_into_a_doubt_is_a_colleagues(issue, applicant, firm, officer, play, client):
    voucher = issue()
    hold = Hold.objects.create(voucher=voucher, ground="related", fact="同一控制人。", raised_on=ON)
    former = sat_at(play("former", role=RoleName.OFFICER), firm)

    assert is_refused(actions.clear_hold, hold=hold, finding="查过", by=former, on=DAY)
    page = f"/vouchers/{voucher.number}/"
    assert [
        item["may_clear"]
        for person in (former, officer)
        for item in sign_in(client, person).get(page).context["holds"]
    ] == [False, True]
    assert actions.clear_hold(hold=hold, finding="查过", by=officer, on=DAY).cleared_by == officer


def test_listing_a_provider_is_a_colleagues(provider, university, officer, play, client):
    former = sat_at(play("former", role=RoleName.OFFICER), university)

    assert is_refused(actions.remove_provider, provider=provider, by=former, reason="移出")
    shown = sign_in(client, former).get(f"/vouchers/providers/{provider.number}/")
    assert ("须回避" in shown.content.decode(), shown.context["offers"]) == (True, [])
    assert actions.remove_provider(provider=provider, by=officer, reason="移出").state == "removed"


def test_calling_back_is_a_colleagues(issue, applicant, firm, play):
    voucher = redeemed(issue(), applicant)
    former = sat_at(play("former", role=RoleName.OFFICER), firm)

    assert is_refused(actions.recover_voucher, voucher=fresh(voucher), by=former, on=DAY, reason="虚假")
