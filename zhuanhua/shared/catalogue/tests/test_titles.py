"""Does a text without a title get its first clause, and do numerals stay that belong to a name?"""

import pytest

from zhuanhua.shared.catalogue.importing.rows import title_from


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("六轴焊接机器人焊缝跟踪技术，要求误差小于0.3毫米", "六轴焊接机器人焊缝跟踪技术"),
        ("5G通讯电缆故障监控。现有方法漏报。", "5G通讯电缆故障监控"),
        ("3.5毫米薄板焊接", "3.5毫米薄板焊接"),
        ("三维打印砂型强度控制", "三维打印砂型强度控制"),
        ("1、轴承磨损监测；2、寿命预测", "轴承磨损监测"),
        ("1. 轴承磨损监测", "轴承磨损监测"),
        ("（一）需求内容：轴承磨损监测。", "轴承磨损监测"),
        ("一、技术需求：十二烷基硫酸钠回收", "十二烷基硫酸钠回收"),
        ("12）高炉喷煤诊断", "高炉喷煤诊断"),
    ],
)
def test_only_an_ordinal_leaves_the_beginning(text: str, title: str) -> None:
    assert title_from(text) == title
