"""Does the chain on the front page show a year of which all its stages have records, and nothing that is not public?"""

from types import SimpleNamespace

import pytest

from zhuanhua.overview import stream

YEARS = {"a.count": [2017, 2018, 2019], "b.count": [2018], "c.count": [2016, 2018]}
STAGES = (
    ("征集", (("a.count", "成果"),)),
    ("登记", (("b.count", "合同"),)),
    ("兑付", (("c.count", "补贴"),)),
)


@pytest.fixture
def figures(monkeypatch):
    """Three public figures with records in some years."""
    held = dict(YEARS)
    monkeypatch.setattr(stream, "STAGES", STAGES)
    monkeypatch.setattr(stream.catalogue, "find", lambda code: SimpleNamespace(public=code != "secret"))
    monkeypatch.setattr(stream.queries, "years_with_records", lambda code: held.get(code, []))
    monkeypatch.setattr(
        stream.queries,
        "value",
        lambda code, year, person: SimpleNamespace(text=f"{year}项", figure=SimpleNamespace(code=code)),
    )
    return held


def test_the_chain_stands_in_the_newest_year_of_all_its_stages(figures):
    told = stream._stages()

    assert (told.year, [stage.title for stage in told.stages]) == (2018, ["征集", "登记", "兑付"])
    assert [stage.main.number.digits for stage in told.stages] == ["2018"] * 3


def test_a_chain_of_two_stages_is_not_shown(figures):
    figures.pop("b.count")

    assert stream._stages() is None
