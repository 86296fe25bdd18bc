"""Code lists of project calls, and the library of fields from which a call's form is put together."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Scheme(TextChoices):
    """Which rule says who may apply and how much (policy.py)."""

    DOUBLE_HUNDRED = "double_hundred", _("科技创新“双百工程”")
    SPECIAL = "special", _("重大科技专项")


class Track(TextChoices):
    """The two tracks of a call."""

    RESEARCH = "research", _("重大科技研发")
    CONVERSION = "conversion", _("重大科技成果转化")


class Chain(TextChoices):
    """八条产业链 (沈科发〔2024〕6号细则1第二条)."""

    AUTO = "auto", _("汽车及零部件")
    AVIATION = "aviation", _("航空")
    IT = "it", _("新一代信息技术")
    IC = "ic", _("集成电路装备")
    EQUIPMENT = "equipment", _("高端装备（机器人）")
    MEDICINE = "medicine", _("生物医药及医疗装备")
    FOOD = "food", _("食品")
    ENERGY = "energy", _("新能源及节能环保")
    OTHER = "other", pgettext_lazy("chain", "其他")


class Standing(TextChoices):
    """What makes an applicant a leading one (细则1第四条)."""

    PLATFORM = "platform", _("有国家级创新平台")
    TALENT = "talent", _("有高层次领军人才")
    STANDARD = "standard", _("主导制定国际或国家标准")
    NATIONAL = "national", _("承担过国家重大或重点研发项目")
    NONE = "none", _("以上都没有")


class Cost(TextChoices):
    """Lines of the budget; indirect cost is the last."""

    EQUIPMENT = "equipment", _("设备购置费")
    MATERIAL = "material", _("材料费")
    TESTING = "testing", _("测试化验加工费")
    ENERGY = "energy", _("燃料动力费")
    COOPERATION = "cooperation", _("合作研究费")
    TRAVEL = "travel", _("会议差旅和国际合作交流费")
    IP = "ip", _("出版、文献、知识产权事务费")
    LABOUR = "labour", _("劳务费")
    EXPERTS = "experts", _("专家咨询费")
    OTHER = "other", pgettext_lazy("cost", "其他直接费用")
    INDIRECT = "indirect", _("间接费用")


class Degree(TextChoices):
    """A member's degree."""

    DOCTOR = "doctor", _("博士")
    MASTER = "master", _("硕士")
    BACHELOR = "bachelor", _("本科")
    OTHER = "other", pgettext_lazy("degree", "其他")


class Consent(TextChoices):
    """What a member or a partner has answered."""

    ASKED = "asked", _("等待同意")
    AGREED = "agreed", pgettext_lazy("consent", "已同意")
    DECLINED = "declined", pgettext_lazy("consent", "已谢绝")


class PaperKind(TextChoices):
    """What is uploaded. `body` alone goes to the experts, without names and metadata."""

    BODY = "project_body", _("项目实施方案（送评审，不写单位和姓名）")
    COMMITMENT = "project_commitment", _("申报单位承诺书")
    PARTNERSHIP = "project_partnership", _("合作协议")
    FINANCE = "project_finance", _("财务证明")
    IP = "project_ip", _("知识产权证明")
    EVIDENCE = "project_evidence", _("里程碑证明")
    SCIENCE_REPORT = "project_science_report", _("科技报告")
    ACCOUNTS = "project_accounts", _("经费决算")


class ChangeKind(TextChoices):
    """What a change asks for."""

    LEADER = "leader", _("项目负责人")
    PARTNERS = "partners", _("合作单位")
    TERM = "term", _("执行期限")
    TARGETS = "targets", _("目标任务")
    BUDGET = "budget", _("预算科目")


class CheckKind(TextChoices):
    """Which inspection was held."""

    MIDTERM = "midterm", _("中期检查")
    ACCEPTANCE = "acceptance", _("验收")


class Finding(TextChoices):
    """What an inspection found."""

    GOOD = "good", pgettext_lazy("finding", "通过")
    RECTIFY = "rectify", _("限期整改")
    BAD = "bad", pgettext_lazy("finding", "不通过")


TIE_LABELS = {
    "employer": pgettext_lazy("tie", "任职"),
    "shares": _("持股"),
    "invention": _("共同发明"),
    "project": _("共同承担项目"),
    "declared": _("本人声明"),
}
TIE_RULE = _(
    "按平均分排序。平均分相同的，依次比较：权重最大的一项的平均分，最低的一位专家给分，自筹资金占比，提交先后。"
)
TIE_STEPS = {
    "heaviest": _("平均分相同，权重最大的一项"),
    "lowest": _("平均分相同，最低给分"),
    "own": _("平均分相同，自筹占比"),
    "number": _("平均分相同，提交先后"),
}
