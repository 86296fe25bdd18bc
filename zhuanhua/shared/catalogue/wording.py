"""What does somebody sign who wants to read a full text, and what is said of a telephone that nobody can call?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_A_PHONE = gettext_lazy("不像电话号码。")
HOW_PHONES_ARE_WRITTEN = gettext_lazy("请按“024-12345678转801”的样子填；几个号码用“/”或者“、”分开。")


def undertaking_text(item: Any, person: Any) -> str:
    """Word the promise of secrecy for one item and one person (促进科技成果转化法第三十条：保密约定)."""
    words = _(
        "本人%(name)s，代表%(organisation)s，为洽谈合作阅读“%(title)s”（%(number)s）的全文。承诺：只用于评估合作；不向第三方透露；不据此申请专利或其他权利；合作不成的，"
        "删除所存的内容。违反承诺的，依法承担责任。"
    )
    return words % {
        "name": person.name,
        "organisation": person.organisation.name if person.organisation else "",
        "title": item.title,
        "number": item.number,
    }
