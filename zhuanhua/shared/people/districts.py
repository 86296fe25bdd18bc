"""Which areas are there? GB/T 2260 codes of the city's districts, and of the cities that contracts name.

Source: the districts of Shenyang and the areas of the technology contract statistics, as in the code lists of the Ministry
(登记系统数据标准). A city that runs this site beside Shenyang adds its districts here.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DISTRICTS: dict[str, Promise] = {
    "210102": _("和平区"),
    "210103": _("沈河区"),
    "210104": _("大东区"),
    "210105": _("皇姑区"),
    "210106": _("铁西区"),
    "210111": _("苏家屯区"),
    "210112": _("浑南区"),
    "210113": _("沈北新区"),
    "210114": _("于洪区"),
    "210115": _("辽中区"),
    "210123": _("康平县"),
    "210124": _("法库县"),
    "210181": _("新民市"),
}

CITY = "210100"
CODE_DIGITS = 6

AREAS: dict[str, Promise] = {
    "110000": _("北京市"),
    "120000": _("天津市"),
    "130000": _("河北省"),
    "140000": _("山西省"),
    "150000": _("内蒙古自治区"),
    "210000": _("辽宁省"),
    "210100": _("沈阳市"),
    "210200": _("大连市"),
    "220000": _("吉林省"),
    "220100": _("长春市"),
    "230000": _("黑龙江省"),
    "230100": _("哈尔滨市"),
    "310000": _("上海市"),
    "320000": _("江苏省"),
    "320100": _("南京市"),
    "330000": _("浙江省"),
    "330200": _("宁波市"),
    "340000": _("安徽省"),
    "350000": _("福建省"),
    "350200": _("厦门市"),
    "360000": _("江西省"),
    "370000": _("山东省"),
    "370200": _("青岛市"),
    "410000": _("河南省"),
    "420000": _("湖北省"),
    "420100": _("武汉市"),
    "430000": _("湖南省"),
    "440000": _("广东省"),
    "440100": _("广州市"),
    "440300": _("深圳市"),
    "450000": _("广西壮族自治区"),
    "460000": _("海南省"),
    "500000": _("重庆市"),
    "510000": _("四川省"),
    "510100": _("成都市"),
    "520000": _("贵州省"),
    "530000": _("云南省"),
    "540000": _("西藏自治区"),
    "610000": _("陕西省"),
    "610100": _("西安市"),
    "620000": _("甘肃省"),
    "630000": _("青海省"),
    "640000": _("宁夏回族自治区"),
    "650000": _("新疆维吾尔自治区"),
    "710000": _("台湾省"),
    "810000": _("香港特别行政区"),
    "820000": _("澳门特别行政区"),
}

CHOICES: list[tuple[str, Promise]] = [*DISTRICTS.items(), *AREAS.items()]


def area_name(code: str) -> str:
    """Name an area by its code: the district, else its city, else its province, else the code itself."""
    for known in (code, f"{code[:4]}00", f"{code[:2]}0000"):
        if known in DISTRICTS:
            return str(DISTRICTS[known])
        if known in AREAS:
            return str(AREAS[known])
    return code


def is_area(code: str) -> bool:
    """Whether a code names an area: one of the lists, or one inside a province that they know (codes change, provinces stay)."""
    return code in DISTRICTS or (len(code) == CODE_DIGITS and code.isdecimal() and f"{code[:2]}0000" in AREAS)


def in_city(code: str) -> bool:
    """Whether an area lies in the city that runs this site."""
    return code[:4] == CITY[:4]
