"""Which spreadsheets of achievements come in? The bureau's collection form, and lists of patents (title, owner, abstract) with their columns mapped."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.achievements.actions import importing
from zhuanhua.programmes.achievements.models import RightKind, RightStatus
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue import codes
from zhuanhua.shared.exchange.sheets import Column, Sheet, StoreResult, register_sheet


def _choices(codelist: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in codelist.choices]


COLUMNS = (
    Column("source_key", _("编号"), aliases=("id", "公开号", "申请号"), help=_("单位自己的编号，可以不填")),
    Column("title", _("成果名称"), aliases=("名称", "title", "专利名称", "项目名称"), required=True, max_length=200, example="铸件表面缺陷高速视觉检测装置"),
    Column("text", _("成果简介"), aliases=("简介", "摘要", "abstract", "成果内容", "主要内容"), required=True, max_length=8000, help=_("是什么、解决什么问题、达到什么指标")),
    Column("owner", _("发布单位"), aliases=("单位名称", "成果单位", "完成单位"), max_length=200, help=_("填报本单位的可以不填")),
    Column("holder", _("权利人"), aliases=("assignee", "专利权人", "申请人"), max_length=200),
    Column("keywords", _("关键词"), aliases=("keywords",), max_length=300),
    Column("domain", _("一级领域"), aliases=("技术领域", "所属领域"), max_length=60, help=_("不填或者不在目录里的，由系统建议")),
    Column("field", _("二级领域"), max_length=60),
    Column("ipc", _("IPC分类"), aliases=("IPC", "主分类号"), max_length=40),
    Column("trl", _("技术成熟度"), aliases=("TRL",), kind="int", help=_("1到9的整数；也可以填成果阶段")),
    Column("stage", _("成果阶段"), aliases=("所处阶段",), kind="choice", choices=_choices(codes.Stage)),
    Column("right_kind", _("知识产权种类"), kind="choice", choices=_choices(RightKind)),
    Column("right_number", _("专利号或登记号"), aliases=("专利号", "登记号"), max_length=60),
    Column("right_status", _("法律状态"), kind="choice", choices=_choices(RightStatus)),
    Column("team", _("研发团队"), aliases=("发明人", "完成人"), max_length=300),
    Column("price_fen", _("参考价格"), aliases=("价格", "转让价格"), kind="money", takes_own_unit=True, help=_("不填即面议")),
    Column("cooperation", _("合作方式"), aliases=("转化方式",), kind="choice", choices=_choices(codes.Cooperation)),
    Column("evaluation", _("评价情况"), max_length=1000),
    Column("awards", _("获奖情况"), max_length=1000),
    Column("level", _("公开程度"), kind="choice", choices=_choices(codes.Level), help=_("不填即全部公开")),
    Column("contact_name", _("联系人"), max_length=60, help=_("经本单位同意后对方才看得到")),
    Column("contact_phone", _("联系电话"), aliases=("电话",), max_length=40),
)  # fmt: skip


def register() -> None:
    """Hang up the sheet, when Django has loaded the models."""
    register_sheet(ACHIEVEMENTS)


def _store(values: Sequence[dict[str, Any]], *, by: Any, progress: Any) -> StoreResult:
    return StoreResult(**importing.import_achievements(rows=values, by=by, progress=progress))


ACHIEVEMENTS = Sheet(
    "achievements",
    _("批量填报科技成果"),
    COLUMNS,
    identity=("owner", "title"),
    check=importing.faults_of_achievements,
    compare_for=importing.compare_achievements,
    store=_store,
    permission=Permission.ACHIEVEMENT_IMPORT,
    after_url="/achievements/mine/",
)
