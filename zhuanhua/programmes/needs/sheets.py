"""Which spreadsheets of needs come in? The bureau's workbook of 18 columns, and a plain file of number, title, text: one sheet takes both."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.needs.actions import importing
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.catalogue import codes
from zhuanhua.shared.exchange.sheets import Column, Sheet, StoreResult, register_sheet
from zhuanhua.shared.people.districts import DISTRICTS

COLUMNS = (
    Column("source_key", _("需求编号"), aliases=("need_id", "编号"), help=_("单位自己的编号，可以不填")),
    Column("owner", _("企业名称"), aliases=("单位名称", "需求单位"), max_length=200, help=_("单位全称；填报本单位的可以不填")),
    Column("district", _("所属区县"), aliases=("所在区县", "区县"), kind="choice", choices=list(DISTRICTS.items())),
    Column("domain", _("一级领域"), aliases=("技术领域", "所属领域"), max_length=60, help=_("不填或者不在目录里的，由系统建议")),
    Column("field", _("二级领域"), max_length=60),
    Column("is_high_tech", _("是否高企"), aliases=("是否高新技术企业",), kind="bool"),
    Column("in_library", _("双培育入库"), aliases=("双培育是否入库",), kind="bool", help=_("列名里可以写年份")),
    Column("has_applied", _("双培育申报"), aliases=("双培育是否申报",), kind="bool", help=_("列名里可以写年份")),
    Column("has_project", _("是否承担项目"), aliases=("是否承担科技项目",), kind="bool"),
    Column("contact_name", _("联系人"), max_length=60, help=_("经本单位同意后对方才看得到")),
    Column("contact_phone", _("联系电话"), aliases=("电话", "手机"), max_length=40),
    Column("department", _("责任部门"), max_length=100),
    Column("ownership", _("企业性质"), max_length=60),
    Column("chain", _("千亿产业链"), aliases=("所属产业链",), max_length=100),
    Column("revenue_fen", _("营业收入"), aliases=("年营业收入",), kind="money", takes_own_unit=True, help=_("列名里可以写年份")),
    Column("research_fen", _("研发投入"), aliases=("年研发投入", "研发费用"), kind="money", takes_own_unit=True, help=_("列名里可以写年份")),
    Column("title", _("需求名称"), aliases=("title", "名称", "技术需求名称"), max_length=200, help=_("不填时取需求内容的第一句")),
    Column("text", _("创新需求"), aliases=("技术需求", "需求内容", "需求描述", "text"), required=True, max_length=8000, example="大型铸件表面裂纹靠人工目视，希望在线检测，检出率不低于98%。"),
    Column("other_need", _("其他需求"), aliases=("其他需求(人才/资金等)", "其他需求（人才、资金等）"), max_length=2000),
    Column("budget_fen", _("预算"), aliases=("预算金额", "拟投入资金"), kind="money", takes_own_unit=True),
    Column("deadline_on", _("希望完成日期"), aliases=("完成时限",), kind="date"),
    Column("level", _("公开程度"), kind="choice", choices=[(str(value), label) for value, label in codes.Level.choices], help=_("不填即登录后可见")),
)  # fmt: skip


def register() -> None:
    """Hang up the sheet, when Django has loaded the models."""
    register_sheet(NEEDS)


def _store(values: Sequence[dict[str, Any]], *, by: Any, progress: Any) -> StoreResult:
    return StoreResult(**importing.import_needs(rows=values, by=by, progress=progress))


NEEDS = Sheet(
    "needs",
    _("批量填报技术需求"),
    COLUMNS,
    identity=("owner", "text"),
    check=importing.faults_of_needs,
    compare_for=importing.compare_needs,
    store=_store,
    permission=Permission.NEED_IMPORT,
    after_url="/needs/",
)
