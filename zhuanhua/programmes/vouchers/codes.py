"""Which kinds of service, holder, hold and moment does the programme know?"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ServiceKind(TextChoices):
    """What a voucher may pay for; each kind has its own rate in policy_values.yaml."""

    RESEARCH = "research", _("技术研发")
    TESTING = "testing", _("检验检测")
    INSTRUMENTS = "instruments", _("仪器共享")
    CONSULTING = "consulting", pgettext_lazy("voucher", "技术咨询")
    IP = "ip", _("知识产权服务")
    INFORMATION = "information", _("科技信息服务")


class HolderKind(TextChoices):
    """Who may hold a voucher: the limits of a year differ."""

    ENTERPRISE = "enterprise", _("企业")
    TEAM = "team", _("创业团队")


class Standing(TextChoices):
    """What the holder is recognised as: the statistics ask for it, no rule depends on it."""

    HIGH_TECH = "high_tech", _("高新技术企业")
    LITTLE_GIANT = "little_giant", _("科技小巨人企业")
    CULTIVATED = "cultivated", _("“双培育”企业")
    OTHER = "other", _("其他企业和团队")


class Ground(TextChoices):
    """Why a voucher is held for a person."""

    RELATED = "related", _("疑似关联方")
    INVOICE = "invoice", _("发票也在别的申请里")
    SLIP = "slip", _("银行凭证也在别的申请里")
    CONTRACT = "contract", _("合同也在别的申请里")
    SPLIT = "split", _("疑似拆分合同")


class Moment(TextChoices):
    """When the holder is asked what the voucher brought."""

    REDEMPTION = "redemption", _("兑付时")
    YEAR_LATER = "year_later", _("一年以后")


class PaperKind(TextChoices):
    """What is attached to a voucher."""

    CONTRACT = "service_contract", _("服务合同")
    REPORT = "result_report", _("成果报告")
    INVOICE = "invoice", _("发票")
    SLIP = "bank_slip", _("银行凭证")
    OTHER = "other", _("其他证明")


AT_APPLICATION = (PaperKind.CONTRACT, PaperKind.OTHER)
AT_REDEMPTION = (PaperKind.REPORT, PaperKind.INVOICE, PaperKind.SLIP, PaperKind.OTHER)
