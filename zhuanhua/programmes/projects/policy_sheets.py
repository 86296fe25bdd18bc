"""How do people read the entry rules? Title, conditions in words with what would meet them, and the arithmetic line by line."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.projects import policy, queries
from zhuanhua.programmes.projects.codes import Chain, Scheme, Standing
from zhuanhua.shared.policy.rules import Condition, Rule, Step
from zhuanhua.shared.policy.rules import register as register_rule
from zhuanhua.shared.policy.templatetags.policy import name_codes

BOOK = Path(__file__).with_name("policy_values.yaml")


def _local(document: str) -> Condition:
    return Condition(
        "applicant_is_local",
        _("在本市注册"),
        _("在本市注册的单位才能申报；注册地有误的，请在“本单位资料”里核对。"),
        clause=_("申报范围"),
        document=document,
        facts=(("is_in_city", _("申报单位在本市")),),
    )


def _enterprise(document: str) -> Condition:
    return Condition(
        "applicant_is_enterprise",
        _("企业牵头申报"),
        _("由企业牵头；高校、科研院所可以作为合作单位。"),
        clause=_("申报范围"),
        document=document,
        facts=(("is_enterprise", _("是企业")),),
    )


def _own(value: str) -> Condition:
    return Condition(
        "own_money_suffices",
        _("自筹资金达到要求"),
        _("请增加自筹资金，或者减少申请额。"),
        (value,),
        facts=(("requested_fen", _("申请额")), ("own_fen", _("自筹资金"))),
    )


def _ban(document: str) -> Condition:
    return Condition(
        "is_free_of_ban",
        _("没有应退未退的项目款"),
        _("有项目未通过验收、款项还没有追回的，退回款项后可以申报。"),
        clause=_("信用要求"),
        document=document,
        facts=(("has_ban", _("有应退未退的项目款")),),
    )


DOUBLE_RULE = Rule(
    code="projects.double_hundred",
    title=_("科技创新“双百工程”补助"),
    book=BOOK,
    function=policy.double_hundred,
    party="applicant",
    case_kind="project_application",
    result="grant_fen",
    possible="possible_fen",
    note=_("重大科技研发和重大科技成果转化两类项目，企业牵头，按申请额补助，单项设上限。"),
    conditions=(
        _local("projects.double.cap_fen"),
        _enterprise("projects.double.cap_fen"),
        _own("projects.double.own_share"),
        _ban("projects.double.cap_fen"),
    ),
    steps=(
        Step("", _("申请额，不超过上限"), column="capped_fen", value="projects.double.cap_fen"),
        Step("=", _("最高可补助"), column="possible_fen", kind="rule"),
        Step("=", _("补助"), column="grant_fen", kind="total"),
    ),
    cases=queries.rows_on(Scheme.DOUBLE_HUNDRED),
    names=queries.party_names,
)

SPECIAL_RULE = Rule(
    code="projects.special",
    title=_("重大科技专项补助"),
    book=BOOK,
    function=policy.special,
    party="applicant",
    case_kind="project_application",
    result="grant_fen",
    possible="possible_fen",
    note=_("重点产业链的头部企业申报；单个企业在研专项的补助累计设上限，同一企业几项的按名次先后计入。"),
    conditions=(
        _local("projects.special.total_fen"),
        _enterprise("projects.special.total_fen"),
        Condition(
            "chain_is_listed",
            _("属于重点产业链"),
            _("请在“基本情况”里选择列明的产业链。"),
            ("projects.special.chains",),
            facts=(("chain", ""),),
        ),
        Condition(
            "standing_is_shown",
            _("具备头部企业的一项条件"),
            _("国家级创新平台、领军人才、国际国家标准、国家重大或重点研发项目，至少有一项。"),
            ("projects.special.standings",),
            facts=(("standing", ""),),
        ),
        _own("projects.special.own_share"),
        Condition(
            "room_is_left",
            _("累计补助还有余额"),
            _("在研专项的补助已到上限；有项目结题后可以再申报。"),
            ("projects.special.total_fen",),
            facts=(("running_fen", _("在研专项的补助")),),
        ),
        _ban("projects.special.total_fen"),
    ),
    steps=(
        Step("", _("申请额"), column="capped_fen"),
        Step("≤", _("累计补助的余额"), column="room_fen", value="projects.special.total_fen"),
        Step("=", _("最高可补助"), column="possible_fen", kind="rule"),
        Step("=", _("补助"), column="grant_fen", kind="total"),
    ),
    cases=queries.rows_on(Scheme.SPECIAL),
    names=queries.party_names,
)


def register() -> None:
    """Hang up both rules."""
    name_codes(dict(Chain.choices) | dict(Standing.choices))
    register_rule(DOUBLE_RULE)
    register_rule(SPECIAL_RULE)
