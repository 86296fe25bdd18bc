"""Are the catalogues of the demo city as the letter says: so many, of so many, in every field, with true matches?"""

from collections import Counter
from datetime import date
from random import Random

import pytest

from zhuanhua.demo import accounts, catalogues
from zhuanhua.demo.names import populate
from zhuanhua.programmes.achievements.models import Achievement
from zhuanhua.programmes.achievements.queries import achievements_for_matching
from zhuanhua.programmes.needs.models import Need
from zhuanhua.programmes.needs.queries import needs_for_matching
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.catalogue.fields import DOMAINS
from zhuanhua.shared.figures.queries import value

pytestmark = pytest.mark.django_db
DAY = date.today()


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        population = populate(7)
        people = accounts.settle(population, since=date(2016, 1, 4), bureau_name="局", chance=Random(7))
        made = catalogues.collect(people, population, day=DAY, seed=7)
        yield made
        transaction.set_rollback(True)


def test_the_figures_of_2018_are_those_of_the_letter(city):
    asked = ("achievements.count", "needs.count", "achievements.units", "needs.units")

    numbers = [value(code, year=2018, person=Anonymous()).base for code in asked]
    assert numbers == [1239, 1302, 100, 1000]
    assert Achievement.objects.filter(owner__kind="agency").values("owner").distinct().count() == 50


def test_every_domain_is_on_both_shelves(city):
    for model in (Achievement, Need):
        found = Counter(code[0] + "0" for code in model.objects.values_list("field", flat=True))
        assert set(found) == set(DOMAINS)


def test_true_matches_are_listed_and_their_sides_are_live(city):
    lines = catalogues.planted_file().read_text(encoding="utf-8").splitlines()

    assert len(lines) - 1 == city["matches"] > 700
    offered = {each.number for each in achievements_for_matching()}
    asked = {each.number for each in needs_for_matching()}
    assert all(need in asked and gives in offered for need, gives in (line.split(",") for line in lines[1:]))


def test_titles_read_differently(city):
    for model in (Achievement, Need):
        titles = list(model.objects.values_list("title", flat=True))
        assert len(set(titles)) > 0.8 * len(titles)
