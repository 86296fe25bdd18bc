"""The small city of the journeys: a few organisations, everyone's account, contracts in several states, by the ordinary actions.

Run in a process of its own, with the site's settings: `python -m tests.journeys.world`.
"""

import os
from datetime import date
from typing import Any

PASSWORD = "quiet-river-7-lanterns"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
WAN = 1_000_000
DAY = date(2026, 5, 12)
SELLER, BUYER, UNIVERSITY = "启明云岭铸锻有限公司", "启明远山仪器有限公司", "启明理工大学"
READY = {
    "zh-hans": ("铸件表面缺陷在线检测装置开发", "冷却水系统在线监测软件开发", "锻造模具寿命预测模型开发"),
    "en": ("齿轮箱声发射监测装置开发", "电解槽温度场重构软件开发", "轧线张力控制模型开发"),
}
NOT_READY = {"zh-hans": "大型齿轮热处理变形控制工艺开发", "en": "厚板激光焊接接头强化工艺开发"}
ALONE = {"zh-hans": "矿山尾矿库渗流监测系统开发", "en": "水库大坝形变监测系统开发"}
LARGE = "百万吨级热轧机组振动抑制系统开发"
TO_REFUSE = "成套输送设备及安装"
TO_CHANGE, TO_CANCEL = "高炉煤气余压发电优化技术服务", "换热站无人值守改造技术服务"
DRAFTED = "管道泄漏声波定位算法开发"
OLD_DEVELOPMENT = ("轧辊磨损预测软件开发", "铝合金半固态成形装备开发", "变压器油色谱在线分析仪开发")
JOINT = "铸件表面缺陷检测装置联合开发"
HIDDEN = "超导磁体失超保护"
TO_CLAW_BACK = OLD_DEVELOPMENT[2]
LAST_CALL, TO_RECOVER = "2025年“双百工程”项目申报", "盾构刀盘磨损在线监测"
OLD_SERVICE = ("供热管网水力平衡技术服务", "注塑机节能改造技术服务")


def build() -> None:
    """Make the tables, the people and their contracts."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
    people = settle()
    cases(people)
    confirm(people["leader"])
    vouchers(people)
    projects(people)
    hidden(people)


def settle() -> dict[str, Any]:
    """Open one account for each part; two of them sign in by password and code, as everyone does in a real city."""
    from allauth.mfa.totp.internal.auth import TOTP

    from tests.support.cast import BUREAU_NAME, make_organisation, make_person
    from zhuanhua.shared.access.roles import RoleName
    from zhuanhua.shared.people.models import Person

    firm = make_organisation(SELLER, number=1, size="small")
    buyer = make_organisation(BUYER, number=2, size="medium")
    university = make_organisation(UNIVERSITY, "university", number=3)
    bureau = make_organisation(BUREAU_NAME, "government")
    broker = make_organisation("启明技术转移中心", "agency", number=14)
    office = make_organisation("启明市云岭区科学技术局", "government", district="210112")
    institute = make_organisation("启明焊接研究院", "institute", number=4)
    cast = (
        ("seller", "孟清和", RoleName.ENTERPRISE, firm),
        ("rival", "邵一帆", RoleName.ENTERPRISE, buyer),
        ("university", "梁书远", RoleName.UNIVERSITY, university),
        ("agency", "顾云帆", RoleName.AGENCY, broker),
        ("registrar", "林知远", RoleName.REGISTRAR, bureau),
        ("registrar2", "沈若溪", RoleName.REGISTRAR, bureau),
        ("officer", "韩若溪", RoleName.OFFICER, bureau),
        ("reviewer", "顾怀瑾", RoleName.REVIEWER, bureau),
        ("leader", "程云舒", RoleName.LEADER, bureau),
        ("finance", "何书仪", RoleName.FINANCE, bureau),
        ("district", "田望岳", RoleName.DISTRICT, office),
        ("expert", "邵景行", RoleName.EXPERT, institute),
        ("expert2", "骆清越", RoleName.EXPERT, university),
        ("tied", "江望舒", RoleName.EXPERT, institute),
        ("auditor", "沈怀真", RoleName.AUDITOR, bureau),
        ("typist", "温子衿", RoleName.ENTERPRISE, firm),
        ("keyholder", "程望舒", RoleName.REGISTRAR, bureau),
    )
    people = {
        username: make_person(username, name, role, home, second_factor=False)
        for username, name, role, home in cast
    }
    by_password = ("typist", "keyholder")
    Person.objects.exclude(username__in=by_password).update(is_demo=True)
    for username in by_password:
        people[username].set_password(PASSWORD)
        people[username].save()
    TOTP.activate(people["keyholder"], TOTP_SECRET)
    return people


def cases(people: dict[str, Any]) -> None:
    """Lead the contracts to where each journey finds them."""
    from zhuanhua.programmes.contracts.tests import factories

    seller, university = people["seller"], people["university"]
    registrar, second = people["registrar"], people["registrar2"]
    buyer = people["rival"].organisation
    home = seller.organisation

    def told(make: Any, name: str, **facts: Any) -> Any:
        os.environ["ZHUANHUA_TODAY"] = facts.get("on", DAY).isoformat()
        return make(**({"by": seller, "buyer": buyer, "on": DAY} | facts | {"project_name": name}))

    for place, name in enumerate(OLD_DEVELOPMENT + OLD_SERVICE):
        service = {"kind": "service", "subkind": "51"} if name in OLD_SERVICE else {}
        told(
            factories.registered, name, registrar=registrar, on=date(2025, 3 + place, 11), total_fen=(100 + 20 * place) * WAN,
            signed_on=date(2025, 3, 3), starts_on=date(2025, 3, 3), ends_on=date(2027, 3, 2), **service,
        )  # fmt: skip
    told(
        factories.registered,
        "既有锅炉低氮燃烧改造技术服务",
        registrar=registrar,
        kind="service",
        subkind="51",
        total_fen=90 * WAN,
    )
    told(factories.registered, JOINT, registrar=registrar, buyer=university.organisation)
    for name in (TO_CHANGE, TO_CANCEL):
        told(
            factories.registered, name, registrar=registrar, kind="service", subkind="51", total_fen=86 * WAN
        )
    for language, names in READY.items():
        for place, name in enumerate(names):
            told(factories.examined, name, registrar=registrar, total_fen=(120 + 10 * place) * WAN)
        told(factories.accepted, NOT_READY[language], registrar=registrar, total_fen=200 * WAN)
        told(factories.submitted, ALONE[language], by=university, buyer=home, total_fen=64 * WAN)
    told(factories.examined, LARGE, registrar=registrar, total_fen=500 * WAN)
    told(factories.accepted, TO_REFUSE, registrar=second, by=university, buyer=home, total_fen=300 * WAN)
    told(factories.draft, DRAFTED)


def hidden(people: dict[str, Any]) -> None:
    """Publish a need that only its firm and the bureau may know of."""
    from zhuanhua.shared.catalogue.tests import factories

    os.environ["ZHUANHUA_TODAY"] = DAY.isoformat()
    factories.published(
        "need", by=people["seller"], reviewer=people["reviewer"], on=DAY, title=HIDDEN, level="restricted"
    )


def confirm(leader: Any) -> None:
    """Let the leader stand by every value of the sellers' subsidy and of vouchers that nobody could verify."""
    from zhuanhua.shared.policy import rules
    from zhuanhua.shared.policy.actions import confirm_value

    used = {}
    for code in ("contracts.subsidy.seller", "vouchers.application", "vouchers.redemption"):
        rule = rules.find(code)
        used |= {value.id: value for value in rules.values_used(rule, rule.values(DAY))}
    for value in used.values():
        if not value.is_verified:
            facts = {"value_id": value.id, "effective_from": value.effective_from}
            confirm_value(**facts, ground="局党组会议定", document="会议纪要〔2018〕3号", by=leader)


