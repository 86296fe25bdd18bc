"""Are the kept pairs those of the present catalogues, and do levels of confidentiality hold in them and in their reasons?"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from tests.support.cast import sign_in
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.matching import keeping, queries
from zhuanhua.programmes.matching.models import Candidate, Learning, Silence
from zhuanhua.programmes.matching.ranking import Why, load_model
from zhuanhua.programmes.matching.wording import against, chance_words, excerpts, for_it, marked
from zhuanhua.shared.catalogue import actions as catalogue
from zhuanhua.shared.catalogue.tests.factories import published

SECRET = "超导量子比特"


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def need(applicant, reviewer):
    return published("need", by=applicant, reviewer=reviewer)


@pytest.fixture
def offer(university_user, reviewer):
    return published("achievement", by=university_user, reviewer=reviewer)


def kept():
    return set(Candidate.objects.values_list("need__number", "achievement__number"))


def test_the_first_model_is_kept_and_every_pair_names_it(need, offer):
    keeping.renew()

    learning = Learning.objects.get(in_use=True)
    assert load_model(learning.version).version == learning.version
    assert kept() == {(need.number, offer.number)}
    assert set(Candidate.objects.values_list("model", flat=True)) == {learning.version}


def test_a_lost_model_is_told_by_none():
    assert load_model("m1-0-nowhere") is None


def test_a_page_reads_what_is_kept_until_the_item_changes(need, offer, applicant):
    keeping.renew()
    Candidate.objects.update(level=4, score_bp=77_777)

    assert queries.proposals_for(applicant, need)[0].fit.score_bp == 77_777

    catalogue.renew_item(item=need, by=applicant, on=city_today())
    need.refresh_from_db()
    assert queries.proposals_for(applicant, need)[0].fit.score_bp != 77_777


def test_following_adds_what_is_new_and_drops_what_left(need, offer, university_user, reviewer):
    keeping.renew()
    found_at = Candidate.objects.get().found_at
    other = published("achievement", by=university_user, reviewer=reviewer, title="铸件裂纹超声检测装置")

    assert keeping.follow() == 1
    assert kept() == {(need.number, offer.number), (need.number, other.number)}

    catalogue.withdraw_item(item=offer, by=university_user)
    keeping.follow()
    assert kept() == {(need.number, other.number)}
    assert Candidate.objects.get().found_at > found_at
    assert keeping.follow() == 0


def test_a_merge_and_its_undo_are_ranked_anew(need, offer, university_user, reviewer):
    twin = published("achievement", by=university_user, reviewer=reviewer, keywords=["铸件", "裂纹", "检测"])
    keeping.renew()
    both = {(need.number, offer.number), (need.number, twin.number)}
    assert kept() == both

    merge = catalogue.merge_items(kept=offer, merged=twin, reason="同一项", by=reviewer)
    assert twin.number not in keeping.present_shelf().items["achievement"]
    assert keeping.follow() == 2
    assert kept() == {(need.number, offer.number)}

    catalogue.undo_merge(merge=merge, by=reviewer)
    twin.refresh_from_db()
    assert not keeping.is_kept(twin, keeping.in_use())
    assert [fit.achievement for fit in queries.pairs._fits(twin)] == [twin.number]
    keeping.follow()
    assert kept() == both
    assert keeping.is_kept(twin, keeping.in_use())


def test_the_restricted_never_enter_and_a_hidden_text_gives_no_reason(
    client, need, university_user, reviewer, applicant
):
    hidden = published(
        "achievement",
        by=university_user,
        reviewer=reviewer,
        level="restricted",
        title="大型铸件表面裂纹在线检测",
    )
    promised = published(
        "achievement",
        by=university_user,
        reviewer=reviewer,
        level="undertaking",
        text=f"用{SECRET}检测裂纹。",
    )
    own = published("need", by=applicant, reviewer=reviewer, title=f"{SECRET}检测裂纹", level="restricted")
    keeping.renew()

    assert kept() == {(need.number, promised.number)}
    page = sign_in(client, applicant).get(reverse("matching:ranked", args=[own.number])).content.decode()
    assert promised.title in page
    assert hidden.number not in page
    assert "“超导量子" not in page


def test_a_broker_reads_what_fits_an_open_item_and_no_opinion_of_its_owner(
    client, need, offer, applicant, agency_user, rival, reviewer
):
    from zhuanhua.programmes.matching import actions

    actions.judge_pair(
        item=need, number=offer.number, saying="too_dear", note="", by=applicant, on=city_today()
    )
    closed = published("need", by=applicant, reviewer=reviewer, level="restricted", title="铸件裂纹检测")

    [proposal] = queries.proposals_for(agency_user, queries.item_to_match(agency_user, need.number))
    assert proposal.said is None
    assert queries.proposals_for(applicant, need)[0].said.saying == "too_dear"
    for who, item in ((agency_user, closed), (rival, need)):
        assert sign_in(client, who).get(reverse("matching:ranked", args=[item.number])).status_code == 404


def test_shared_words_are_numbered_where_they_stand():
    assert marked("铸件表面裂纹检测", ["裂纹检测", "铸件"]) == [
        ("铸件", "②"),
        ("表面", ""),
        ("裂纹检测", "①"),
    ]


def test_a_word_that_stands_only_in_the_full_text_is_shown_where_it_stands():
    text = "矿井里" * 20 + "对讲机没信号" + "，要换" * 20
    [found] = excerpts(text, ["对讲机没信号", "隧道"], "隧道通信")

    assert "对讲机没信号" in found
    assert (found[0], found[-1]) == ("…", "…")
    assert excerpts(text, ["对讲机没信号"], "出事时对讲机没信号") == []


def test_the_highest_level_has_nothing_better():
    assert chance_words(4, 56) == "高度匹配的把握：56%"
    assert chance_words(3, 56) == "较为匹配或更好的把握：56%"


def test_a_missed_figure_is_a_warning_and_a_reached_one_a_plus(need, offer):
    facts = {"of": "覆盖", "wished": "不少于7公里", "has": "不少于5公里"}

    assert "覆盖没有达到要求：要求不少于7公里，成果写不少于5公里" in [
        each.words for each in against(need, offer, [Why("figure", -0.2, facts)])
    ]
    facts["has"] = "8公里"
    assert "覆盖达到要求：要求不少于7公里，成果写8公里" in [
        each.words for each in for_it(need, offer, [Why("figure", 0.1, facts)])
    ]


def test_the_full_text_is_quoted_only_to_who_may_read_it(client, need, offer, applicant):
    type(need).objects.filter(pk=need.pk).update(text="出事时对讲机没信号，现场停工。")
    type(offer).objects.filter(pk=offer.pk).update(
        text="班组说出事时对讲机没信号，现场只能停工。", level="members"
    )
    address = f"{reverse('matching:ranked', args=[need.number])}?with={offer.number}"
    sign_in(client, applicant)

    assert "全文里写道：" in client.get(address).content.decode()
    type(offer).objects.filter(pk=offer.pk).update(level="undertaking")
    page = client.get(address).content.decode()
    assert "对讲机" not in page.partition("成果写道")[2].partition("</section>")[0]


@pytest.mark.parametrize(
    "facts",
    [{"level": 0}, {"probability_bp": 10_001}, {"recommended_at": timezone.now()}],
    ids=lambda facts: next(iter(facts)),
)
def test_a_wrong_candidate_is_refused(need, offer, facts):
    row = {"level": 1, "score_bp": 1, "probability_bp": 1, "model": "m", "found_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.create(need=need, achievement=offer, **(row | facts))


def test_a_pair_is_proposed_once(need, offer):
    row = {"level": 1, "score_bp": 1, "probability_bp": 1, "model": "m", "found_at": timezone.now()}
    Candidate.objects.create(need=need, achievement=offer, **row)

    with pytest.raises(IntegrityError), transaction.atomic():
        Candidate.objects.create(need=need, achievement=offer, **row)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": "nowhere"},
        {"state": "ready", "version": "", "in_use": True},
        {"state": "failed", "version": "m2", "in_use": True},
        {"state": "ready", "version": "m1"},
        {"state": "ready", "version": "m2", "in_use": True},
    ],
    ids=str,
)
def test_a_wrong_course_of_learning_is_refused(db, facts):
    Learning.objects.create(state="ready", version="m1", in_use=True, asked_at=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        Learning.objects.create(asked_at=timezone.now(), **facts)


def test_one_line_a_person_says_what_they_do_not_want(applicant):
    Silence.objects.create(person=applicant)

    with pytest.raises(IntegrityError), transaction.atomic():
        Silence.objects.create(person=applicant)
