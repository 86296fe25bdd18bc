"""Which words of a title or description speak of its field? Cut by rjieba; what stands in every patent does not count."""

import re
import unicodedata
from collections.abc import Iterator

import rjieba

EMPTY = frozenset(
    [
        "一种",
        "用于",
        "基于",
        "及其",
        "以及",
        "包括",
        "所述",
        "方法",
        "装置",
        "系统",
        "设备",
        "技术",
        "应用",
        "制备",
        "设计",
        "研究",
        "开发",
        "实现",
        "具有",
        "进行",
        "通过",
        "采用",
        "本发明",
        "实用新型",
        "公开",
        "提供",
        "提高",
        "结构",
        "工艺",
        "产品",
        "高效",
        "新型",
        "项目",
        "产业化",
        "需求",
        "解决",
        "问题",
        "企业",
        "公司",
        "目前",
        "以上",
        "以下",
        "能够",
        "可以",
        "主要",
        "相关",
        "其中",
        "使用",
        "利用",
        "属于",
        "领域",
        "表面",
        "检测",
        "开发",
        "控制",
        "高速",
        "高性能",
        "大型",
        "新型",
    ]
)
LATIN = re.compile(r"[a-z][a-z0-9+#-]{1,20}")


def words_of(text: str) -> Iterator[str]:
    """Give the words of two characters and more, in order; width and case do not count."""
    for word in rjieba.cut_for_search(unicodedata.normalize("NFKC", text).casefold(), True):
        plain = word.strip()
        if (
            len(plain) > 1
            and plain not in EMPTY
            and (plain.isalpha() or LATIN.fullmatch(plain))
            and not plain.isdecimal()
        ):
            yield plain
