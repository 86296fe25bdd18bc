"""Who provides services for vouchers in the demo city, and at which prices?"""

from datetime import date
from random import Random
from typing import Any

from zhuanhua.demo.register import YUAN
from zhuanhua.programmes.vouchers.models import Provider, Service
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.people.models import Organisation
from zhuanhua.shared.workflow.serials import numbers

OFFERED = {
    "research": (("样机研制", 80_000, "项"), ("工艺开发", 60_000, "项")),
    "testing": (("材料性能检测", 300, "件"), ("可靠性试验", 5_000, "次")),
    "instruments": (("扫描电镜机时", 400, "小时"),),
    "consulting": (("工艺诊断", 8_000, "次"),),
    "ip": (("专利导航分析", 12_000, "项"),),
    "information": (("科技查新", 1_200, "项"),),
}


def list_providers(people: dict[str, Any], chance: Random) -> list[Provider]:
    """The university, the institute and the agency of the cast, and a dozen others, reviewed and listed."""
    cast = [people[name].organisation for name in ("university", "agency")]
    others = Organisation.objects.filter(kind__in=("university", "institute"), district__startswith="2101")
    chosen = [*cast, *others.exclude(pk__in=[each.pk for each in cast]).order_by("pk")[:11]]
    on = date(2017, 6, 12)
    made = Provider.objects.bulk_create(
        Provider(
            number=number, state="listed", organisation=organisation, contact=f"024-{chance.randrange(10**7, 10**8)}",
            introduction=f"面向{organisation.district_name}及全市企业，提供研发、检测和知识产权服务，有专职工程师{chance.randrange(6, 60)}人。",
            controller="沈阳市教育局" if organisation.kind == "university" else organisation.name,
            listed_by=people["officer"], listed_on=on,
        )
        for number, organisation in zip(numbers("FW", len(chosen), on=on), chosen, strict=True)
    )  # fmt: skip
    kinds = list(OFFERED)
    Service.objects.bulk_create(
        Service(provider=provider, kind=kind, name=name, price_fen=price * YUAN, per=per)
        for place, provider in enumerate(made)
        for kind in (kinds if place < len(cast) else [*kinds[:2], kinds[2 + place % 4]])
        for name, price, per in OFFERED[kind]
    )
    lines = [
        Line("voucher_provider:list", Provider.case_kind, provider.number, people["officer"])
        for provider in made
    ]
    record_all(lines)
    return made
