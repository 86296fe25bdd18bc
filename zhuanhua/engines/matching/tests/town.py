"""A small town of needs and offers whose right matches are known: three subjects, a few verdicts."""

from zhuanhua.engines.matching import Need, Offer, Verdict

SUBJECTS = (
    (
        ("防爆锂离子电池的研发", "动力电池存在安全隐患，需要防爆的锂离子电池"),
        ("锂离子电池防爆阀制备方法", "动力电池安全隔膜", "锂离子 电池 负极 材料 研发"),
    ),
    (
        ("印染废水深度处理", "高盐印染废水脱色，降低氨氮"),
        ("印染废水脱色工艺", "高盐 废水 处理 装置", "废水氨氮深度处理系统"),
    ),
    (
        ("玉米籽粒机收新品种选育", "选育早熟耐密的玉米"),
        ("早熟耐密玉米新品种选育", "玉米 籽粒 收获机", "玉米秸秆还田装备"),
    ),
    (
        ("工业机器人减速器", "焊接机器人的精密减速器寿命短"),
        ("机器人谐波减速器", "精密 减速器 寿命 测试", "焊接机器人视觉引导"),
    ),
)


def needs() -> list[Need]:
    """One a subject."""
    return [Need(f"n{at}", *need) for at, (need, _) in enumerate(SUBJECTS)]


def offers() -> list[Offer]:
    """Three a subject."""
    return [
        Offer(f"o{at}{place}", title)
        for at, (_, titles) in enumerate(SUBJECTS)
        for place, title in enumerate(titles)
    ]


def verdicts() -> list[Verdict]:
    """Every need judged against every offer: 4, 3, 3 for its own, 1 for the rest."""
    return [
        Verdict(need.id, offer.id, (4 if offer.id.endswith("0") else 3) if offer.id[1] == need.id[1] else 1)
        for need in needs()
        for offer in offers()
    ]
