"""Does the database hold what a match promises?"""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts.tests import factories as contracts
from zhuanhua.programmes.matching.models import Judgement, Match, MatchStep
from zhuanhua.shared.catalogue.tests.factories import published


@pytest.fixture
def sides(applicant, university_user, reviewer):
    return {
        "need": published("need", by=applicant, reviewer=reviewer),
        "achievement": published("achievement", by=university_user, reviewer=reviewer),
    }


@pytest.fixture
def make(sides, applicant):
    def kept(number="M1", **facts):
        row = {"state": "asked", "level": 3, "score_bp": 1, "model": "m", "asked_on": city_today()}
        people = {"asked_by": applicant, "asked_from": applicant.organisation}
        return Match.objects.create(**(sides | row | people | {"number": number} | facts))

    return kept


@pytest.mark.parametrize(
    "facts", [{"state": "nowhere"}, {"level": 5}, {"level": 0}, {"state": "registered"}], ids=str
)
def test_a_wrong_row_is_refused(make, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**facts)


def test_a_pair_is_open_once_and_may_begin_again_after_its_end(make):
    make("M1", state="ended")
    make("M2")

    with pytest.raises(IntegrityError), transaction.atomic():
        make("M3")


def test_a_contract_counts_for_one_match(make, applicant, rival_firm, registrar, university_user, reviewer):
    contract = contracts.registered(by=applicant, buyer=rival_firm, registrar=registrar)
    make("M1", state="registered", contract=contract)
    other = published("achievement", by=university_user, reviewer=reviewer, title="另一项")

    with pytest.raises(IntegrityError), transaction.atomic():
        make("M2", state="registered", contract=contract, achievement=other)


def test_a_contract_without_registration_is_refused(make, applicant, rival_firm, registrar):
    contract = contracts.registered(by=applicant, buyer=rival_firm, registrar=registrar)

    with pytest.raises(IntegrityError), transaction.atomic():
        make(contract=contract)


def test_a_step_is_told_once_and_known(make, applicant):
    match = make()
    facts = {"match": match, "done_on": city_today(), "told_by": applicant}
    MatchStep.objects.create(state="met", **facts)

    for state in ("met", "nowhere"):
        with pytest.raises(IntegrityError), transaction.atomic():
            MatchStep.objects.create(state=state, **facts)


def test_a_side_says_one_known_thing_of_a_pair(sides, applicant):
    facts = sides | {
        "organisation": applicant.organisation, "said_by": applicant, "said_at": timezone.now(), "level": 1, "model": "m",
    }  # fmt: skip
    Judgement.objects.create(saying="region", **facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(saying="region", **facts)
    Judgement.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(saying="nonsense", **facts)
