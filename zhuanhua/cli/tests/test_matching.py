"""Does `zhuanhua matching rank` ask the site where no table is given, and a table where one is?"""

import json

import pytest

from zhuanhua.cli.door import obey
from zhuanhua.programmes.achievements import queries as achievements


@pytest.mark.django_db
def test_rank_without_table_on_an_empty_site_says_what_to_do(capsys):
    assert obey(["matching", "rank", "--text", "防爆锂电池"]) != 0
    assert "--catalogue" in capsys.readouterr().err


@pytest.mark.django_db
def test_rank_asks_the_achievements_of_the_site(capsys, monkeypatch, matchables):
    monkeypatch.setattr(achievements, "achievements_for_matching", lambda: iter(matchables))

    assert obey(["matching", "rank", "--text", "防爆锂离子电池", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert [match["title"] for match in found] == ["锂离子电池防爆阀"]


def test_rank_asks_a_table(capsys, tmp_path):
    table = tmp_path / "offers.csv"
    table.write_text("id,title\na,锂离子电池防爆阀\nb,玉米脱粒机\n", encoding="utf-8")

    assert obey(["matching", "rank", "--text", "防爆锂离子电池", "--catalogue", str(table), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["offer_id"] == "a"


@pytest.fixture
def matchables():
    from zhuanhua.shared.catalogue.queries import Matchable

    def item(number, title, level):
        return Matchable(1, number, title, "", "", (), "", (), "", None, "", None, (), 1, level)

    return [item("A1", "锂离子电池防爆阀", "public"), item("A2", "锂离子电池防爆隔膜", "restricted")]
