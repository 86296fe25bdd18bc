"""Which roles are there, and what may each do? Written so that a personnel office can read and sign it.

A role belongs to a desk: an organisation that applies, an expert from outside who scores, the bureau that decides, or oversight (三员: 审计员、安全管理员、
系统管理员, who watch one another and take no part in any case). One person may hold several memberships, acts in one of
them at a time, never holds two of the three oversight roles (people.models.Membership keeps that in the database), and
never a desk that decides beside one that applies (people.triggers).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhuanhua.shared.access.permissions import Permission as P  # noqa: N817 - the table below is read by people


class RoleName(StrEnum):
    """The short name of a role, as memberships store it."""

    AGENCY = "agency"
    AUDITOR = "auditor"
    DISTRICT = "district"
    ENTERPRISE = "enterprise"
    EXPERT = "expert"
    FINANCE = "finance"
    LEADER = "leader"
    OFFICER = "officer"
    REGISTRAR = "registrar"
    REVIEWER = "reviewer"
    SECURITY_ADMIN = "security_admin"
    SYSTEM_ADMIN = "system_admin"
    UNIVERSITY = "university"


class Desk(StrEnum):
    """Where the holder of a role sits."""

    ORGANISATION = "organisation"
    EXPERT = "expert"
    BUREAU = "bureau"
    OVERSIGHT = "oversight"


DESK_LABELS = {
    Desk.ORGANISATION: _("申报单位"),
    Desk.EXPERT: _("评审专家"),
    Desk.BUREAU: _("科技局业务岗位"),
    Desk.OVERSIGHT: _("三员"),
}


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its title, what its holder does, and the permissions that come with it."""

    name: RoleName
    title: Promise
    description: Promise
    desk: Desk
    permissions: frozenset[P]

    @property
    def needs_second_factor(self) -> bool:
        """Whether a password alone is not enough (等保 8.1.4.1 d): everyone but the applying organisations."""
        return self.desk != Desk.ORGANISATION


def _role(name: RoleName, title: Promise, description: Promise, desk: Desk, *permissions: P) -> Role:
    return Role(name, title, description, desk, frozenset(permissions))


_APPLIES = (
    P.ACHIEVEMENT_FILE,
    P.ACHIEVEMENT_IMPORT,
    P.ACHIEVEMENT_READ,
    P.API_TOKEN_MANAGE,
    P.BANK_ACCOUNT_EDIT_OWN,
    P.CONTRACT_EXPORT,
    P.CONTRACT_FILE,
    P.CONTRACT_IMPORT,
    P.CONTRACT_OBJECT,
    P.CONTRACT_READ_OWN,
    P.EXPORT_USE,
    P.FIGURE_READ,
    P.MATCH_USE,
    P.NEED_FILE,
    P.NEED_IMPORT,
    P.NEED_READ,
    P.ORGANISATION_EDIT_OWN,
    P.POLICY_READ,
    P.PROJECT_APPLY,
    P.PROVIDER_APPLY,
    P.SUBSIDY_CLAIM,
    P.TASK_READ,
    P.VOUCHER_APPLY,
    P.VOUCHER_EXPORT,
)
_BUREAU = (
    P.ACHIEVEMENT_READ,
    P.API_TOKEN_MANAGE,
    P.CONTRACT_EXPORT,
    P.CONTRACT_READ_ALL,
    P.EXPORT_USE,
    P.FIGURE_READ,
    P.LETTER_AUDIT,
    P.LETTER_READ,
    P.NEED_READ,
    P.ORGANISATION_READ,
    P.POLICY_READ,
    P.POLICY_REPLAY,
    P.PROJECT_READ_ALL,
    P.TASK_READ,
)

