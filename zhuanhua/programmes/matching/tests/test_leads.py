"""Is what is new and strong shown and told to those whom it concerns, and to nobody who switched it off?"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden
from zhuanhua.programmes.matching import actions, attention, queries
from zhuanhua.programmes.matching.models import Candidate, Match, MatchStep, Silence
from zhuanhua.programmes.matching.pages.network import picture
from zhuanhua.programmes.matching.queries.network import Tie, ties_for
from zhuanhua.shared.catalogue.tests.factories import published
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.notices.models import Notice


@pytest.fixture
def need(applicant, reviewer):
    return published("need", by=applicant, reviewer=reviewer)


@pytest.fixture
def offer(university_user, reviewer):
    return published("achievement", by=university_user, reviewer=reviewer)


@pytest.fixture
def lead(need, offer):
    return Candidate.objects.create(
        need=need,
        achievement=offer,
        level=4,
        score_bp=1,
        probability_bp=6_000,
        model="m1",
        found_at=timezone.now(),
    )


def told():
    return sorted(
        Notice.objects.filter(url__in=("/matching/leads/", "/matching/")).values_list(
            "person__username", flat=True
        )
    )


def test_a_strong_pair_is_shown_to_its_sides_and_brokers_and_to_nobody_else(
    client, lead, need, applicant, university_user, agency_user, rival
):
    for who in (applicant, university_user, agency_user):
        assert need.title in sign_in(client, who).get(reverse("matching:leads")).content.decode()
    page = sign_in(client, rival).get(reverse("matching:leads")).content.decode()
    assert need.title not in page
    assert queries.leads_for(rival).count() == 0


def test_what_was_said_or_hidden_is_no_lead(lead, need, offer, applicant, agency_user):
    actions.judge_pair(
        item=need, number=offer.number, saying="region", note="", by=applicant, on=city_today()
    )
    assert list(queries.leads_for(agency_user)) == []


def test_what_became_restricted_is_no_lead(lead, offer, agency_user):
    assert list(queries.leads_for(agency_user)) == [lead]
    type(offer).objects.update(level="restricted")
    assert list(queries.leads_for(agency_user)) == []


def test_a_broker_recommends_once_and_the_owner_is_told(
    lead, applicant, agency_user, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.recommend_pair(candidate=lead, by=agency_user)

    assert Entry.objects.filter(event="need:recommend").count() == 1
    assert Notice.objects.get(title__startswith="推荐给您").person == applicant
    with pytest.raises(Conflict):
        actions.recommend_pair(candidate=lead, by=agency_user)


def test_nobody_recommends_a_pair_without_the_right(lead, rival):
    with pytest.raises(Forbidden):
        actions.recommend_pair(candidate=lead, by=rival)


def test_both_sides_are_told_once_of_a_new_strong_pair(lead, applicant, university_user):
    attention.tell_of_new()
    attention.tell_of_new()

    assert told() == sorted([applicant.username, university_user.username])


def test_who_switched_alerts_off_is_not_told(client, lead, applicant, university_user):
    sign_in(client, applicant).post(reverse("matching:alerts"), {"digest": "on"})

    attention.tell_of_new()

    assert Silence.objects.get(person=applicant).no_alerts
    assert told() == [university_user.username]


def test_the_weekly_line_comes_once_a_week_and_only_where_something_waits(
    lead, applicant, university_user, rival, reviewer
):
    published("need", by=rival, reviewer=reviewer, title="冷库除霜")
    actions.choose_alerts(alerts=True, digest=False, by=university_user)

    attention.tell_weekly()
    attention.tell_weekly()

    assert told() == [applicant.username]


def test_the_board_marks_what_waits_too_long(client, need, offer, applicant):
    match = actions.judge_pair(
        item=need, number=offer.number, saying="suitable", note="", by=applicant, on=city_today()
    )
    Match.objects.filter(pk=match.pk).update(state_since=timezone.now() - timedelta(days=40))

    page = sign_in(client, applicant).get(reverse("matching:columns")).content.decode()

    assert offer.title in page
    assert 'class="late"' in page


def test_the_network_adds_up_contacts_by_field_district_and_side_for_those_who_may_see(
    client, need, offer, applicant, university, officer, rival
):
    match = actions.judge_pair(
        item=need, number=offer.number, saying="suitable", note="", by=applicant, on=city_today()
    )
    MatchStep.objects.create(match=match, state="contacted", done_on=city_today(), told_by=applicant)
    tie = Tie(university.name, "先进制造与自动化", 1, 0)

    assert ties_for(officer, by="domain") == [tie]
    assert ties_for(officer, by="organisation", domain="80")[0].taker == applicant.organisation.name
    assert ties_for(officer, by="domain", domain="10") == ties_for(rival, by="domain") == []
    assert university.name in sign_in(client, applicant).get(reverse("matching:network")).content.decode()
    assert university.name not in sign_in(client, rival).get(reverse("matching:network")).content.decode()
    assert picture([tie])["series"][0]["markLine"]["data"][0][0]["value"] == 1
