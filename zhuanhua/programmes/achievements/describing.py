"""How is the catalogue of achievements described to the pages, actions and searches that all catalogues share?"""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.achievements import policy
from zhuanhua.programmes.achievements.forms import AchievementForm
from zhuanhua.programmes.achievements.models import Achievement
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.policy.book import Values, load
from zhuanhua.shared.policy.judge import judge_one

BOOK = Path(__file__).with_name("policy_values.yaml")
SAVED = (
    "title", "summary", "text", "keywords", "field", "ipc", "trl", "cooperation", "price_fen", "rights", "holder", "team", "evaluation", "awards",
    "level", "contact_name", "contact_phone", "contact_email",
)  # fmt: skip
PAPERS = (
    ("picture", _("图片")),
    ("right_certificate", _("知识产权证书")),
    ("evaluation_report", _("评价报告")),
    ("description", _("成果说明")),
)


def facts(item: Achievement) -> list[tuple[Any, Any]]:
    """What the detail page tells beside title and text."""
    return [
        (gettext("技术领域"), item.field_words),
        (gettext("IPC分类"), item.ipc),
        (gettext("技术成熟度"), f"TRL {item.trl} · {item.stage}" if item.trl else ""),
        (gettext("知识产权"), gettext("；").join(item.right_lines)),
        (gettext("权利人"), item.holder),
        (gettext("研发团队"), item.team),
        (gettext("合作方式"), gettext("、").join(item.cooperation_words)),
        (gettext("参考价格"), amount_words(item.price_fen) if item.price_fen else gettext("面议")),
        (gettext("评价情况"), item.evaluation),
        (gettext("获奖情况"), item.awards),
        (gettext("关键词"), gettext("、").join(item.keywords)),
    ]


def private(item: Achievement) -> list[tuple[Any, Any]]:
    """What only owner and desk read."""
    return [(gettext("外部编号"), item.source_key), (gettext("导入批次"), item.batch)]


def values_on(day: date) -> Values:
    """Give the values that hold on a day."""
    return load(BOOK, programme="achievements").on(day)


@lru_cache(maxsize=64)
def days_on_shelf(day: date) -> int:
    """How many days a publication of that day holds."""
    return int(judge_one(policy.term, {"days_on_shelf": 0}, values_on(day))["days_left"])


def valid_until(item: Achievement, on: date) -> date:
    """The last day of a publication."""
    return on + timedelta(days=days_on_shelf(on))


CATALOGUE = Catalogue(
    name="achievements",
    kind=Achievement.case_kind,
    letters="CG",
    model=Achievement,
    title=_("科技成果"),
    one=_("成果"),
    file=Permission.ACHIEVEMENT_FILE,
    read=Permission.ACHIEVEMENT_READ,
    review=Permission.ACHIEVEMENT_REVIEW,
    import_=Permission.ACHIEVEMENT_IMPORT,
    sheet="achievements",
    form=AchievementForm,
    saved=SAVED,
    required=("title", "summary", "field", "trl", "cooperation", "contact_name", "contact_phone"),
    amount="price_fen",
    facts=facts,
    private=private,
    valid_until=valid_until,
    remind_days=lambda on: int(values_on(on).remind_days),
    papers=PAPERS,
)
