"""Are files read by column, and is every fault named with its row?"""

import pytest

from zhuanhua.engines.matching import reading
from zhuanhua.engines.matching.records import Need

HEAD = "pair_id,need_id,achievement_id,achievement_words,level\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (HEAD + "p,unknown,a,电池,1\n", "row 2: need_id 'unknown'"),
        (HEAD + "p,n,a,电池,5\n", "row 2: level is '5'"),
        (HEAD + "p,n,a,电池,strong\n", "row 2: level is 'strong'"),
        ("pair_id,need_id\np,n\n", "column achievement_id, achievement_words is missing"),
        (HEAD, "no pairs"),
    ],
)
def test_read_pairs_names_the_fault(tmp_path, text, fault):
    path = tmp_path / "pairs.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(reading.UnreadableTableError, match=fault):
        reading.read_pairs(path, [Need("n", "电池")])


@pytest.mark.parametrize("head", ["pair_id,need_id,achievement_id,achievement_words\n", HEAD])
def test_read_pairs_level_may_be_absent_or_empty(tmp_path, head):
    path = tmp_path / "pairs.csv"
    path.write_text(head + "p,n,a,锂 电池" + ("," if "level" in head else "") + "\n", encoding="utf-8-sig")

    (pair,) = reading.read_pairs(path, [Need("n", "电池")])

    assert (pair.pair_id, pair.offer.title, pair.level) == ("p", "锂 电池", None)


def test_read_offers_takes_patents(tmp_path):
    path = tmp_path / "patents.csv"
    path.write_text("id,title,assignee,abstract\n1,一种电池,某大学,公开了\n", encoding="utf-8")

    (offer,) = reading.read_offers(path)

    assert (offer.id, offer.title, offer.text) == ("1", "一种电池", "公开了")
