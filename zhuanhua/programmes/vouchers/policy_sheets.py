"""How do people read the voucher rules? Title, conditions in words with what would meet them, and the arithmetic line by line."""

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.vouchers import codes, policy, queries
from zhuanhua.programmes.vouchers.queries.rows import BOOK
from zhuanhua.programmes.vouchers.queries.single import APPLICATION, REDEMPTION
from zhuanhua.shared.people.kinds import OrganisationKind, OrganisationSize
from zhuanhua.shared.policy.rules import Condition, Rule, Step
from zhuanhua.shared.policy.rules import register as register_rule
from zhuanhua.shared.policy.templatetags.policy import name_codes

APART = Condition(
    "parties_are_apart",
    _("持券单位和服务机构不是关联方"),
    _("关联方之间的服务不能用券；疑似关联的由人核实。"),
    ("vouchers.pays_related",),
    facts=(("is_related", _("是关联方")),),
)
ONCE = Condition(
    "is_used_once",
    _("同一合同、发票没有享受过别的补贴"),
    _("不重复享受；疑似重复的由人核实。"),
    ("vouchers.pays_once",),
    facts=(("in_other_scheme", _("享受过")),),
)
STANDS = Condition(
    "registration_stands",
    _("填了技术合同登记编号的，登记没有注销、撤销"),
    _("这份登记已经注销或者撤销，不再作数。"),
    clause=_("一合同一券"),
    document="vouchers.split_days",
)
CONFIRMED = Condition(
    "registration_is_confirmed",
    _("填了技术合同登记编号的，登记已由第二人核对"),
    _("这份登记从全国系统导入，还没有第二人核对；由技术合同登记机构的复核员核对，核对以后自动恢复。"),
    clause=_("一合同一券"),
    document="vouchers.split_days",
)
DOCUMENT = "vouchers.holder_kinds"

APPLICATION_RULE = Rule(
    code=APPLICATION,
    title=_("创新券申领"),
    book=BOOK,
    function=policy.application,
    party="holder",
    case_kind="voucher",
    result="face_fen",
    possible="possible_fen",
    note=_(
        "企业和创业团队凭已签订的服务合同申领，一份合同一张券；面额按服务类型的比例计算，不超过申领金额和年度余额。"
    ),
    conditions=(
        Condition(
            "holder_is_eligible",
            _("属于申领对象"),
            _("中小微企业和创业团队可以申领；规模有误的，请在“本单位”里核对。"),
            ("vouchers.holder_kinds", "vouchers.holder_sizes"),
            facts=(("holder_kind", ""), ("holder_size", "")),
        ),
        Condition(
            "holder_is_local",
            _("在本市注册"),
            _("在本市注册的单位才能申领。"),
            clause=_("申领对象"),
            document=DOCUMENT,
            facts=(("holder_in_city", _("持券单位在本市")),),
        ),
        Condition(
            "provider_may_serve",
            _("服务机构在名录里"),
            _("请在名录里选择服务机构；机构可以申请入库。"),
            ("vouchers.provider_kinds",),
            facts=(("provider_is_listed", _("在名录里")),),
        ),
        Condition(
            "service_is_offered",
            _("机构提供这一类服务"),
            _("请换一家机构，或者请机构补充服务项目。"),
            clause=_("服务机构"),
            document="vouchers.provider_kinds",
            facts=(("service_kind", _("服务类型")), ("service_is_listed", _("机构列有"))),
        ),
        Condition(
            "service_is_paid",
            _("属于可以用券的服务"),
            _("法定检验、批量检测、培训和购买设备不能用券。"),
            clause=_("服务范围"),
            document=DOCUMENT,
            facts=(("is_service", _("是技术服务")),),
        ),
        Condition(
            "contract_is_signed",
            _("服务合同已经签订"),
            _("先签合同，再申领；签订日期不能晚于申领日期。"),
            clause=_("一合同一券"),
            document="vouchers.split_days",
            facts=(("signed_on", _("签订日期")), ("applied_on", _("申领日期"))),
        ),
        Condition(
            "reaches_least",
            _("达到最低合同额"),
            _("合同金额太小的不能用券。"),
            ("vouchers.least_contract",),
            facts=(("contract_fen", ""),),
        ),
        Condition(
            "asks_within",
            _("申领金额合适"),
            _("请填写申领金额，不要超过可得金额。"),
            ("vouchers.trims",),
            facts=(("asked_fen", ""),),
        ),
        APART,
        ONCE,
        STANDS,
        CONFIRMED,
        Condition(
            "owes_nothing",
            _("没有逾期未还的追缴"),
            _("请先退回逾期的款项。"),
            clause=_("申领对象"),
            document=DOCUMENT,
            facts=(("is_in_arrears", _("有逾期追缴")),),
        ),
        Condition(
            "limit_has_room",
            _("年度额度还有余额"),
            _("本年度额度已用完，明年可以再申领。"),
            ("vouchers.limit.enterprise", "vouchers.limit.team"),
            facts=(("issued_before_fen", _("当年已发")),),
        ),
    ),
    steps=(
        Step("", _("合同金额"), column="contract_fen"),
        Step("×", _("补助比例"), value="vouchers.rate.{service_kind}"),
        Step("=", _("按比例计算，向下取整到分"), column="raw_fen", kind="rule"),
        Step("≤", _("申领金额"), column="asked_fen"),
        Step("≤", _("年度余额"), column="year_left_fen", value="vouchers.limit.{holder_kind}"),
        Step("=", _("三者取小"), column="possible_fen", kind="rule"),
        Step("=", _("面额"), column="face_fen", kind="total"),
    ),
    cases=queries.application_rows,
    queue=queries.application_queue,
    names=queries.holder_names,
)

