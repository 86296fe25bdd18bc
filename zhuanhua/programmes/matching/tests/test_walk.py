"""Does a match walk from a ranked page to a registered contract, for its two sides only?"""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.engines.matching.keeping import FORMAT
from zhuanhua.programmes.contracts.tests import factories as contracts
from zhuanhua.programmes.matching import actions, queries
from zhuanhua.programmes.matching.models import Judgement
from zhuanhua.shared.catalogue.tests.factories import published
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.notices.models import Notice

TITLE = "大型铸件表面裂纹在线检测"


@pytest.fixture
def need(applicant, reviewer):
    return published("need", by=applicant, reviewer=reviewer)


@pytest.fixture
def offer(university_user, reviewer):
    return published("achievement", by=university_user, reviewer=reviewer)


@pytest.fixture
def match(need, offer, applicant):
    return actions.judge_pair(
        item=need, number=offer.number, saying="suitable", note="", by=applicant, on=city_today()
    )


def test_what_fits_stands_on_the_owners_page_with_reasons_and_nobody_elses(
    client, need, offer, applicant, rival
):
    address = reverse("matching:ranked", args=[need.number])

    page = sign_in(client, applicant).get(address).content.decode()

    assert offer.title in page
    assert "两边都写了“" in page
    assert f"m{FORMAT}-0-" in page
    assert sign_in(client, rival).get(address).status_code == 404


def test_a_restricted_item_is_never_proposed(need, reviewer, university_user, applicant):
    published("achievement", by=university_user, reviewer=reviewer, level="restricted", title=TITLE)

    assert queries.proposals_for(applicant, need) == []


def test_not_suitable_is_told_in_words_and_kept_as_a_label(
    need, offer, applicant, university_user, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        made = actions.judge_pair(
            item=need, number=offer.number, saying="too_dear", note="贵了", by=applicant, on=city_today()
        )

    label = Judgement.objects.get()
    assert made is None
    assert (label.saying, label.note, label.model) == ("too_dear", "贵了", label.model)
    assert Notice.objects.filter(person=university_user, url="/matching/said/").count() == 1
    assert Entry.objects.filter(event="need:judge").count() == 1


def test_nobody_is_contacted_before_the_other_side_agrees(match, applicant, university_user):
    with pytest.raises(Conflict):
        step(match, "contact", applicant)
    with pytest.raises(Forbidden):
        actions.agree_match(match=match, by=applicant)

    actions.agree_match(match=match, by=university_user)

    assert match.state == "agreed"


def step(match, verb, by, **facts):
    today = city_today()
    return actions.advance_match(match=match, verb=verb, done_on=today, note="", by=by, on=today, **facts)


def signed(match, by, other):
    actions.agree_match(match=match, by=other)
    for verb in ("contact", "meet", "intend", "sign"):
        step(match, verb, by)
    return match


def test_a_match_walks_to_its_registered_contract_which_counts_once(
    match, applicant, university_user, university, registrar
):
    contract = contracts.registered(by=applicant, buyer=university, registrar=registrar)
    signed(match, applicant, university_user)

    step(match, "register", applicant, registration=contract.registration_number)

    match.refresh_from_db()
    assert (match.state, match.contract_id) == ("registered", contract.pk)
    assert list(match.steps.values_list("state", flat=True)) == [
        "contacted", "met", "intended", "signed", "registered",
    ]  # fmt: skip


def test_a_contract_of_others_is_refused(match, applicant, university_user, rival_firm, registrar):
    contract = contracts.registered(by=applicant, buyer=rival_firm, registrar=registrar)
    signed(match, applicant, university_user)

    with pytest.raises(Refusal) as refusal:
        step(match, "register", applicant, registration=contract.registration_number)

    assert refusal.value.field == "registration"


def test_a_step_before_the_last_or_in_the_future_is_refused(match, applicant, university_user):
    actions.agree_match(match=match, by=university_user)
    today = city_today()

    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(Refusal) as refusal:
            actions.advance_match(match=match, verb="contact", done_on=day, note="", by=applicant, on=today)
        assert refusal.value.field == "done_on"


def test_the_pages_lead_from_click_to_step(client, need, offer, applicant, university_user, rival):
    sign_in(client, applicant).post(
        reverse("matching:judge", args=[need.number]), {"other": offer.number, "saying": "suitable"}
    )
    number = queries.visible_matches(applicant).get().number
    sign_in(client, university_user).post(reverse("matching:agree", args=[number]))
    client.post(
        reverse("matching:advance", args=[number]), {"verb": "contact", "done_on": city_today().isoformat()}
    )

    assert queries.match_for(applicant, number).state == "contacted"
    assert sign_in(client, rival).get(reverse("matching:detail", args=[number])).status_code == 404
    assert number not in client.get(reverse("matching:board")).content.decode()


def test_an_agency_that_nobody_named_finds_ends_and_names_nothing(client, match, agency_user, officer):
    assert (
        sign_in(client, agency_user).get(reverse("matching:detail", args=[match.number])).status_code == 404
    )
    assert client.post(reverse("matching:end", args=[match.number]), {"reason": "不想"}).status_code == 404
    with pytest.raises(Http404):
        actions.end_match(match=match, by=agency_user, reason="不想")
    with pytest.raises(Forbidden):
        actions.name_broker(match=match, broker=agency_user.organisation, by=officer)

    match.refresh_from_db()
    assert (match.state, match.broker) == ("asked", None)


def test_a_side_names_the_broker_who_then_sees_and_tells_steps(
    client, match, agency_user, university_user, applicant, rival_firm
):
    actions.agree_match(match=match, by=university_user)
    address = reverse("matching:name_broker", args=[match.number])
    sign_in(client, applicant).post(address, {"broker": rival_firm.pk})
    assert not queries.visible_matches(agency_user).exists()

    page = client.post(address, {"broker": agency_user.organisation.pk}, follow=True).content.decode()
    assert f"委托{agency_user.organisation.name}撮合。" in page
    sign_in(client, agency_user).post(
        reverse("matching:advance", args=[match.number]),
        {"verb": "contact", "done_on": city_today().isoformat()},
    )
    match.refresh_from_db()
    assert (match.broker, match.state) == (agency_user.organisation, "contacted")
