"""Does the model learn from what was said, beside the one in use, and does somebody with the right switch and switch back?"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.support.cast import sign_in
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.matching import actions, jobs, keeping, learning
from zhuanhua.programmes.matching.models import Candidate, Judgement, Learning, Saying
from zhuanhua.shared.catalogue.tests.factories import published
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.notices.models import Notice

THINGS = ("铸件裂纹检测", "电池热失控预警", "污水脱氮工艺", "轴承故障诊断", "镁合金压铸")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def spoken(applicant, university_user, reviewer):
    """Five needs, five achievements, and an opinion of every pair."""
    needs = [published("need", by=applicant, reviewer=reviewer, title=thing) for thing in THINGS]
    offers = [
        published("achievement", by=university_user, reviewer=reviewer, title=f"{thing}系统")
        for thing in THINGS
    ]
    for place, need in enumerate(needs):
        for other, offer in enumerate(offers):
            Judgement.objects.create(
                need=need, achievement=offer, organisation=applicant.organisation, said_by=applicant, said_at=timezone.now(),
                saying="suitable" if place == other else "wrong_field", level=2, model="m",
            )  # fmt: skip
    keeping.renew()
    return needs, offers


def learn(officer):
    asked = actions.start_learning(by=officer)
    jobs.learn_anew(learning=asked.pk)
    asked.refresh_from_db()
    return asked


def test_what_was_said_becomes_levels_and_the_lower_of_two_sides_counts(spoken, university_user):
    [need, *_], [offer, *_] = spoken
    assert learning.verdicts()[need.number, offer.number] == 4

    Judgement.objects.create(
        need=need, achievement=offer, organisation=university_user.organisation, said_by=university_user,
        said_at=timezone.now(), saying="too_dear", level=2, model="m",
    )  # fmt: skip
    assert learning.verdicts()[need.number, offer.number] == 3
    assert set(learning.LEVELS) == set(Saying)


def test_a_new_model_stands_beside_the_old_until_somebody_switches_and_switches_back(client, spoken, officer):
    first = keeping.in_use()

    new = learn(officer)

    assert (new.state, new.verdicts, new.measures["pairs"]) == ("ready", 25, 25)
    assert {"old_score", "new_score", "old_ndcg", "new_ndcg", "is_better"} <= set(new.measures)
    assert keeping.in_use() == first
    assert Notice.objects.get(url="/matching/models/").person == officer
    page = sign_in(client, officer).get(reverse("matching:models")).content.decode()
    assert (new.version in page, first.version in page) == (True, True)
    for model in (new, first):
        client.post(reverse("matching:switch_model", args=[model.pk]))
        assert keeping.in_use() == model
        jobs.rank_anew()
        assert set(Candidate.objects.values_list("model", flat=True)) == {model.version}
    assert Entry.objects.filter(event="learning:switch").count() == 2


def test_learning_again_without_new_opinions_keeps_no_second_model(spoken, officer):
    learn(officer)

    again = learn(officer)

    assert (again.state, again.message, again.version) == ("failed", jobs.SAME, "")


def test_too_few_opinions_are_told_in_words(spoken, officer):
    Judgement.objects.filter(saying="wrong_field").delete()
    asked = actions.start_learning(by=officer)

    with pytest.raises(Refusal) as refusal:
        jobs.learn_anew(learning=asked.pk)
    jobs.gave_up(str(refusal.value), learning=asked.pk)
    asked.refresh_from_db()
    assert (asked.state, "5条" in asked.message) == ("failed", True)


def test_one_course_at_a_time_and_only_with_the_right(db, officer, applicant):
    with pytest.raises(Forbidden):
        actions.start_learning(by=applicant)
    actions.start_learning(by=officer)
    with pytest.raises(Conflict):
        actions.start_learning(by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Learning.objects.create(state="waiting", asked_at=timezone.now())


def test_a_model_without_files_is_not_used(db, officer):
    lost = Learning.objects.create(state="ready", version="m1-0-lost", asked_at=timezone.now())

    with pytest.raises(Conflict):
        actions.switch_model(learning=lost, by=officer)
