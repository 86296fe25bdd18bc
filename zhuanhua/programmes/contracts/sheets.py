"""Which spreadsheets of contracts come in and go out? Two in: what a seller files, what the national system registered; three out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.core.money import wan_text
from zhuanhua.programmes.contracts import codes
from zhuanhua.programmes.contracts.actions import importing
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.exchange.sheets import CellError, Column, Row, Sheet, StoreResult, register_sheet


def _choices(codelist: Any) -> list[tuple[str, Any]]:
    return [(str(value), label) for value, label in codelist.choices]


_NAME = Column(
    "project_name", _("合同名称"), aliases=("项目名称", "合同项目名称", "projectname"), required=True, max_length=200,
    help=_("与合同文本的项目名称一致"), example="大型铸件表面缺陷在线检测装置开发",
)  # fmt: skip
_PARTIES = (
    Column("seller_uscc", _("卖方信用代码"), aliases=("卖方代码", "卖方统一社会信用代码", "让与方信用代码", "sellercode"), kind="uscc", required=True, help=_("18位统一社会信用代码")),
    Column("seller_name", _("卖方名称"), aliases=("卖方", "让与方", "受托方", "sellername"), max_length=200, help=_("平台里已有的单位可以不填")),
    Column("buyer_uscc", _("买方信用代码"), aliases=("买方代码", "买方统一社会信用代码", "受让方信用代码", "buyercode"), kind="uscc", required=True, help=_("18位统一社会信用代码")),
    Column("buyer_name", _("买方名称"), aliases=("买方", "受让方", "委托方", "buyername"), max_length=200, help=_("平台里已有的单位可以不填")),
    Column("seller_kind", _("卖方性质"), aliases=("卖方类型", "sellertype"), kind="choice", choices=_choices(codes.PartyKind), help=_("不填时按单位资料")),
    Column("buyer_kind", _("买方性质"), aliases=("买方类型", "buyertype"), kind="choice", choices=_choices(codes.PartyKind), help=_("不填时按单位资料")),
)  # fmt: skip
_SUBJECT = (
    Column("kind", _("合同类型"), aliases=("合同类别",), kind="choice", choices=_choices(codes.Kind), help=_("不填时由细类得出")),
    Column("subkind", _("合同细类"), aliases=("合同子类", "细类", "contracttype"), kind="choice", choices=_choices(codes.Subkind), required=True),
    Column("field", _("技术领域"), aliases=("领域", "techarea"), kind="choice", choices=_choices(codes.TechnologyField), required=True),
    Column("ip_kind", _("知识产权"), aliases=("知识产权类型", "ipr"), kind="choice", choices=_choices(codes.IpKind), help=_("不填即未涉及知识产权")),
    Column("ip_number", _("专利号"), aliases=("专利号或登记号", "ipnumber"), max_length=60, help=_("涉及专利的必填"), example="ZL201810123456.7"),
    Column("plan_source", _("计划来源"), aliases=("项目计划来源", "projectplantype"), kind="choice", choices=_choices(codes.PlanSource), help=_("不填即计划外")),
    Column("payment_form", _("支付方式"), aliases=("付款方式", "paymethod"), kind="choice", choices=_choices(codes.PaymentForm), required=True),
)  # fmt: skip
_AMOUNTS = (
    Column("total_fen", _("合同成交额"), aliases=("合同额", "成交额", "合同总金额", "合同金额", "totalamount"), kind="money", required=True),
    Column("non_technical_fen", _("非技术性支出"), aliases=("设备材料等非技术性支出", "设备/材料等非技术性支出"), kind="money", help=_("设备、材料等，合计")),
    Column("trade_fen", _("技术交易额"), aliases=("技术额", "technicalamount"), kind="money", help=_("不填时为成交额减去非技术性支出")),
)  # fmt: skip
_DAYS = (
    Column("signed_on", _("签订日期"), aliases=("签订时间", "合同签订日期", "signdate"), kind="date", required=True),
    Column("starts_on", _("履行起始日期"), aliases=("起始日期", "合同起始日期", "合同开始日期", "contractbegindate"), kind="date", required=True),
    Column("ends_on", _("履行截止日期"), aliases=("截止日期", "合同截止日期", "合同结束日期", "contractenddate"), kind="date", required=True),
)  # fmt: skip
_FLAGS = (
    Column("is_related", _("关联交易"), aliases=("是否关联交易", "isrelated"), kind="bool", help=_("是或者否；不填即否")),
    Column("is_import", _("技术进口"), aliases=("是否技术进口",), kind="bool", help=_("是或者否；不填即否")),
)  # fmt: skip

FILED_COLUMNS = (
    _NAME,
    *_PARTIES,
    *_SUBJECT,
    *_AMOUNTS,
    *_DAYS,
    Column("subject", _("技术内容和目标"), aliases=("技术内容", "合同内容"), required=True, max_length=4000, help=_("技术问题、目标、成果形式和验收标准")),
    *_FLAGS,
    Column("licence_form", _("许可方式"), kind="choice", choices=_choices(codes.LicenceForm), help=_("许可合同必填")),
    Column("ip_expires_on", _("专利权届满日"), kind="date", help=_("专利实施许可必填")),
    Column("royalty_base", _("提成基数"), kind="choice", choices=_choices(codes.RoyaltyBase), help=_("提成支付的必填")),
    Column("royalty_bp", _("提成比例"), kind="text", help=_("百分数，例如3%；提成支付的必填"), max_length=12),
    Column("expected_investment_fen", _("预计新增投资"), kind="money", help=_("技术转让必填，没有填0")),
    Column("expected_output_fen", _("预计新增产值"), kind="money", help=_("技术转让必填，没有填0")),
    Column("objective", _("社会经济目标"), kind="choice", choices=_choices(codes.Objective)),
)  # fmt: skip
REGISTERED_COLUMNS = (
    Column(
        "registration_number",
        _("登记编号"),
        aliases=("合同登记编号", "登记号", "contractno"),
        kind="code",
        required=True,
        help=_("16位，旧编号14位"),
    ),
    Column(
        "registered_on",
        _("登记日期"),
        aliases=("认定登记日期", "登记时间", "registerdate"),
        kind="date",
        required=True,
    ),
    _NAME,
    *_PARTIES,
    *_SUBJECT,
    *_AMOUNTS,
    *_DAYS,
    Column("subject", _("技术内容和目标"), aliases=("技术内容", "合同内容"), max_length=4000),
    *_FLAGS,
)


def register() -> None:
    """Hang up both sheets, when Django has loaded the models."""
    register_sheet(FILED)
    register_sheet(REGISTERED)


def _named(faults: Iterable[importing.Fault], columns: Sequence[Column]) -> Iterator[CellError]:
    """Say faults with the title of their column."""
    titles = {column.key: str(column.title) for column in columns}
    for fault in faults:
        yield CellError(
            fault.row,
            titles.get(fault.key, fault.key),
            _shown(fault.key, fault.value),
            fault.message,
            fault.way_out,
            fault.suggestion,
        )


def _shown(key: str, value: Any) -> str:
    if value is None:
        return ""
    return f"{wan_text(value)}万元" if key.endswith("_fen") and isinstance(value, int) else str(value)


def _check_filed(rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:
    return _named(importing.faults_of_filed(rows, by=by, on=city_today()), FILED_COLUMNS)


def _check_registered(rows: Sequence[Row], *, by: Any) -> Iterator[CellError]:
    return _named(importing.faults_of_registered(rows, by=by, on=city_today()), REGISTERED_COLUMNS)


def _compare_filed(values: Sequence[dict[str, Any]]) -> list[str]:
    return importing.compare_rows(values)


def _compare_registered(values: Sequence[dict[str, Any]]) -> list[str]:
    return importing.compare_rows(values)


def _store_filed(values: Sequence[dict[str, Any]], *, by: Any, progress: Any) -> StoreResult:
    return StoreResult(**importing.import_filed(rows=values, by=by, progress=progress))


def _store_registered(values: Sequence[dict[str, Any]], *, by: Any, progress: Any) -> StoreResult:
    return StoreResult(**importing.import_registered(rows=values, by=by, progress=progress))


FILED = Sheet(
    "contracts",
    _("批量申报技术合同"),
    FILED_COLUMNS,
    identity=("seller_uscc", "buyer_uscc", "project_name", "signed_on", "total_fen"),
    check=_check_filed,
    compare=_compare_filed,
    store=_store_filed,
    permission=Permission.CONTRACT_IMPORT,
    after_url="/contracts/mine/",
    amount_key="total_fen",
)
REGISTERED = Sheet(
    "registered-contracts",
    _("导入国家系统已登记的合同"),
    REGISTERED_COLUMNS,
    identity=("registration_number",),
    check=_check_registered,
    compare=_compare_registered,
    store=_store_registered,
    permission=Permission.CONTRACT_IMPORT_REGISTERED,
    after_url="/contracts/records/",
    amount_key="total_fen",
)