_TABLE = (
    _role(
        RoleName.ENTERPRISE,
        _("企业用户"),
        _("代表企业申请技术合同登记，申报项目，发布成果和需求，申领和兑付创新券，申请成为创新券服务机构。"),
        Desk.ORGANISATION,
        *_APPLIES,
    ),
    _role(
        RoleName.UNIVERSITY,
        _("高校院所用户"),
        _("代表高校、科研院所申请技术合同登记，发布成果和需求，申请成为创新券服务机构。"),
        Desk.ORGANISATION,
        *_APPLIES,
    ),
    _role(
        RoleName.AGENCY,
        _("技术转移机构用户"),
        _("代表技术转移机构申请合同登记，发布成果和需求，申请成为创新券服务机构。"),
        Desk.ORGANISATION,
        *_APPLIES,
        P.MATCH_BROKER,
    ),
    _role(
        RoleName.EXPERT,
        _("评审专家"),
        _("评审分派给自己的项目申报，打分并写意见；看不到申报单位和人员，有利害关系的须回避。"),
        Desk.EXPERT,
        P.FIGURE_READ,
        P.POLICY_READ,
        P.PROJECT_SCORE,
        P.TASK_READ,
    ),
    _role(
        RoleName.REGISTRAR,
        pgettext_lazy("role", "登记员"),
        _("受理和审核技术合同，判定类型，核定技术交易额，登记发证，会签答复。"),
        Desk.BUREAU,
        *_BUREAU,
        P.CONTRACT_ASSIGN,
        P.CONTRACT_CHANGE_DECIDE,
        P.CONTRACT_EXAMINE,
        P.CONTRACT_IMPORT,
        P.CONTRACT_IMPORT_REGISTERED,
        P.LETTER_SIGN,
        P.NOTICE_PUBLISH,
        P.ORGANISATION_MERGE,
    ),
    _role(
        RoleName.OFFICER,
        pgettext_lazy("role", "经办"),
        _(
            "分派和审核合同，审核成果和需求，导入全国系统数据，维护单位，审核补贴，审核和发放创新券，编制拨付批次，定稿统计数，核对文稿，登记建议提案，起草答复。"
        ),
        Desk.BUREAU,
        *_BUREAU,
        P.ACHIEVEMENT_IMPORT,
        P.ACHIEVEMENT_REVIEW,
        P.BUDGET_READ,
        P.CONTRACT_ASSIGN,
        P.CONTRACT_CHANGE_DECIDE,
        P.CONTRACT_EXAMINE,
        P.CONTRACT_IMPORT,
        P.CONTRACT_IMPORT_REGISTERED,
        P.FIGURE_FREEZE,
        P.LETTER_WRITE,
        P.MATCH_BROKER,
        P.MATCH_READ_ALL,
        P.MATCH_TEACH,
        P.MATCH_USE,
        P.NEED_IMPORT,
        P.NEED_REVIEW,
        P.NOTICE_PUBLISH,
        P.ORGANISATION_MERGE,
        P.PAYMENT_PREPARE,
        P.PAYMENT_READ,
        P.PROJECT_CALL_MANAGE,
        P.PROJECT_EXAMINE,
        P.PROPOSAL_MANAGE,
        P.PROVIDER_DECIDE,
        P.SUBSIDY_EXAMINE,
        P.VOUCHER_DECIDE,
        P.VOUCHER_EXPORT,
        P.VOUCHER_READ,
    ),
    _role(
        RoleName.REVIEWER,
        pgettext_lazy("role", "复核"),
        _(
            "复核大额合同，核对导入的登记，审核成果和需求，复查异议，会签答复；不能复核自己审核、自己导入的合同。"
        ),
        Desk.BUREAU,
        *_BUREAU,
        P.ACHIEVEMENT_REVIEW,
        P.BUDGET_READ,
        P.CONTRACT_OBJECTION_DECIDE,
        P.CONTRACT_REVIEW,
        P.LETTER_SIGN,
        P.NEED_REVIEW,
        P.PAYMENT_READ,
        P.PROJECT_OVERRIDE_CONFIRM,
        P.SUBSIDY_EXAMINE,
        P.VOUCHER_READ,
    ),
    _role(
        RoleName.LEADER,
        pgettext_lazy("role", "审批"),
        _("决定撤销登记，复查异议，审批拨付批次，签发答复，定稿统计数，确认没有核对过原文的规则值。"),
        Desk.BUREAU,
        *_BUREAU,
        P.BUDGET_READ,
        P.CONTRACT_OBJECTION_DECIDE,
        P.CONTRACT_REVOKE_DECIDE,
        P.FIGURE_FREEZE,
        P.LETTER_ISSUE,
        P.PAYMENT_APPROVE,
        P.PAYMENT_READ,
        P.POLICY_CONFIRM,
        P.VOUCHER_READ,
        P.PROJECT_AWARD,
    ),
    _role(
        RoleName.FINANCE,
        pgettext_lazy("role", "财务"),
        _(
            "管理预算，导出付款文件，读入银行回单并对账；查看已登记合同，对核定的技术交易额提出异议，会签答复。"
        ),
        Desk.BUREAU,
        *_BUREAU,
        P.BUDGET_MANAGE,
        P.BUDGET_READ,
        P.CONTRACT_OBJECT,
        P.LETTER_SIGN,
        P.PAYMENT_EXECUTE,
        P.PAYMENT_READ,
        P.VOUCHER_READ,
    ),
    _role(
        RoleName.DISTRICT,
        pgettext_lazy("role", "区县经办"),
        _("代表区县科技部门审核本区县单位的创新券申领，只看得到本区县的单位和事项。"),
        Desk.BUREAU,
        P.EXPORT_USE,
        P.FIGURE_READ,
        P.POLICY_READ,
        P.TASK_READ,
        P.VOUCHER_DISTRICT,
        P.VOUCHER_EXPORT,
    ),
    _role(
        RoleName.AUDITOR,
        _("审计员"),
        _("查看全部操作日志、合同登记事项、预算、拨付和统计，核对日志是否被改动；不能办理任何事项。"),
        Desk.OVERSIGHT,
        P.BUDGET_READ,
        P.CONTRACT_READ_ALL,
        P.FIGURE_READ,
        P.JOURNAL_READ,
        P.LETTER_AUDIT,
        P.LETTER_READ,
        P.ORGANISATION_READ,
        P.PAYMENT_READ,
        P.POLICY_READ,
        P.VOUCHER_READ,
        P.PROJECT_READ_ALL,
    ),
    _role(
        RoleName.SECURITY_ADMIN,
        _("安全管理员"),
        _("审批账号申请，授予和收回角色；不能授予自己，不能查看业务内容，不能停用账号。"),
        Desk.OVERSIGHT,
        P.ROLE_GRANT,
    ),
    _role(
        RoleName.SYSTEM_ADMIN,
        _("系统管理员"),
        _("停用和恢复账号，解除登录锁定，查看运行状况；不能授予角色，不能查看业务内容。"),
        Desk.OVERSIGHT,
        P.ACCOUNT_MANAGE,
        P.SYSTEM_OPERATE,
    ),
)

ROLES: dict[str, Role] = {role.name.value: role for role in _TABLE}
OVERSIGHT_ROLES = tuple(role.name.value for role in _TABLE if role.desk == Desk.OVERSIGHT)
DECIDING_ROLES = tuple(role.name.value for role in _TABLE if role.desk in {Desk.BUREAU, Desk.OVERSIGHT})


def roles_with(permission: P) -> tuple[Role, ...]:
    """List the roles that hold a permission, in the order of the table."""
    return tuple(role for role in ROLES.values() if permission in role.permissions)
