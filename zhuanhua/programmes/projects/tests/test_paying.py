"""Is an award set aside whole and paid in parts, each once, to the fen?"""

import pytest

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.tests import endings, factories
from zhuanhua.programmes.projects.tests.factories import WAN
from zhuanhua.shared.ledger.verifying import verify
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.models import Recovery

DAY = city_today()


def test_a_granted_award_is_set_aside_whole_and_the_first_part_waits(project):
    assert project.state == "running"
    assert [(each.amount_fen, each.state) for each in project.milestones.all()] == [
        (150 * WAN, "reached"), (90 * WAN, "planned"), (60 * WAN, "planned"),
    ]  # fmt: skip
    assert endings.books_of(project) == (2700 * WAN, 300 * WAN, 0)


def test_a_part_is_paid_out_of_the_award_and_nothing_else_moves(project, cast):
    factories.paid(cast, project)

    assert project.milestones.get(place=1).state == "paid"
    assert endings.books_of(project) == (2700 * WAN, 150 * WAN, 150 * WAN)
    assert list(verify().faults) == []


def test_a_part_that_leaves_its_batch_stays_set_aside_and_can_be_paid_again(project, cast):
    first = project.milestones.get(place=1)
    pay = {"account": project.reservation.account, "title": "甲", "by": cast["officer"], "on": DAY}
    batch = actions.pay_milestones(milestones=[first], key="a", **pay)
    payments.drop_payment(payment=batch.payments.get(), by=cast["officer"], reason="材料不齐", on=DAY)

    first.refresh_from_db()
    assert (first.state, first.held.open_fen) == ("reached", 150 * WAN)
    assert endings.books_of(project) == (2700 * WAN, 300 * WAN, 0)
    factories.paid(cast, project)
    assert endings.books_of(project) == (2700 * WAN, 150 * WAN, 150 * WAN)


def test_the_same_part_is_never_put_into_two_batches(project, cast):
    first = project.milestones.get(place=1)
    pay = {"account": project.reservation.account, "title": "甲", "by": cast["officer"], "on": DAY}
    one = actions.pay_milestones(milestones=[first], key="a", **pay)

    assert actions.pay_milestones(milestones=[first], key="a", **pay) == one
    with pytest.raises(Conflict):
        actions.pay_milestones(milestones=[first], key="b", **pay)


def test_a_part_that_arrives_after_acceptance_is_called_back_as_far_as_it_was_not_spent(project, cast):
    project = endings.accepted(project, cast, spent_fen=190 * WAN)
    assert not Recovery.objects.exists()  # paid 150, spent 190

    factories.paid(cast, project, place=3)

    recovery = Recovery.objects.get()
    assert (recovery.amount_fen, recovery.payment.amount_fen) == (20 * WAN, 60 * WAN)  # paid 210, spent 190
    assert list(verify().faults) == []


def test_a_part_that_arrives_after_acceptance_is_kept_when_all_was_spent(project, cast):
    project = endings.accepted(project, cast, spent_fen=300 * WAN)

    factories.paid(cast, project, place=3)

    assert not Recovery.objects.exists()
