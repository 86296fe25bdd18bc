"""How do people read the subsidy rules? Title, conditions in words with what would meet them, and the arithmetic line by line."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.contracts import codes, policy_subsidy, queries
from zhuanhua.shared.people.kinds import OrganisationSize
from zhuanhua.shared.policy.library import name_subject
from zhuanhua.shared.policy.rules import Condition, Rule, Step
from zhuanhua.shared.policy.rules import register as register_rule
from zhuanhua.shared.policy.templatetags.policy import name_codes

BOOK = Path(__file__).with_name("policy_subsidy_values.yaml")
SELLER, BUYER = "contracts.subsidy.seller", "contracts.subsidy.buyer"


def _registered(document: str) -> Condition:
    return Condition(
        "stands_registered",
        _("合同已认定登记，没有注销或撤销"),
        _("请先办理技术合同认定登记；从全国系统导入的登记由第二人核对以后才算。"),
        facts=(("registered_on", _("登记日期")),),
        clause=_("经认定登记的技术合同"),
        document=document,
    )


def _once(identifier: str) -> Condition:
    return Condition(
        "is_used_once",
        _("同一合同、发票没有享受过补贴"),
        _("不重复享受；也在另一项申请里的由人核实，那一项撤回或者不予办理以后自动恢复。"),
        (identifier,),
        facts=(("in_other_scheme", _("享受过")),),
    )


PARTS = (("city_fen", _("市级承担")), ("district_fen", _("区县承担")))

SELLER_RULE = Rule(
    code=SELLER,
    title=_("技术合同补贴：输出方"),
    book=BOOK,
    function=policy_subsidy.seller,
    party="seller",
    case_kind="contract",
    result="grant_fen",
    possible="possible_fen",
    parts=PARTS,
    note=_(
        "在本市转化并经认定登记的技术开发、技术转让合同，按合同额的比例补贴输出方；同一年里按登记先后计入年度上限。"
    ),
    conditions=(
        _registered(f"{SELLER}.kinds"),
        Condition(
            "kind_is_paid",
            _("合同类型在补贴范围"),
            _("补贴只给所列类型的合同；类型登记有误的，请申请变更。"),
            (f"{SELLER}.kinds",),
            facts=(("kind", ""),),
        ),
        Condition(
            "is_used_here",
            _("技术在本市转化"),
            _("受让方在本市的合同才能享受；受让方所在地有误的，请申请变更。"),
            clause=_("第3条“在我市转化”"),
            document=f"{SELLER}.kinds",
            facts=(("is_converted_here", _("受让方在本市")),),
        ),
        Condition(
            "payee_is_local",
            _("输出方在本市注册"),
            _("在本市注册的单位才能享受。"),
            clause=_("适用范围"),
            document=f"{SELLER}.sizes",
            facts=(("seller_in_city", _("输出方在本市")),),
        ),
        Condition(
            "size_is_paid",
            _("输出方的规模在补贴范围"),
            _("请在“本单位资料”核对企业规模。"),
            (f"{SELLER}.sizes",),
            facts=(("seller_size", ""),),
        ),
        Condition(
            "parties_are_apart",
            _("买卖双方不是关联方"),
            _("关联方之间的合同不补贴。"),
            (f"{SELLER}.pays_related",),
            facts=(("is_related", _("是关联方")),),
        ),
        _once(f"{SELLER}.pays_once"),
        Condition(
            "is_free_of_fraud",
            _("没有未办结的骗补案"),
            _("案件办结前暂停；办结后重新计算。"),
            (f"{SELLER}.stops_on_fraud",),
            facts=(("has_fraud_case", _("有骗补案")),),
        ),
        Condition(
            "reaches_least",
            _("按比例计算达到最低补贴额"),
            _("按比例计算不足最低额的不补贴。"),
            (f"{SELLER}.least_fen",),
            facts=(("raw_fen", ""),),
        ),
    ),
    steps=(
        Step("", _("合同额"), column="base_fen"),
        Step("×", _("补贴比例"), value=f"{SELLER}.rate"),
        Step("=", _("按比例计算，半分进一"), column="raw_fen", kind="rule"),
        Step("≤", _("单项合同上限"), value=f"{SELLER}.contract_cap_fen"),
        Step("≤", _("本年度余额"), column="year_left_fen", value=f"{SELLER}.year_cap_fen"),
        Step("=", _("三者取小"), column="possible_fen", kind="rule"),
        Step("=", _("补贴"), column="grant_fen", kind="total"),
    ),
    cases=queries.seller_rows,
    queue=queries.seller_queue,
    known_as=queries.number_of,
    names=queries.party_names,
)

BUYER_RULE = Rule(
    code=BUYER,
    title=_("技术合同补贴：受让企业"),
    book=BOOK,
    function=policy_subsidy.buyer,
    party="buyer",
    case_kind="contract",
    result="grant_fen",
    possible="possible_fen",
    parts=PARTS,
    note=_(
        "受让本市认定的高层次人才研发的成果并在本市转化的企业，按成交价的比例补贴；每半年评审一批，同一年里按受理先后计入年度上限。"
    ),
    conditions=(
        _registered(f"{BUYER}.rate"),
        Condition(
            "payee_is_enterprise",
            _("受让方是企业"),
            _("只补贴受让技术的企业。"),
            clause=_("第三条"),
            document=f"{BUYER}.rate",
            facts=(("buyer_is_enterprise", _("是企业")),),
        ),
        Condition(
            "payee_is_local",
            _("受让方在本市注册"),
            _("在本市注册的企业才能享受。"),
            clause=_("第三条"),
            document=f"{BUYER}.rate",
            facts=(("buyer_in_city", _("受让方在本市")),),
        ),
        Condition(
            "talent_is_valid",
            _("签订那天高层次人才证书有效"),
            _("请提交研发人的高层次人才证书，签订日须在有效期内。"),
            clause=_("第三条"),
            document=f"{BUYER}.rate",
            facts=(("signed_on", _("签订")), ("talent_from", _("证书起始")), ("talent_until", _("证书截止"))),
        ),
        Condition(
            "papers_are_in",
            _("有真实交易的发票和银行凭证"),
            _("请提交技术交易的发票和银行凭证复印件。"),
            clause=_("第四条"),
            document=f"{BUYER}.rate",
            facts=(("invoiced_fen", _("发票合计")), ("paid_fen", _("银行凭证合计"))),
        ),
        _once(f"{BUYER}.pays_once"),
        Condition(
            "is_free_of_fraud",
            _("没有未办结的骗补案"),
            _("案件办结前暂停；办结后重新计算。"),
            clause=_("第七条"),
            document=f"{BUYER}.rate",
            facts=(("has_fraud_case", _("有骗补案")),),
        ),
    ),
    steps=(
        Step("", _("成交价、发票、银行凭证三者取小"), column="base_fen", clause=_("第三条、第四条")),
        Step("×", _("补贴比例"), value=f"{BUYER}.rate"),
        Step("=", _("按比例计算，半分进一"), column="raw_fen", kind="rule"),
        Step("≤", _("本年度余额"), column="year_left_fen", value=f"{BUYER}.year_cap_fen"),
        Step("=", _("两者取小"), column="possible_fen", kind="rule"),
        Step("=", _("补贴"), column="grant_fen", kind="total"),
    ),
    cases=queries.buyer_rows,
    queue=queries.buyer_queue,
    known_as=queries.number_of,
    names=queries.party_names,
)


def register() -> None:
    """Hang up both rules, and the name of their subject."""
    name_subject("contracts.subsidy", _("技术合同补贴"))
    name_codes(dict(codes.Kind.choices) | dict(OrganisationSize.choices))
    register_rule(SELLER_RULE)
    register_rule(BUYER_RULE)
