"""What can be permitted on this site? Every permission, in alphabetical order, with its name and what it lets a person do.

A permission is one kind of act. Roles (roles.py) gather permissions; doors (doors.py) ask for them.
"""

from enum import StrEnum
from typing import Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """One kind of act; `label` names it, `hint` says in a line what it lets a person do."""

    label: Promise
    hint: Promise

    def __new__(cls, value: str, label: Promise, hint: Promise) -> Self:
        """Keep the value as the text, and the two readable lines beside it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.hint = hint
        return member

    ACCOUNT_MANAGE = "account_manage", _("管理账号"), _("查看账号，停用和恢复账号，解除登录锁定")
    ACHIEVEMENT_FILE = "achievement_file", _("发布成果"), _("以本单位名义填报、修改、续期和撤下科技成果")
    ACHIEVEMENT_IMPORT = "achievement_import", _("批量填报成果"), _("用表格一次填报多项科技成果")
    ACHIEVEMENT_READ = (
        "achievement_read",
        _("查看成果详情"),
        _("查看登录后可见的成果内容，签署保密承诺，请求联系"),
    )
    ACHIEVEMENT_REVIEW = "achievement_review", _("审核成果"), _("审核科技成果，发布或者退回修改，合并重复")
    API_TOKEN_MANAGE = "api_token_manage", _("管理接口令牌"), _("为本人申请和作废接口令牌")
    BANK_ACCOUNT_EDIT_OWN = (
        "bank_account_edit_own",
        _("维护本单位收款账户"),
        _("填写和更改本单位的收款账户"),
    )
    BUDGET_MANAGE = "budget_manage", _("管理预算"), _("设立预算，追加和收回，年终结转")
    BUDGET_READ = "budget_read", _("查看预算"), _("查看各项预算的安排、预留、支付和余额")
    CONTRACT_ASSIGN = "contract_assign", _("分派合同"), _("把待办的技术合同分派给某位登记员")
    CONTRACT_CHANGE_DECIDE = "contract_change_decide", _("审核合同变更"), _("决定技术合同的变更和注销申请")
    CONTRACT_EXAMINE = "contract_examine", _("审核合同"), _("受理、退回补正、核准登记或者不予登记技术合同")
    CONTRACT_EXPORT = "contract_export", _("导出合同"), _("把看得到的合同清单导出为表格")
    CONTRACT_FILE = "contract_file", _("申请合同登记"), _("以本单位名义填报、提交和补正技术合同")
    CONTRACT_IMPORT = "contract_import", _("批量填报合同"), _("用表格一次填报多份技术合同")
    CONTRACT_IMPORT_REGISTERED = (
        "contract_import_registered",
        _("导入已登记合同"),
        _("导入全国技术合同登记系统导出的合同"),
    )
    CONTRACT_OBJECT = "contract_object", _("提出合同异议"), _("对登记或者不予登记的决定提出异议")
    CONTRACT_OBJECTION_DECIDE = (
        "contract_objection_decide",
        _("复查合同异议"),
        _("复查异议，维持或者撤销原决定"),
    )
    CONTRACT_READ_ALL = "contract_read_all", _("查看全部合同"), _("查看全市技术合同的登记事项")
    CONTRACT_READ_OWN = (
        "contract_read_own",
        _("查看本单位合同"),
        _("查看本单位作为买方、卖方或者申请人的合同"),
    )
    CONTRACT_REVIEW = "contract_review", _("复核合同"), _("复核大额合同，通过或者退回登记员，核对导入的登记")
    CONTRACT_REVOKE_DECIDE = "contract_revoke_decide", _("撤销合同登记"), _("撤销以虚假材料取得的登记")
    EXPORT_USE = "export_use", _("使用导出"), _("生成和下载自己的导出文件")
    FIGURE_FREEZE = "figure_freeze", _("定稿统计数"), _("把某期统计数定稿，此后有变动另行列示")
    FIGURE_READ = "figure_read", _("查看统计"), _("查看不公开的统计数和分组")
    JOURNAL_READ = "journal_read", _("查看操作日志"), _("查看全部操作日志，核对日志是否被改动")
    LETTER_AUDIT = "letter_audit", _("核对文稿数字"), _("上传文稿，逐个核对其中的数字")
    LETTER_ISSUE = "letter_issue", _("签发答复"), _("签发、退回和收回对建议提案的答复")
    LETTER_READ = "letter_read", _("查看答复"), _("查看建议提案、答复和引用数")
    LETTER_SIGN = "letter_sign", _("会签答复"), _("对送来会签的答复表示同意，或者说明理由不同意")
    LETTER_WRITE = "letter_write", _("起草答复"), _("起草答复，录入引用数，送会签，冻结数字")
    MATCH_BROKER = (
        "match_broker",
        _("撮合对接"),
        _("推荐高度匹配的一对；受一方委托撮合时，联系双方并记录进展"),
    )
    MATCH_READ_ALL = "match_read_all", _("查看全部对接"), _("查看全市供需匹配和对接进展")
    MATCH_TEACH = "match_teach", _("训练匹配模型"), _("让匹配模型从意见中学习，比较新旧模型，启用或换回")
    MATCH_USE = "match_use", _("使用供需匹配"), _("查看本单位需求或成果的匹配，说合适或不合适，记录对接进展")
    NEED_FILE = "need_file", _("发布需求"), _("以本单位名义填报、修改、续期和撤下技术需求")
    NEED_IMPORT = "need_import", _("批量填报需求"), _("用表格一次填报多项技术需求")
    NEED_READ = "need_read", _("查看需求详情"), _("查看登录后可见的需求内容，签署保密承诺，请求联系")
    NEED_REVIEW = "need_review", _("审核需求"), _("审核技术需求，发布或者退回修改，合并重复")
    NOTICE_PUBLISH = "notice_publish", _("发布公示"), _("发布公示，答复公示期内的异议")
    ORGANISATION_EDIT_OWN = (
        "organisation_edit_own",
        _("维护本单位资料"),
        _("修改本单位的名称、区县和行业等资料"),
    )
    ORGANISATION_MERGE = "organisation_merge", _("合并单位"), _("找出重复的单位，比对后合并，必要时撤销合并")
    ORGANISATION_READ = "organisation_read", _("查看单位"), _("查询全部单位及其曾用名")
    PAYMENT_APPROVE = "payment_approve", _("审批拨付批次"), _("批准或者退回拨付批次，核销追不回的款项")
    PAYMENT_EXECUTE = "payment_execute", _("办理拨付"), _("导出付款文件，读入银行回单，对账，登记追回的款项")
    PAYMENT_PREPARE = "payment_prepare", _("编制拨付批次"), _("编制拨付批次，公示，提请审批，发函追缴")
    PAYMENT_READ = "payment_read", _("查看拨付"), _("查看拨付批次和追缴，不含收款账号")
    POLICY_CONFIRM = (
        "policy_confirm",
        _("本地确认规则值"),
        _("对没有核对过原文的规则值负责，确认后才可以按它付款"),
    )
    POLICY_READ = "policy_read", _("查看规则"), _("查看政策数值及其出处、依据和状态")
    POLICY_REPLAY = "policy_replay", _("试算规则"), _("用改动的数值试算全部案例，看谁多得、谁少得、多花多少")
    PROJECT_APPLY = (
        "project_apply",
        _("申报项目"),
        _("以本单位名义申报科技项目，履行任务书，同意作为合作单位"),
    )
    PROJECT_AWARD = "project_award", _("决定立项"), _("决定立项，签订任务书，决定验收结论、免责和追回")
    PROJECT_CALL_MANAGE = (
        "project_call_manage",
        _("组织项目申报和评审"),
        _("编制和发布申报通知，维护专家库，分派评审，排序，公示"),
    )
    PROJECT_EXAMINE = (
        "project_examine",
        _("审查和管理项目"),
        _("形式审查申报，管理在研项目、变更、报告和验收"),
    )
    PROJECT_OVERRIDE_CONFIRM = (
        "project_override_confirm",
        _("复核名次调整"),
        _("复核对评审名次的调整，须与提出的人不同"),
    )
    PROJECT_READ_ALL = "project_read_all", _("查看全部项目"), _("查看全部申报和项目，不含评审专家的姓名")
    PROJECT_SCORE = "project_score", _("评审项目"), _("评审分派给自己的申报，看不到申报单位和人员")
    PROPOSAL_MANAGE = "proposal_manage", _("登记建议提案"), _("登记、分办、改派和退回建议提案")
    PROVIDER_APPLY = (
        "provider_apply",
        _("申请服务机构入库"),
        _("以本单位名义申请成为创新券服务机构，维护服务项目和价格"),
    )
    PROVIDER_DECIDE = "provider_decide", _("审核服务机构"), _("审核创新券服务机构入库，退回、不予入库和移出")
    ROLE_GRANT = "role_grant", _("授予角色"), _("审批账号申请，授予和收回角色，不能授予自己")
    SUBSIDY_CLAIM = "subsidy_claim", _("申领合同补贴"), _("查看本单位可以享受的合同补贴，提交申领材料")
    SUBSIDY_EXAMINE = "subsidy_examine", _("审核合同补贴"), _("查看全部合同补贴，受理和审核申领")
    SYSTEM_OPERATE = "system_operate", _("运行维护"), _("查看后台任务和运行状况，不能查看业务内容")
    TASK_READ = "task_read", _("查看待办"), _("查看等待自己处理的事项")
    VOUCHER_APPLY = (
        "voucher_apply",
        _("申领创新券"),
        _("以本单位名义申领、使用、退回和兑付创新券"),
    )
    VOUCHER_DECIDE = "voucher_decide", _("审核创新券"), _("市级审核、发放创新券，审核兑付，追回")
    VOUCHER_DISTRICT = "voucher_district", _("区县审核创新券"), _("审核本区县单位的创新券申领")
    VOUCHER_EXPORT = "voucher_export", _("导出创新券"), _("把看得到的创新券清单导出为表格")
    VOUCHER_READ = "voucher_read", _("查看创新券"), _("查看全市的创新券和服务机构")