REDEMPTION_RULE = Rule(
    code=REDEMPTION,
    title=_("创新券兑付"),
    book=BOOK,
    function=policy.redemption,
    party="holder",
    case_kind="voucher",
    result="redeem_fen",
    possible="possible_fen",
    parts=(("redeem_fen", _("兑付")), ("rest_fen", _("退回预算"))),
    note=_(
        "凭发票、付款凭证和成果报告兑付；按合同、有效发票、实付三者最小数的比例，不超过面额，余额退回预算。"
    ),
    conditions=(
        Condition(
            "is_in_time",
            _("在兑付截止日期以前申请"),
            _("过了兑付截止日期的不再受理，券失效。"),
            ("vouchers.redeem_months",),
            facts=(("asked_on", _("申请兑付日期")), ("redeem_by", _("兑付截止日期"))),
        ),
        Condition(
            "invoice_counts",
            _("有使用期限内开具的发票"),
            _("发票须在签约以后、使用截止日期以前开具。"),
            ("vouchers.use_months",),
            facts=(("invoiced_fen", _("发票合计")), ("valid_fen", _("有效发票"))),
        ),
        Condition(
            "papers_are_in",
            _("发票、付款凭证和成果报告齐全"),
            _("请补齐发票、付款凭证和成果报告。"),
            clause=_("补正期限"),
            document="vouchers.correct_days",
            facts=(
                ("invoiced_fen", _("发票合计")),
                ("paid_fen", _("银行凭证合计")),
                ("has_report", _("有成果报告")),
            ),
        ),
        APART,
        ONCE,
        STANDS,
        CONFIRMED,
    ),
    steps=(
        Step("", _("合同、有效发票、实付三者取小"), column="base_fen"),
        Step("×", _("补助比例"), value="vouchers.rate.{service_kind}"),
        Step("=", _("按比例计算，向下取整到分"), column="raw_fen", kind="rule"),
        Step("≤", _("面额"), column="face_fen"),
        Step("=", _("两者取小"), column="possible_fen", kind="rule"),
        Step("=", _("兑付额"), column="redeem_fen", kind="total"),
    ),
    cases=queries.redemption_rows,
    queue=queries.redemption_queue,
    names=queries.holder_names,
)


def register() -> None:
    """Hang up both rules, and the names of their codes."""
    name_codes(
        dict(OrganisationKind.choices)
        | dict(codes.ServiceKind.choices)
        | dict(codes.HolderKind.choices)
        | dict(OrganisationSize.choices)
    )
    register_rule(APPLICATION_RULE)
    register_rule(REDEMPTION_RULE)
