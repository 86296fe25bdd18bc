"""Which code lists do contracts use? The national form's lists, each with its source in docs/policies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """合同类型: five kinds by the Civil Code; licences are their own kind in registration from 2026-03-01."""

    DEVELOPMENT = "development", _("技术开发")
    TRANSFER = "transfer", _("技术转让")
    LICENCE = "licence", _("技术许可")
    CONSULTING = "consulting", _("技术咨询")
    SERVICE = "service", _("技术服务")


class Subkind(TextChoices):
    """合同细类 of the national statistics form."""

    ENTRUSTED = "11", _("委托开发")
    JOINT = "12", _("合作开发")
    CONVERSION = "13", _("技术转化")
    PATENT_RIGHT = "21", _("专利权转让")
    PATENT_APPLICATION = "22", _("专利申请权转让")
    SECRET = "23", _("技术秘密转让")
    SOFTWARE = "24", _("计算机软件著作权转让")
    LAYOUT = "25", _("集成电路布图设计专有权转让")
    PLANT_VARIETY = "26", _("植物新品种权转让")
    BIO_VARIETY = "27", _("生物、医药新品种权转让")
    DESIGN_COPYRIGHT = "28", _("设计著作权转让")
    LEGACY_PATENT_LICENCE = "29", _("专利实施许可（旧规归入转让）")
    PATENT_LICENCE = "31", _("专利实施许可")
    SECRET_LICENCE = "32", _("技术秘密使用许可")
    OTHER_LICENCE = "33", _("其他技术许可")
    CONSULTING = "41", _("技术咨询")
    GENERAL_SERVICE = "51", _("一般技术服务")
    INTERMEDIARY = "52", _("技术中介")
    TRAINING = "53", _("技术培训")


KIND_OF_SUBKIND = {
    "1": Kind.DEVELOPMENT,
    "2": Kind.TRANSFER,
    "3": Kind.LICENCE,
    "4": Kind.CONSULTING,
    "5": Kind.SERVICE,
}


def kind_of(subkind: str) -> str:
    """Give the kind to which a sub-kind belongs."""
    return KIND_OF_SUBKIND[subkind[0]].value


class LicenceForm(TextChoices):
    """许可方式; unclear counts as ordinary (S14 art. 25)."""

    EXCLUSIVE = "exclusive", _("独占许可")
    SOLE = "sole", _("排他许可")
    ORDINARY = "ordinary", _("普通许可")


class TechnologyField(TextChoices):
    """技术领域: the eleven fields of technology contracts."""

    ELECTRONICS = "01", _("电子信息")
    AEROSPACE = "02", _("航空航天")
    MANUFACTURING = "03", _("先进制造")
    BIOMEDICINE = "04", _("生物、医药和医疗器械")
    MATERIALS = "05", _("新材料及其应用")
    ENERGY = "06", _("新能源与高效节能")
    ENVIRONMENT = "07", _("环境保护与资源综合利用")
    NUCLEAR = "08", _("核应用")
    AGRICULTURE = "09", _("农业")
    TRANSPORT = "10", _("现代交通")
    CITY = "11", _("城市建设与社会发展")


class IpKind(TextChoices):
    """知识产权类型."""

    INVENTION = "11", _("发明专利")
    UTILITY_MODEL = "12", _("实用新型专利")
    DESIGN = "13", _("外观设计专利")
    SECRET = "20", _("技术秘密")
    SOFTWARE = "30", _("计算机软件著作权")
    LAYOUT = "40", _("集成电路布图设计专有权")
    PLANT_VARIETY = "50", _("植物新品种权")
    BIO_VARIETY = "60", _("生物、医药新品种")
    DESIGN_COPYRIGHT = "70", _("设计著作权")
    NONE = "99", _("未涉及知识产权")


PATENT_KINDS = (IpKind.INVENTION, IpKind.UTILITY_MODEL, IpKind.DESIGN)


class PlanSource(TextChoices):
    """计划来源."""

    NATIONAL = "national", _("国家科技计划")
    MINISTRY = "ministry", _("部门计划")
    PROVINCIAL = "provincial", _("省、自治区、直辖市及计划单列市计划")
    LOCAL = "local", _("地市县计划")
    NONE = "none", _("计划外")


class PaperKind(TextChoices):
    """附件种类."""

    CONTRACT_TEXT = "contract_text", _("合同文本（双方签章）")
    BREAKDOWN = "breakdown", _("非技术性支出明细")
    LICENCE = "licence", _("营业执照或法人证书")
    IP_PROOF = "ip_proof", _("知识产权证明")
    AUTHORISATION = "authorisation", _("授权委托书")
    IMPORT_CERTIFICATE = "import_certificate", _("技术进口许可证或登记证书")
    OTHER = "other", _("其他")


class PaymentForm(TextChoices):
    """支付方式 (Civil Code art. 846)."""

    ONCE = "once", _("一次总算、一次总付")
    INSTALMENTS = "instalments", _("一次总算、分期支付")
    ROYALTY = "royalty", _("提成支付")
    ROYALTY_WITH_FEE = "royalty_with_fee", _("提成支付附加预付入门费")


ROYALTY_FORMS = (PaymentForm.ROYALTY, PaymentForm.ROYALTY_WITH_FEE)


class RoyaltyBase(TextChoices):
    """提成基数 (Civil Code art. 846)."""

    PRICE = "price", _("产品价格")
    OUTPUT = "output", _("新增产值")
    PROFIT = "profit", _("利润")
    SALES = "sales", _("产品销售额")


class PartyKind(TextChoices):
    """交易方性质: the national form's party kinds, to the level that statistics use."""

    AUTHORITY = "010", _("机关法人")
    RESEARCH = "021", _("科研机构")
    UNIVERSITY = "022", _("高等院校")
    HEALTH = "023", _("医疗、卫生机构")
    OTHER_PUBLIC = "024", _("其他事业法人")
    ASSOCIATION = "030", _("社团法人")
    DOMESTIC = "100", _("内资企业")
    HONG_KONG = "200", _("港澳台商投资企业")
    FOREIGN_INVESTED = "300", _("外商投资企业")
    SELF_EMPLOYED = "400", _("个体经营")
    NATURAL_PERSON = "500", _("自然人")
    OTHER = "600", _("其他组织")
    OVERSEAS = "900", _("境外机构或个人")


