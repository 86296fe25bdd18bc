"""The words Chinese letters count with, and what one of each is worth in base units."""

import re
from fractions import Fraction

MONEY = {"元": Fraction(1), "人民币": Fraction(1)}
FOREIGN = ("美元", "欧元", "港元", "日元", "英镑", "港币", "美金", "韩元", "卢布")
AREAS = {
    "平方公里": Fraction(1_000_000),
    "平方千米": Fraction(1_000_000),
    "平方米": Fraction(1),
    "平米": Fraction(1),
    "公顷": Fraction(10_000),
    "㎡": Fraction(1),
    "m²": Fraction(1),
    "m2": Fraction(1),
    "亩": Fraction(2000, 3),
}
PERCENTS = {"个百分点": Fraction(1), "百分点": Fraction(1), "%": Fraction(1), "‰": Fraction(1, 10)}
# Words that count, each with what must not follow (then the sign belongs to another word: 项目, 部门, 场地).
COUNTS = {
    "人次": "", "件次": "", "项次": "", "家次": "", "户次": "", "批次": "", "场次": "", "车次": "", "台次": "", "台套": "", "台(套)": "",
    "千瓦时": "", "千瓦": "", "兆瓦": "", "立方米": "", "公里": "", "千米": "", "公斤": "", "千克": "", "吨": "", "标箱": "", "升": "级格",
    "项": "目", "件": "套", "个": "月工小季星自年", "家": "庭属具长", "人": "民均大工社员", "名": "单称录义列", "位": "于居列置一数",
    "场": "地所景", "次": "会全性方元于级生序新产党代常", "条": "件例款理", "种": "植子业", "类": "似别型", "所": "有需在属得谓以占",
    "户": "籍均外", "台": "湾州阶", "套": "餐取", "篇": "", "部": "门分委省署队", "支": "持付出撑行部队", "只": "有要需能",
    "份": "额", "辆": "", "座": "谈", "处": "理于置级", "间": "接隙", "门": "类槛户口", "架": "构", "艘": "", "株": "洲", "头": "部雁",
    "例": "如", "宗": "旨", "幅": "度", "款": "项", "册": "", "批": "准复示量", "起": "来步到草", "枚": "", "笔": "记", "单": "位一独",
    "栋": "", "棵": "", "对": "接口象于外应标策企我在全经符比照", "层": "面次级", "块": "状", "片": "区", "单元": "", "学时": "", "课时": "",
    "床": "", "张": "家", "米": "", "度": "", "大": "于会学家众数幅概量力型批赛",
}  # fmt: skip
COUNT_PATTERN = "|".join(
    re.escape(word) + (f"(?![{stop}])" if stop else "")
    for word, stop in sorted(COUNTS.items(), key=lambda pair: -len(pair[0]))
)
UNIT_PATTERN = "|".join(
    [
        *sorted(PERCENTS, key=len, reverse=True),
        *(re.escape(word) for word in sorted(AREAS, key=len, reverse=True)),
        *FOREIGN,
        "元",
        "倍",
        COUNT_PATTERN,
    ]
)


def base(word: str) -> tuple[str, Fraction, str]:
    """Unit, worth of one, and the word two claims must share to be added."""
    if word in MONEY:
        return "yuan", MONEY[word], "元"
    if word in AREAS:
        return "m2", AREAS[word], "平方米"
    if word in PERCENTS:
        return "percent", PERCENTS[word], "百分点" if "百分点" in word else "%"
    if word == "倍":
        return "ratio", Fraction(1), "倍"
    return "count", Fraction(1), word