def vouchers(people: dict[str, Any]) -> None:
    """List the university as a provider, and set this year's money for vouchers aside."""
    from zhuanhua.programmes.vouchers import actions
    from zhuanhua.shared.ledger.actions import open_budget

    university, officer = people["university"], people["officer"]
    entry = actions.start_provider(by=university, on=DAY)
    services = [{"kind": "testing", "name": "材料疲劳试验", "price_fen": 50_000, "per": "件"}]
    facts = {"introduction": "材料与机械检测", "contact": "024-00000000", "controller": "启明市教育局"}
    entry = actions.save_provider(provider=entry, facts=facts, services=services, by=university)
    entry = actions.submit_provider(provider=entry, by=university)
    actions.list_provider(provider=entry, by=officer, on=DAY)
    open_budget(
        code="CXQ-2026", programme="vouchers", year=2026, name="科技创新券", sources={"市级财政": 50 * WAN},
        by=people["finance"], key="journeys-vouchers", on=DAY,
    )  # fmt: skip


def projects(people: dict[str, Any]) -> None:
    """Three experts, of whom one worked for the seller; last year's call, and the seller's project from it, half paid."""
    from zhuanhua.programmes.projects import actions
    from zhuanhua.programmes.projects.tests import factories
    from zhuanhua.shared.ledger.actions import open_budget

    seller, officer = people["seller"], people["officer"]
    budget = open_budget(
        code="KJ-2026", programme="projects", year=2026, name="科技创新“双百工程”", sources={"市级财政": 900 * WAN},
        by=people["finance"], key="journeys-projects", on=DAY,
    )  # fmt: skip
    experts = {
        name: actions.keep_expert(
            person=people[name], fields=["equipment"], job_title="研究员", most=9, is_active=True, by=officer
        )
        for name in ("expert", "expert2", "tied")
    }
    actions.record_tie(
        expert=experts["tied"], kind="employer", organisation=seller.organisation, until_on=date(2025, 3, 31),
        source="社保记录", by=officer,
    )  # fmt: skip
    told = {"officer": officer, "finance": people["finance"], "money": budget.accounts.get()}
    call = factories.opened(**told, research_fen=300 * WAN, conversion_fen=0)
    form = [{"slug": "s1", "title": "项目内容", "fields": [
        {"code": code, "required": True, "letters": 0} for code in ("summary", "goals", "technologies")
    ]}]  # fmt: skip
    earlier = actions.start_call(title=LAST_CALL, on=DAY, by=officer, copy_of=call)
    actions.save_form(call=earlier, sections=form, by=officer)
    factories.admitted(
        call, by=seller, officer=officer, title=TO_RECOVER, leader_name="祝以宁", requested_fen=100 * WAN
    )
    [project] = factories.decided(call, officer=officer, leader=people["leader"], points=lambda _review: 80)
    project = actions.sign_contract(project=project, by=people["leader"], on=DAY)
    factories.paid({**people, "applicant": seller}, project)


if __name__ == "__main__":
    import django

    django.setup()
    build()
