"""Does the search find what is there for the reader, and nothing else, also in its counts; and does the index follow what is written?"""

import shutil

import pytest

from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.catalogue import actions
from zhuanhua.shared.catalogue.tests.factories import draft, published, submitted
from zhuanhua.shared.search import index, keeping
from zhuanhua.shared.search.asking import ask, ready
from zhuanhua.shared.search.keeping import follow, rebuild

pytestmark = pytest.mark.django_db
PUBLIC = Anonymous()
TITLE = "铸件表面缺陷高速视觉检测装置"


@pytest.fixture
def item(applicant, reviewer):
    return published(
        "achievement",
        by=applicant,
        reviewer=reviewer,
        title=TITLE,
        summary="采用线激光PROFINET接口。",
        text="配方含钇铝石榴石。",
        level="undertaking",
    )


def titles(person, text, **more):
    return [hit.title for group in ask(person, text, **more).groups for hit in group.hits]


@pytest.mark.parametrize(
    "text", ["缺陷检测", "陷高速", "quexian", "qx", "QueXian", "瑕疵", "铸件 装置", "zhujian", "CG 00001"]
)
def test_a_title_is_found_by_words_parts_sounds_and_synonyms(item, text):
    rebuild()

    assert titles(PUBLIC, text) == [TITLE]


@pytest.mark.parametrize("text", ["profinet", "profi", "profient", "线激光"])
def test_a_summary_is_found_by_readers_also_with_a_slip_of_typing(item, rival, text):
    rebuild()

    assert (titles(PUBLIC, text), titles(rival, text)) == ([], [TITLE])


def test_a_text_is_found_after_the_undertaking_was_signed(item, rival, agency_user):
    rebuild()
    assert titles(rival, "石榴石") == []

    actions.sign_undertaking(item=item, signed_name=rival.name, by=rival, on=city_today())

    assert (titles(rival, "石榴石"), titles(agency_user, "石榴石")) == ([TITLE], [])
    assert ask(agency_user, "石榴石").total == 0


def test_what_is_restricted_is_neither_found_nor_counted(applicant, reviewer, officer, rival, registrar):
    published("need", by=applicant, reviewer=reviewer, title="超导腔体检漏", level="restricted")
    rebuild()

    found = {
        person.username: ask(person, "超导腔体").total for person in (rival, registrar, applicant, officer)
    }
    assert found == {"rival": 0, "registrar": 0, "applicant": 1, "officer": 1}
    answer = ask(rival, "超导腔体", source="needs")
    assert (answer.total, answer.filters, answer.counts) == (0, [], [])


def test_drafts_are_found_by_their_owner_and_what_waits_also_by_the_desk(applicant, officer, rival):
    draft("need", by=applicant, title="草稿里的石墨烯")
    submitted("need", by=applicant, title="待审的石墨烯")
    rebuild()

    assert sorted(titles(applicant, "石墨烯")) == ["待审的石墨烯", "草稿里的石墨烯"]
    assert (titles(officer, "石墨烯"), titles(rival, "石墨烯")) == (["待审的石墨烯"], [])


def test_the_index_follows_what_is_written_without_being_told(item, applicant, rival):
    rebuild()
    actions.revise_item(item=item, by=applicant)
    assert (titles(PUBLIC, "缺陷"), titles(applicant, "缺陷")) == ([], [TITLE])

    actions.save_item(item=item, values={"title": "钢轨探伤车"}, by=applicant)

    assert (titles(applicant, "缺陷 高速"), titles(applicant, "钢轨")) == ([], ["钢轨探伤车"])
    assert follow() == 0


def test_a_backlog_too_long_for_a_reader_is_told_until_the_worker_has_been(
    item, applicant, monkeypatch, client
):
    rebuild()
    monkeypatch.setattr(keeping, "AT_ONCE", 0)
    note = "还在编入索引"
    assert note not in client.get("/search/", {"q": "缺陷"}).content.decode()

    actions.revise_item(item=item, by=applicant)

    assert note in client.get("/search/", {"q": "缺陷"}).content.decode()
    follow()
    assert note not in client.get("/search/", {"q": "缺陷"}).content.decode()


def test_a_merged_entry_is_found_no_more(applicant):
    one, other = (
        draft("need", by=applicant, title="热泵除霜甲"),
        draft("need", by=applicant, title="热泵除霜乙"),
    )
    rebuild()
    actions.merge_items(kept=one, merged=other, reason="同一项", by=applicant)

    assert titles(applicant, "热泵除霜") == ["热泵除霜甲"]


def test_filters_come_with_counts_and_narrow(applicant, reviewer, rival):
    for title, field in (("轴承甲", "805"), ("轴承乙", "805"), ("轴承丙", "101")):
        published("need", by=applicant, reviewer=reviewer, title=title, field=field)
    rebuild()

    answer = ask(rival, "轴承", source="needs")
    domains = {
        choice.value: choice.count
        for _title, choices in answer.filters
        for choice in choices
        if choice.name == "domain"
    }
    assert domains == {"80": 2, "10": 1}
    assert titles(rival, "轴承", source="needs", chosen=["domain=10"]) == ["轴承丙"]


def test_it_serves_while_it_is_built_anew_and_a_lost_index_is_built_again(item, rival):
    rebuild()
    before = index.current()
    opened = index.reader(before)
    rebuild()
    assert index.current() != before
    assert opened.searcher().num_docs > 0  # a reader of the old generation goes on
    assert titles(PUBLIC, "缺陷") == [TITLE]

    shutil.rmtree(index.home())
    assert (ready(), titles(PUBLIC, "缺陷")) == (False, [])
    rebuild()
    assert titles(PUBLIC, "缺陷") == [TITLE]


def test_a_busy_writer_is_left_alone(item):
    rebuild()
    with index.the_writer(wait=True) as first, index.the_writer(wait=False) as second:
        assert (first, second) == (True, False)


def test_contracts_and_organisations_are_found_by_those_who_may(applicant, rival_firm, registrar, rival):
    from zhuanhua.programmes.contracts.tests import factories

    factories.submitted(by=applicant, buyer=rival_firm, project_name="盾构刀盘监测开发")
    rebuild()

    assert titles(registrar, "刀盘", source="contracts") == ["盾构刀盘监测开发"]
    assert titles(PUBLIC, "刀盘") == []
    assert applicant.organisation.name in titles(registrar, "云岭", source="organisations")
    assert titles(rival, "云岭", source="organisations") == []
