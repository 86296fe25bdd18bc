"""Which fields of high technology are there? 国家重点支持的高新技术领域（国科发火〔2016〕32号附件）: eight domains and their fields.

The third level serves as the word list from which a field is suggested while no classifier is trained (hitech_words.csv).
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOMAINS: dict[str, Promise] = {
    "10": _("电子信息"),
    "20": _("生物与新医药"),
    "30": _("航空航天"),
    "40": _("新材料"),
    "50": _("高技术服务"),
    "60": _("新能源与节能"),
    "70": _("资源与环境"),
    "80": _("先进制造与自动化"),
}
FIELDS: dict[str, Promise] = {
    "101": _("软件"),
    "102": _("微电子技术"),
    "103": _("计算机产品及其网络应用技术"),
    "104": _("通信技术"),
    "105": _("广播影视技术"),
    "106": _("新型电子元器件"),
    "107": _("信息安全技术"),
    "108": _("智能交通和轨道交通技术"),
    "201": _("医药生物技术"),
    "202": _("中药、天然药物"),
    "203": _("化学药研发技术"),
    "204": _("药物新剂型与制剂创制技术"),
    "205": _("医疗仪器、设备与医学专用软件"),
    "206": _("轻工和化工生物技术"),
    "207": _("农业生物技术"),
    "301": _("航空技术"),
    "302": _("航天技术"),
    "401": _("金属材料"),
    "402": _("无机非金属材料"),
    "403": _("高分子材料"),
    "404": _("生物医用材料"),
    "405": _("精细和专用化学品"),
    "406": _("与文化艺术产业相关的新材料"),
    "501": _("研发与设计服务"),
    "502": _("检验检测认证与标准服务"),
    "503": _("信息技术服务"),
    "504": _("高技术专业化服务"),
    "505": _("知识产权与成果转化服务"),
    "506": _("电子商务与现代物流技术"),
    "507": _("城市管理与社会服务"),
    "508": _("文化创意产业支撑技术"),
    "601": _("可再生清洁能源"),
    "602": _("核能及氢能"),
    "603": _("新型高效能量转换与储存技术"),
    "604": _("高效节能技术"),
    "701": _("水污染控制与水资源利用技术"),
    "702": _("大气污染控制技术"),
    "703": _("固体废弃物处置与综合利用技术"),
    "704": _("物理性污染防治技术"),
    "705": _("环境监测及环境事故应急处理技术"),
    "706": _("生态环境建设与保护技术"),
    "707": _("清洁生产技术"),
    "708": _("资源勘查、高效开采与综合利用技术"),
    "801": _("工业生产过程控制系统"),
    "802": _("安全生产技术"),
    "803": _("高性能、智能化仪器仪表"),
    "804": _("先进制造工艺与装备"),
    "805": _("新型机械"),
    "806": _("电力系统与设备"),
    "807": _("汽车及轨道车辆相关技术"),
    "808": _("高技术船舶与海洋工程装备设计制造技术"),
    "809": _("传统文化产业改造技术"),
}


def domain_of(code: str) -> str:
    """Give the domain's code of a field or of a domain."""
    return f"{code[0]}0" if code else ""


def name_of(code: str) -> str:
    """Name a field or a domain; an unknown code says itself."""
    return str(FIELDS.get(code) or DOMAINS.get(code) or code)


def path_of(code: str) -> tuple[str, ...]:
    """Name the way down to a field: domain, field; a domain alone is its own way."""
    if not code:
        return ()
    if code in DOMAINS:
        return (name_of(code),)
    return (name_of(domain_of(code)), name_of(code))


def choices() -> list[tuple[str, object]]:
    """Give the fields under the name of their domain, for a form."""
    return [
        (name, [(code, label) for code, label in FIELDS.items() if domain_of(code) == domain])
        for domain, name in DOMAINS.items()
    ]
