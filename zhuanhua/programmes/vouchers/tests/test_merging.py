"""Do the yearly limits stay exact when holders are merged and parted again, and does one fault stop the clock for nobody else?"""

from datetime import date

import pytest

from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.vouchers import actions, queries
from zhuanhua.programmes.vouchers.actions import ending
from zhuanhua.programmes.vouchers.actions.ending import lapse_due
from zhuanhua.programmes.vouchers.models import Allowance, Voucher
from zhuanhua.programmes.vouchers.tests import factories
from zhuanhua.programmes.vouchers.tests.factories import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.vouchers.tests.factories import ON, WAN
from zhuanhua.shared.people.actions import merge_organisations, undo_merge
from zhuanhua.shared.people.models import Organisation, OrganisationMerge

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Give somebody of a second firm of the district, without a code: it may be the first one, typed anew."""
    made = factories.second_firm()
    Organisation.objects.filter(pk=made.organisation.pk).update(uscc=None)
    made.organisation.refresh_from_db()
    return made


@pytest.fixture
def merge(applicant, two, officer):
    """Give a function that lets the first firm take over the second."""

    def make():
        return merge_organisations(
            kept=applicant.organisation, merged=two.organisation, reason="同一单位", by=officer
        )

    return make


def filled():
    """Give what is filled in the year of each firm, in ten thousand yuan."""
    rows = Allowance.objects.exclude(taken_fen=0)
    return {row.holder.name[-6:]: row.taken_fen / WAN for row in rows.select_related("holder")}


def test_two_holders_of_one_year_become_one_and_are_parted_exactly(issue, two, merge, applicant, officer):
    one = issue()
    other = issue(by=two, contract_number="B")
    before = filled()
    made = merge()
    assert list(
        Allowance.objects.filter(holder=applicant.organisation).values_list("taken_fen", flat=True)
    ) == [one.face_fen + other.face_fen]
    assert list(queries.odd_vouchers()) == []

    undo_merge(merge=made, by=officer)
    assert (filled(), list(queries.odd_vouchers())) == (before, [])


def test_what_was_issued_since_the_merge_stays_and_fills_its_holders_year(
    issue, two, merge, applicant, officer
):
    issue(by=two, contract_number="B")
    made = merge()
    late = issue(service_kind="testing", contract_number="C", asked_fen=WAN)
    undo_merge(merge=made, by=officer)
    assert list(queries.odd_vouchers()) == []

    given = actions.give_back_voucher(voucher=late, by=applicant, on=ON, reason="不用了")
    assert (given.state, Allowance.objects.get(holder=applicant.organisation).taken_fen) == ("returned", 0)
    assert list(queries.odd_vouchers()) == []


def test_a_merge_made_before_sums_were_counted_is_undone_too(issue, two, merge, applicant, officer):
    issue(by=two, contract_number="B")
    row = Allowance.objects.get()
    made = merge()
    Allowance.objects.exclude(pk=row.pk).delete()
    Allowance.objects.filter(pk=row.pk).update(holder=applicant.organisation)  # as it was moved then
    moved = made.moved | {"vouchers.allowance.holder": [row.pk]}
    OrganisationMerge.objects.filter(pk=made.pk).update(moved=moved)
    undo_merge(merge=made, by=officer)

    assert list(queries.odd_vouchers()) == []


def test_a_voucher_without_its_year_is_ended_and_the_year_is_counted(issue, applicant):
    voucher = issue()
    Allowance.objects.all().delete()

    assert (
        actions.give_back_voucher(voucher=voucher, by=applicant, on=ON, reason="不用了").state == "returned"
    )
    assert (Allowance.objects.get().taken_fen, list(queries.odd_vouchers())) == (0, [])


def test_a_decision_upon_a_holder_merged_meanwhile_is_taken_anew(
    applicant, provider, district_user, officer, account, confirmed, two, merge
):
    voucher = factories.passed(two, provider, district_user)
    merge()
    with pytest.raises(Conflict, match="持券单位刚刚合并"):
        actions.issue_voucher(voucher=voucher, account=account, by=officer, on=ON)
    fresh = Voucher.objects.get(pk=voucher.pk)

    assert actions.issue_voucher(voucher=fresh, account=account, by=officer, on=ON).state == "issued"
    assert list(queries.odd_vouchers()) == []


def test_one_fault_does_not_stop_the_clock_for_others(issue, two, monkeypatch, caplog):
    first, second = issue(), issue(by=two, contract_number="B")
    free = ending.free_money

    def broken(voucher, **facts):
        if voucher.pk == first.pk:
            raise RuntimeError("no such row")
        free(voucher, **facts)

    monkeypatch.setattr(ending, "free_money", broken)
    with pytest.raises(ExceptionGroup, match="1 done, 1 not"):
        lapse_due(on=date(2019, 3, 21))

    states = dict(Voucher.objects.values_list("pk", "state"))
    assert (states[first.pk], states[second.pk], first.number in caplog.text) == ("issued", "lapsed", True)