class ItemKind(TextChoices):
    """非技术性支出: what is taken off the total, item by item."""

    EQUIPMENT = "equipment", _("设备、仪器")
    PARTS = "parts", _("零部件")
    MATERIALS = "materials", _("原材料")
    OTHER = "other", _("其他非技术性费用")


class RefusalGround(TextChoices):
    """不予登记的理由: the nine grounds of the national explanation, and repeated registration."""

    NOT_IN_EFFECT = "1", _("合同依法未成立、无效或者尚未生效")
    NOT_TECHNOLOGY = "2", _("不属于技术合同")
    UNCLEAR_TERMS = "3", _("合同主体、技术标的、价款报酬或者使用费不明确")
    NO_APPROVAL = "4", _("依法应经批准而未经批准")
    TITLE_MISMATCH = "5", _("合同名称与内容不符，经要求仍未补正")
    MONOPOLY = "6", _("含有非法垄断技术、妨碍技术进步的条款")
    PROOF_MISSING = "7", _("未提交规定的证明材料，或者材料不符合要求")
    SEAL_MISMATCH = "8", _("印章不齐全，或者与书写名称不一致")
    OTHER = "9", _("其他不予登记的情形")
    REPEATED = "10", _("同一合同已经登记")


class MonopolyClause(TextChoices):
    """非法垄断技术的六类条款 (S14 art. 10)."""

    RESEARCH = "1", _("限制在标的技术基础上另行研发，或者改进技术的交换条件不对等")
    SOURCES = "2", _("限制从其他来源获得类似技术或者与其竞争的技术")
    MARKET = "3", _("阻碍合理实施：对数量、品种、价格、销售渠道和出口市场不合理限制")
    TIED = "4", _("要求购买并非实施技术必不可少的附带条件")
    SUPPLIERS = "5", _("不合理限制原材料、零部件、设备的购买渠道或来源")
    NO_CHALLENGE = "6", _("禁止对标的技术知识产权的有效性提出异议")


class Regime(TextChoices):
    """适用规则, chosen by the day of acceptance."""

    LEGACY2000 = "legacy2000", _("2000年管理办法、2001年认定规则")
    MIIT2026 = "miit2026", _("2026年管理办法")


class ChangeKind(TextChoices):
    """What is asked of a registration that stands."""

    AMEND = "amend", _("变更")
    CANCEL = "cancel", _("解除或者终止")


class Objective(TextChoices):
    """社会经济目标."""

    ENVIRONMENT = "01", _("环境保护、生态建设及污染防治")
    ENERGY = "02", _("能源生产、分配和合理利用")
    HEALTH = "03", _("卫生事业发展")
    EDUCATION = "04", _("教育事业发展")
    INFRASTRUCTURE = "05", _("基础设施以及城市和农村规划")
    SOCIETY = "06", _("社会发展和社会服务")
    EARTH = "07", _("地球和大气层的探索与利用")
    SPACE = "08", _("民用空间探测及开发")
    AGRICULTURE = "09", _("农林牧渔业发展")
    INDUSTRY = "10", _("工商业发展")
    BASIC = "11", _("非定向研究")
    OTHER = "12", _("其他民用目标")
