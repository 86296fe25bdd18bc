"""Are figures compared where both sides state the same thing, and is nothing said where it is not sure?"""

import pytest

from zhuanhua.engines.matching import Index, Need, Offer, quantities

CASES = [
    ("覆盖不少于7公里", "覆盖不少于5公里", False),
    ("覆盖不少于7公里", "覆盖7公里", True),
    ("覆盖不少于7公里", "无线覆盖可达8.5km以上", True),
    ("覆盖不少于7公里", "覆盖800米", False),
    ("精度≤0.1mm", "精度达到0.05毫米", True),
    ("精度≤0.1mm", "精度0.1cm", False),
    ("精度≤0.1mm", "精度不低于0.05mm", None),
    ("成本不超过2万元", "成本15000元", True),
    ("成本不超过2万元", "成本为2.5万元", False),
    ("工作温度20-80℃", "温度60℃", True),
    ("工作温度20~80℃", "温度90~120摄氏度", False),
    ("工作温度20~80℃", "温度60~120℃", None),
    ("温度不低于800℃", "温度600℃", False),
    ("覆盖不少于7公里", "时长不少于5公里", None),
    ("覆盖不少于7公里", "覆盖不少于5%", None),
    ("覆盖7公里", "覆盖5公里", None),
    ("覆盖不少于7公里", "覆盖5公里，夜间覆盖9公里", None),
    ("不少于7公里", "不少于5公里", None),
    ("能耗降低不少于30%", "成本降低20%", None),
    ("能耗降低不少于30%", "能耗降低20%", False),
    ("流量不少于7m", "流量5m3", None),
]


@pytest.mark.parametrize(("asked", "has", "reached"), CASES, ids=str)
def test_figures_of_the_same_thing_are_compared(asked, has, reached):
    found = quantities.compared(quantities.read(asked), quantities.read(has))

    assert [each[3] for each in found] == ([] if reached is None else [reached])


def test_a_figure_is_named_by_the_words_that_both_sides_end_with():
    found = quantities.compared(quantities.read("缺陷检出率99%以上"), quantities.read("表面检出率达到98%"))

    assert [each[0] for each in found] == ["检出率"]


def test_a_missed_figure_warns_and_words_of_measure_praise_nothing():
    need = Need("n", "隧道对讲", "出事时对讲机没信号，覆盖不少于7公里。")
    offer = Offer("a", "隧道对讲", "对讲机覆盖不少于5公里。")
    found = Index.build([offer], [need]).reasons(need, offer)

    [figure] = [one for one in found if one.kind == "figure"]
    assert figure.weight < 0
    assert figure.facts == {"of": "覆盖", "wished": "不少于7公里", "has": "不少于5公里"}
    texts = {one.facts["text"] for one in found if one.kind in {"word", "phrase"}}
    assert "覆盖" in " ".join(map(str, texts))
    assert not any("不少" in str(text) or text == "公里" for text in texts)
