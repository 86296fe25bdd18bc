"""How is the catalogue of needs described to the pages, actions and searches that all catalogues share?"""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.wording import amount_words
from zhuanhua.programmes.needs import policy
from zhuanhua.programmes.needs.forms import NeedForm
from zhuanhua.programmes.needs.models import Need
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.policy.book import Values, load
from zhuanhua.shared.policy.judge import judge_one
from zhuanhua.ui.words import day_words

BOOK = Path(__file__).with_name("policy_values.yaml")
SAVED = (
    "title", "summary", "text", "keywords", "field", "trl", "cooperation", "budget_fen", "deadline_on", "other_need", "level",
    "contact_name", "contact_phone", "contact_email",
)  # fmt: skip
PAPERS = (("picture", _("图片")), ("description", _("需求说明")))


def facts(item: Need) -> list[tuple[Any, Any]]:
    """What the detail page tells beside title and text."""
    return [
        (gettext("技术领域"), item.field_words),
        (gettext("希望的成熟度"), f"TRL {item.trl} · {item.stage}" if item.trl else ""),
        (gettext("合作方式"), gettext("、").join(item.cooperation_words)),
        (gettext("预算"), amount_words(item.budget_fen) if item.budget_fen else gettext("面议")),
        (gettext("希望完成日期"), day_words(item.deadline_on, year=True) if item.deadline_on else ""),
        (gettext("关键词"), gettext("、").join(item.keywords)),
    ]


def private(item: Need) -> list[tuple[Any, Any]]:
    """What only owner and desk read: the bureau's survey."""
    said = {True: gettext("是"), False: gettext("否"), None: ""}
    return [
        (gettext("其他需求"), item.other_need),
        (gettext("是否高企"), said[item.is_high_tech]),
        (gettext("双培育入库"), said[item.in_library]),
        (gettext("双培育申报"), said[item.has_applied]),
        (gettext("是否承担项目"), said[item.has_project]),
        (gettext("责任部门"), item.department),
        (gettext("企业性质"), item.ownership),
        (gettext("千亿产业链"), item.chain),
        (gettext("营业收入"), amount_words(item.revenue_fen) if item.revenue_fen is not None else ""),
        (gettext("研发投入"), amount_words(item.research_fen) if item.research_fen is not None else ""),
        (gettext("外部编号"), item.source_key),
        (gettext("导入批次"), item.batch),
    ]


def values_on(day: date) -> Values:
    """Give the values that hold on a day."""
    return load(BOOK, programme="needs").on(day)


@lru_cache(maxsize=2_000)
def days_on_shelf(day: date, days_to_deadline: int | None) -> int:
    """How many days a publication of that day holds: the term, or to the day the firm named."""
    row = {"days_on_shelf": 0, "days_to_deadline": days_to_deadline}
    return int(judge_one(policy.term, row, values_on(day))["days_left"])


def valid_until(item: Need, on: date) -> date:
    """The last day of a publication: the term's, or the day the firm named."""
    ahead = (item.deadline_on - on).days if item.deadline_on else None
    return on + timedelta(days=days_on_shelf(on, ahead))


CATALOGUE = Catalogue(
    name="needs",
    kind=Need.case_kind,
    letters="XQ",
    model=Need,
    title=_("技术需求"),
    one=_("需求"),
    file=Permission.NEED_FILE,
    read=Permission.NEED_READ,
    review=Permission.NEED_REVIEW,
    import_=Permission.NEED_IMPORT,
    sheet="needs",
    form=NeedForm,
    saved=SAVED,
    required=("title", "summary", "field", "cooperation", "contact_name", "contact_phone"),
    amount="budget_fen",
    facts=facts,
    private=private,
    valid_until=valid_until,
    remind_days=lambda on: int(values_on(on).remind_days),
    papers=PAPERS,
)
