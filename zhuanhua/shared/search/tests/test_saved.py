"""Is a saved search asked again in its owner's name, and only new things told?"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.shared.catalogue.tests.factories import published
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.search import jobs
from zhuanhua.shared.search.keeping import rebuild
from zhuanhua.shared.search.models import SavedSearch

pytestmark = pytest.mark.django_db
ASKED = {"q": "热泵", "source": "needs"}


@pytest.fixture
def kept(client, rival, applicant, reviewer):
    published("need", by=applicant, reviewer=reviewer, title="热泵除霜")
    rebuild()
    sign_in(client, rival).post(reverse("search:keep"), ASKED)
    return SavedSearch.objects.get()


def test_only_new_things_are_told(kept, applicant, reviewer, rival):
    jobs.ask_again()
    published("need", by=applicant, reviewer=reviewer, title="热泵低温启动")
    published("need", by=applicant, reviewer=reviewer, title="热泵机密", level="restricted")
    Notice.objects.all().delete()

    jobs.ask_again()
    jobs.ask_again()

    assert [(notice.person, notice.heading) for notice in Notice.objects.all()] == [
        (rival, "保存的查找有1条新的：热泵")
    ]


def test_who_switched_it_off_is_told_nothing(client, kept, applicant, reviewer, rival):
    sign_in(client, rival).post(reverse("search:switch", args=[kept.pk]))
    published("need", by=applicant, reviewer=reviewer, title="热泵低温启动")
    Notice.objects.all().delete()

    jobs.ask_again()

    assert Notice.objects.count() == 0
    assert "不提醒" in client.get(reverse("search:saved")).content.decode()


def test_a_search_is_ones_own(client, kept, applicant):
    sign_in(client, applicant)
    for page in ("switch", "forget"):
        assert client.post(reverse(f"search:{page}", args=[kept.pk])).status_code == 404
    assert "热泵" not in client.get(reverse("search:saved")).content.decode()


def test_a_search_is_forgotten(client, kept, rival):
    sign_in(client, rival).post(reverse("search:forget", args=[kept.pk]))

    assert SavedSearch.objects.count() == 0


@pytest.mark.parametrize("sent", [{"q": "", "source": "needs"}, {"q": "热泵", "source": "nowhere"}, {}])
def test_a_search_without_words_or_place_is_refused_with_a_sentence(client, rival, sent):
    page = sign_in(client, rival).post(reverse("search:keep"), sent, follow=True)

    assert ("没有查找的词" in page.content.decode(), SavedSearch.objects.count()) == (True, 0)


def test_the_database_refuses_a_search_without_words_or_twice(kept, rival):
    for facts in ({"text": "", "source": "x"}, {"text": kept.text, "source": kept.source}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedSearch.objects.create(person=rival, **facts)


def test_the_page_shows_groups_counts_filters_and_works_without_an_index(
    client, kept, rival, tmp_path, monkeypatch
):
    from zhuanhua.shared.search import index

    sign_in(client, rival)
    page = client.get("/search/", {"q": "热泵", "source": "needs"}).content.decode()
    assert all(words in page for words in ("热泵除霜", "保存这个查找", "先进制造与自动化"))

    monkeypatch.setattr(index, "home", lambda: tmp_path / "none")
    page = client.get("/search/", {"q": "热泵"}).content.decode()
    assert ("热泵除霜" in page, "正在建立" in page) == (True, True)
