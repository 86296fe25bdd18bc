"""Invented technical texts for the benches of matching: the same from the same seed, with words as unequal as in a catalogue."""

import random

from zhuanhua.engines.matching import Need, Offer

THINGS = [
    "锂离子电池",
    "石墨烯",
    "复合材料",
    "印染废水",
    "玉米",
    "机器人",
    "减速器",
    "传感器",
    "催化剂",
    "陶瓷",
    "合金",
    "薄膜",
    "发酵",
    "疫苗",
    "芯片",
    "雷达",
    "钢结构",
    "混凝土",
    "隧道",
    "煤矿",
    "焦炉",
    "光伏",
    "风电",
    "齿轮",
    "轴承",
    "涂料",
    "树脂",
    "纤维",
    "污泥",
    "土壤",
    "大豆",
    "水产",
    "乳酸菌",
    "多糖",
    "抗体",
    "导管",
    "超声",
    "激光",
    "焊接",
    "铸造",
    "轧制",
    "热处理",
    "数控",
    "机床",
    "物联网",
    "区块链",
    "遥感",
    "图像识别",
    "语音",
    "大数据",
]
SIDES = [
    "高效",
    "低温",
    "耐磨",
    "防爆",
    "智能",
    "在线",
    "精密",
    "绿色",
    "轻量化",
    "高强度",
    "长寿命",
    "节能",
    "无氰",
    "可降解",
    "柔性",
    "抗菌",
    "阻燃",
    "耐腐蚀",
    "自动",
    "远程",
]
WORKS = [
    "制备方法",
    "检测装置",
    "处理工艺",
    "控制系统",
    "关键技术",
    "评价方法",
    "回收利用",
    "优化设计",
    "加工设备",
    "监测平台",
    "修复技术",
    "育种",
    "提取",
    "合成",
]


def offers(number: int, *, seed: int = 1) -> list[Offer]:
    """Titles of three or four words."""
    chance = random.Random(seed)
    return [Offer(f"o{at}", _title(chance, 2)) for at in range(number)]


def needs(number: int, *, seed: int = 2) -> list[Need]:
    """A title and a text of about a hundred characters."""
    chance = random.Random(seed)
    return [
        Need(f"n{at}", _title(chance, 1) + "需求", "，".join(_title(chance, 2) for _ in range(6)))
        for at in range(number)
    ]


def _title(chance: random.Random, things: int) -> str:
    found = [
        THINGS[
            min(int(chance.paretovariate(0.7)) - 1, 49)
            if chance.random() < 0.5
            else chance.randrange(len(THINGS))
        ]
        for _ in range(things)
    ]
    return chance.choice(SIDES) + "".join(found) + chance.choice(WORKS)
