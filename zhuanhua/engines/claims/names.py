"""Numbers that are part of a name, an order or a title (第3次, 十九大, 千人计划, “三个一批”), not quantities."""

import re

from zhuanhua.engines.claims import units
from zhuanhua.engines.claims.softening import WORDS

_NAMES = re.compile(
    r"计划|工程|行动|万户|争鸣|大会|党|一体|河市?|渠市?|方面|坚持|着力|环节|层面|维度|自信|全面|意识|维护|确保|统筹|一批|清单|级|强"
)


def is_name(copy: str, match: re.Match[str], *, digits: bool, quoted: bool) -> bool:
    """Whether the number is part of a name, an order or a title rather than a quantity."""
    start, end, number, word = match.start("number"), match.end(), match["number"], match["unit"]
    before = copy[max(0, start - 3) : start].rstrip(" ")
    percent = word in units.PERCENTS or word in units.MONEY or word in units.AREAS
    if before.endswith(("第", "〔", "No.", "№")) or (before.endswith("前") and word in units.COUNTS):
        return True
    after = copy[end : end + 4]
    if word == "次" and after.startswith(("会议", "全会", "常委")):
        return True
    if word == "大" and not re.match(r"[一-鿿]", after):
        return True
    if digits:
        return quoted and not percent and bool(re.match(r"[”’」》]|计划|工程|行动", after))
    if quoted and not percent:
        return True
    if (
        before.endswith(("几", "数", "若干", "每", "同", "之", "逐", "某", "这", "那", "统", "唯", "其"))
        and not percent
    ):
        return True
    if match["size"] and number[-1] in "万亿" and match["size"] in "十百千":
        return True
    if number == "一" or (number in "万亿" and not re.search(rf"(?:{WORDS}|上|过)$", before)):
        return word not in units.PERCENTS and word != "倍" and not match["size"]
    if number in {"百", "千"} and word not in {
        "家",
        "人",
        "项",
        "名",
        "场",
        "件",
        "个",
        "户",
        "种",
        "台",
        "元",
        "人次",
        "亩",
    }:
        return not re.search(rf"(?:{WORDS}|上|过)$", before)
    if word in units.COUNTS and word not in {"家", "项", "件", "人"} and _NAMES.match(after):
        return True
    if word == "大" and number[-1] in "十百千万亿九" and len(number) > 1:
        return True
    return word in {"家", "人", "项"} and bool(re.match(r"计划|工程|行动|万户|争鸣|渠", after))
