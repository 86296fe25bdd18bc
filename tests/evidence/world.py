"""One small city in which every route has an object: the firm's, which a rival must never find."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import BUREAU_NAME, make_organisation, make_person
from tests.support.papers import small_pdf
from zhuanhua.accountability.replies.actions import audit_letter
from zhuanhua.accountability.replies.tests import factories as replies
from zhuanhua.core.dates import city_now, city_today
from zhuanhua.core.errors import Forbidden
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.models import Certificate, Contract
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.programmes.matching.actions import judge_pair
from zhuanhua.programmes.matching.models import Candidate, Learning
from zhuanhua.programmes.projects import actions as projects
from zhuanhua.programmes.projects.models import Review
from zhuanhua.programmes.projects.tests import factories as project_factories
from zhuanhua.programmes.vouchers import actions as vouchers
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.catalogue import actions as catalogue_actions
from zhuanhua.shared.catalogue.tests import factories as items
from zhuanhua.shared.exchange.actions.exporting import start_export
from zhuanhua.shared.exchange.actions.importing import start_import
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.figures.actions import freeze
from zhuanhua.shared.figures.series_actions import Source, import_series
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.notices.models import Notice
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.payments.programmes import Paying
from zhuanhua.shared.payments.programmes import register as register_paying
from zhuanhua.shared.people.actions import file_application, invite_person, keep_view, merge_organisations
from zhuanhua.shared.people.actions.tokens import create_token
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import AccountApplication, Membership, Organisation, Person
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value
from zhuanhua.shared.policy.queries import confirmation_of
from zhuanhua.shared.search.models import SavedSearch
from zhuanhua.shared.workflow import actions as workflow
from zhuanhua.shared.workflow.models import Publicity

__all__ = ["AccountApplication", "Forbidden", "World", "build", "city_today"]
BUREAU_ROLES = ("registrar", "officer", "reviewer", "leader", "finance", "auditor", "security", "system")
ROLE_OF = {"security": RoleName.SECURITY_ADMIN, "system": RoleName.SYSTEM_ADMIN}
SERIES = "province,year,chn_block4,value,units,variables\n辽 宁,2018,数量,17362,项,v4_cg_jssc_ht\n".encode()
WIDE = {"total_fen": 600 * factories.WAN}


@dataclass
class World:
    """People by part, and the object of each parameter by route name."""

    people: dict[str, Any] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)


def build() -> World:
    """Make the people, a contract of the firm in every state, and one of everything else."""
    world = World()
    world.people = _people()
    _contracts(world)
    _things(world)
    return world


def _people() -> dict[str, Any]:
    """The first organisation and membership have high keys, so that six nines are surely nobody's."""
    placeholder = Organisation.objects.create(
        pk=100_000, name="启明占位单位", kind=OrganisationKind.OTHER, district="210112"
    )
    firm = make_organisation("启明云岭铸锻有限公司", number=1, size="small")
    others = {
        "rival": ("启明远山仪器有限公司", OrganisationKind.ENTERPRISE, RoleName.ENTERPRISE, 2),
        "university": ("启明理工大学", OrganisationKind.UNIVERSITY, RoleName.UNIVERSITY, 3),
        "agency": ("启明技术转移中心", OrganisationKind.AGENCY, RoleName.AGENCY, 4),
    }
    quiet = Person.objects.create_user("quiet", name="静")
    Membership.objects.create(
        pk=100_000,
        person=quiet,
        organisation=placeholder,
        role=RoleName.ENTERPRISE,
        since_on=date(2018, 1, 1),
    )
    people = {"own": make_person("own", "孟清和", RoleName.ENTERPRISE, firm)}
    for part, (name, kind, role, number) in others.items():
        people[part] = make_person(part, part, role, make_organisation(name, kind, number=number))
    bureau = make_organisation(BUREAU_NAME, OrganisationKind.GOVERNMENT)
    office = make_organisation("启明云岭区科学技术局", OrganisationKind.GOVERNMENT, district="210112")
    people["district"] = make_person("district", "district", RoleName.DISTRICT, office)
    people["expert"] = make_person(
        "expert",
        "expert",
        RoleName.EXPERT,
        make_organisation("启明专家大学", OrganisationKind.UNIVERSITY, number=8),
    )
    for part in BUREAU_ROLES:
        people[part] = make_person(part, part, ROLE_OF.get(part) or RoleName(part), bureau)
    return people


def _contracts(world: World) -> None:
    """The buyer is a fourth firm, so that rival, university and agency are strangers to every contract."""
    own, registrar = world.people["own"], world.people["registrar"]
    buyer = make_organisation("启明客户有限公司", number=5)
    made = world.contracts
    told = {"by": own, "buyer": buyer, "on": date(2026, 4, 8)}
    made["draft"] = factories.draft(**told, project_name="草稿合同")
    made["submitted"] = factories.submitted(**told, project_name="已提交合同")
    made["accepted"] = factories.accepted(**told, registrar=registrar, project_name="审核中合同")
    wide = factories.examined(**told, registrar=registrar, project_name="复核中合同", **WIDE)
    made["in_review"] = actions.refer_contract(contract=wide, by=registrar)
    for name in ("registered", "changing", "objected", "announced"):
        made[name] = factories.registered(**told, registrar=registrar, project_name=f"{name}合同")


def _things(world: World) -> None:
    people, contracts, day = world.people, world.contracts, city_today()
    own, officer = people["own"], people["officer"]
    paper = factories.paper(contracts["draft"], by=own)
    change = actions.request_change(contract=contracts["changing"], by=own, kind="cancel", reason="双方终止")
    objection = actions.file_objection(contract=contracts["objected"], by=own, text="金额认定过低。")
    publicity = actions.propose_revocation(
        contract=contracts["announced"], by=officer, reason="材料不实", on=day
    )
    filed = workflow.file_public_objection(
        publicity=publicity, person_name="甲", contact="1", text="不符", on=day
    )
    notify(own, title="给申请人的消息", mail=False)
    book = SimpleUploadedFile("合同.csv", "合同名称,合同成交额（万元）\n甲,1\n".encode())
    sheet, export = sheet_of("contracts"), export_of("contracts-mine")
    assert sheet is not None
    assert export is not None
    run = start_import(sheet=sheet, upload=book, by=own)
    fault = {
        "row": 2,
        "column": "合同成交额",
        "value": "x",
        "message": "不是金额。",
        "way_out": "",
        "suggestion": None,
    }
    ImportRun.objects.filter(pk=run.pk).update(errors=[fault])
    made = start_export(export=export, params="", form="csv", by=own)
    twin = make_organisation("启明云岭铸锻公司")
    merge = merge_organisations(kept=own.organisation, merged=twin, reason="同一单位", by=officer)
    view = keep_view(listing="contracts:mine", name="常用", query="", by=own)
    token, _secret = create_token(
        by=own, name="脚本", scopes=["contract_read_own"], expires_on=day + timedelta(days=9)
    )
    letter = audit_letter(text="2018年登记技术合同8078项。", by=officer)
    confirmation = confirm_value(
        value_id="contracts.subsidy.buyer.year_cap_fen",
        effective_from=date(2018, 1, 1),
        ground="局党组会议定",
        document="会议纪要〔2018〕3号",
        by=people["leader"],
    )
    series = import_series(
        name="market.csv",
        content=SERIES,
        source=Source("统计年鉴", "国家统计局", date(2024, 12, 31)),
        by=officer,
    )
    frozen = freeze(codes=["contracts.count"], year=2026, title="公报", by=officer)
    application = file_application(
        uscc=own.organisation.uscc, organisation_name="某公司", kind="enterprise", district="210112", name="赵启",
        phone="024", email="a@example.com", username="newone",
    )  # fmt: skip
    _invitation, secret = invite_person(
        username="invited",
        name="新人",
        email="b@example.com",
        role=RoleName.OFFICER,
        organisation=officer.organisation,
        by=people["security"],
    )
    items = _catalogues(people)
    items |= _match(people)
    certificate = Certificate.objects.filter(contract=contracts["registered"]).first()
    assert certificate is not None
    money = _vouchers(people) | _money(people)  # whoever owes money back is issued no voucher
    run_id, export_id = str(run.pk), str(made.pk)
    world.objects = (
        {
            "contract": {"number": contracts["registered"].number},
            "draft": {"number": contracts["draft"].number},
            "accepted": {"number": contracts["accepted"].number},
            "submitted": {"number": contracts["submitted"].number},
            "in_review": {"number": contracts["in_review"].number},
            "section": {"number": contracts["draft"].number, "section": "amounts"},
            "paper": {"number": contracts["draft"].number, "paper": str(paper.pk)},
            "change": {"number": contracts["changing"].number, "change": change.number},
            "objection": {"number": contracts["objected"].number, "objection": objection.number},
            "announced": {"number": contracts["announced"].number},
            "publicity": {"identifier": publicity.pk},
            "public_objection": {"identifier": publicity.pk, "objection": filed.pk},
            "notice": {"identifier": Notice.objects.filter(person=own).latest("pk").pk},
            "import": {"identifier": run_id},
            "export": {"identifier": export_id},
            "file": {"identifier": str(paper.pk)},
            "sheet": {"code": "contracts"},
            "export_code": {"code": "contracts-mine"},
            "queue_code": {"code": "contracts-queue"},
            "organisation": {"number": own.organisation.pk},
            "merge": {"number": merge.pk},
            "view": {"number": view.pk},
            "token": {"number": token.pk},
            "letter": {"number": letter.number},
            "series": {"number": series.pk},
            "frozen": {"number": frozen.number, "code": "contracts.count"},
            "figure": {"code": "contracts.count"},
            "value": {"identifier": "contracts.review_from_fen"},
            "value_span": {"identifier": "contracts.subsidy.buyer.rate", "since": "2018-01-01"},
            "confirmation": {"confirmation": confirmation.pk},
            "rule": {"code": "contracts.subsidy.seller"},
            "example": {"code": "contracts.subsidy.seller", "place": 1},
            "application": {"number": application.number},
            "invitation": {"token": secret},
            "membership": {"number": people["rival"].acting.pk},
            "account": {"username": "rival"},
            "certificate": {"token": certificate.token},
            "registration": {"registration_number": contracts["registered"].registration_number},
            "reset": {"uidb36": "1", "key": "x"},
        }
        | money
        | _projects(people)
        | items
        | _letters(officer)
    )


def _catalogues(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Of both catalogues: a draft with a paper, one handed in, one for nobody else's eyes, a merge, a request for contact."""
    own, reviewer, made = people["own"], people["reviewer"], {}
    for kind in ("achievement", "need"):
        names = iter("甲乙丙")
        draft = items.draft(kind, by=own, title=f"{next(names)}项目")
        twin, other = (items.submitted(kind, by=own, title=f"{next(names)}项目") for _ in range(2))
        upload = SimpleUploadedFile("说明.pdf", small_pdf(), content_type="application/pdf")
        paper = catalogue_actions.attach_paper(item=draft, upload=upload, kind="description", by=own)
        merge = catalogue_actions.merge_items(kept=twin, merged=other, reason="同一项", by=own)
        hidden = items.published(kind, by=own, reviewer=reviewer, level="restricted", title="不公开项目")
        live = items.published(kind, by=own, reviewer=reviewer, title="公开项目")
        asked = catalogue_actions.ask_contact(
            item=live, message="想谈合作。", by=people["rival"], on=city_today()
        )
        made |= {
            f"{kind}_draft": {"number": draft.number},
            f"{kind}_paper": {"number": draft.number, "paper": str(paper.pk)},
            f"{kind}_submitted": {"number": items.submitted(kind, by=own, title="待审项目").number},
            f"{kind}_hidden": {"number": hidden.number},
            f"{kind}_live": {"number": live.number},
            f"{kind}_merge": {"identifier": merge.pk},
            f"{kind}_contact": {"number": live.number, "identifier": asked.pk},
        }
    made["saved_search"] = {"number": SavedSearch.objects.create(person=own, text="热泵", source="needs").pk}
    return made


def _match(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A need of the firm that somebody of no part offers what for, and asks to talk."""
    own, reviewer = people["own"], people["reviewer"]
    other = make_organisation("供方研究所", "institute", number=77)
    offering = make_person("offering", "供方", RoleName.UNIVERSITY, other)
    need = items.published("need", by=own, reviewer=reviewer, title="钢丝绳断丝在线检测")
    item = items.published("achievement", by=offering, reviewer=reviewer, title="钢丝绳断丝在线检测装置")
    asked = judge_pair(
        item=item, number=need.number, saying="suitable", note="", by=offering, on=city_today()
    )
    assert asked is not None
    near = items.published("achievement", by=offering, reviewer=reviewer, title="钢丝绳断丝探伤方法")
    lead = Candidate.objects.create(
        need=need, achievement=near, level=4, score_bp=1, probability_bp=1, model="m1", found_at=city_now(),
    )  # fmt: skip
    learning = Learning.objects.create(state="ready", version="m1-0-lost", asked_at=city_now())
    return {
        "match": {"number": asked.number},
        "matched_need": {"number": need.number},
        "lead": {"identifier": lead.pk},
        "learning": {"identifier": learning.pk},
    }


def _letters(officer: Any) -> dict[str, dict[str, Any]]:
    """A proposal with its letter in draft, and the number it quotes."""
    letter = replies.draft(by=officer)
    return {
        "proposal": {"number": letter.proposal.number},
        "reply": {"number": letter.number},
        "reference": {"code": "rd.2017"},
    }


def _money(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """One batch being prepared, one that was paid and has to come back; the firm is the payee of both."""
    own, officer, finance = people["own"], people["officer"], people["finance"]
    day = city_today()
    register_paying(Paying("evidence", "证明", publicity_days=lambda on: 0))
    budget = open_budget(
        code="EV-1", programme="evidence", year=day.year, name="证明", sources={"市级财政": 10_000}, by=finance,
        key="evidence", on=day,
    )  # fmt: skip
    payments.set_bank_account(
        organisation=own.organisation, account_name=own.organisation.name, bank_name="启明银行",
        bank_account="622200001234", by=own,
    )  # fmt: skip
    made = {}
    for name in ("paid", "draft"):
        item = payments.Item("evidence", name, f"evidence:{name}", own.organisation, 100, f"{name}事项")
        made[name] = payments.make_batch(
            programme="evidence", title=f"{name}批次", account=budget.accounts.get(), items=[item], by=officer,
            key=name, on=day,
        )  # fmt: skip
    paid = made["paid"]
    payments.publish_batch(batch=paid, by=officer, on=day)
    Publicity.objects.filter(pk=paid.publicity_id).update(
        starts_on=day - timedelta(days=1), ends_on=day - timedelta(days=1), closed_on=day
    )
    paid.publicity.refresh_from_db()
    payments.submit_batch(batch=paid, by=officer, on=day)
    payments.approve_batch(batch=paid, by=people["leader"], on=day)
    payments.send_batch(batch=paid, by=finance, on=day)
    payment = paid.payments.get()
    line = payments.Answer(payment.number, 100, "paid", day, "EV-REF")
    payments.take_answers(answers=[line], by=finance)
    payment.refresh_from_db()
    recovery = payments.open_recovery(payment=payment, amount_fen=100, ground="注销", by=None, on=day)
    draft = made["draft"]
    return _claims(people) | {
        "budget": {"code": budget.code},
        "budget_source": {"code": budget.code, "source": budget.accounts.get().pk},
        "batch": {"number": paid.number},
        "batch_draft": {"number": draft.number, "verb": "publish"},
        "payment": {"number": draft.number, "payment": draft.payments.get().number},
        "recovery": {"number": recovery.number},
    }


def _vouchers(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A voucher of the firm in each state that a route needs, at a provider that is nobody of the parts."""
    own, officer, district, finance = (people[part] for part in ("own", "officer", "district", "finance"))
    house = make_organisation("启明检测研究院", OrganisationKind.INSTITUTE, number=7)
    server = make_person("server", "机构", RoleName.UNIVERSITY, house)
    day = city_today()
    for code in ("vouchers.application", "vouchers.redemption"):
        rule = rules.find(code)
        for value in rules.values_used(rule, rule.values(day)):
            if confirmation_of(value) is None:
                confirm_value(
                    value_id=value.id, effective_from=value.effective_from, ground="会议定", document="纪要", by=people["leader"]
                )  # fmt: skip
    budget = open_budget(
        code="EV-V", programme="vouchers", year=day.year, name="券", sources={"市级财政": 50_000_000}, by=finance,
        key="evidence-v", on=day,
    )  # fmt: skip
    entry = vouchers.start_provider(by=server, on=day)
    service = {"kind": "research", "name": "研制", "price_fen": 100, "per": "项"}
    facts = {"introduction": "能力", "contact": "024", "controller": own.name}
    entry = vouchers.save_provider(provider=entry, facts=facts, services=[service], by=server)
    entry = vouchers.submit_provider(provider=entry, by=server)
    entry = vouchers.list_provider(provider=entry, by=officer, on=day)
    made, account, pdf = {}, budget.accounts.get(), small_pdf()
    for place, name in enumerate(("draft", "submitted", "in_review", "issued", "in_use", "redeeming")):
        told = {
            "provider": entry, "service_kind": "research", "contract_name": f"{name}服务合同", "is_apart": True,
            "contract_number": name, "contract_fen": 1_000_000, "signed_on": day - timedelta(days=40 * (6 - place)),
            "asked_fen": 200_000, "controller": own.name if name == "submitted" else "甲", "is_service": True,
        }  # fmt: skip
        voucher = vouchers.save_voucher(
            voucher=vouchers.start_voucher(facts={}, by=own, on=day), facts=told, by=own
        )
        paper = vouchers.attach_paper(
            voucher=voucher, upload=SimpleUploadedFile("服务合同.pdf", pdf), kind="service_contract", by=own
        )
        made[name] = voucher
        if name == "draft":
            made["paper"] = paper
            continue
        voucher = made[name] = vouchers.submit_voucher(voucher=voucher, by=own, on=day)
        if name != "submitted":
            vouchers.pass_voucher(voucher=voucher, by=district, on=day)
        if name in {"issued", "in_use", "redeeming"}:
            vouchers.issue_voucher(voucher=voucher, account=account, by=officer, on=day)
        if name in {"in_use", "redeeming"}:
            vouchers.begin_voucher(voucher=voucher, by=own, on=day)
    _redeem(made["redeeming"], own, day)
    found = {f"voucher_{name}": {"number": made[name].number} for name in made if name != "paper"}
    return found | {
        "voucher_paper": {"number": made["draft"].number, "paper": str(made["paper"].pk)},
        "voucher_hold": {"number": made["submitted"].number, "hold": made["submitted"].holds.get().pk},
        "provider": {"number": entry.number},
    }


def _redeem(voucher: Any, own: Any, day: date) -> None:
    vouchers.save_redemption(
        voucher=voucher, invoices=[{"number": "V1", "issued_on": day, "amount_fen": 1_000_000}],
        slips=[{"reference": "W1", "paid_on": day, "amount_fen": 1_000_000}], outcome={}, by=own, on=day,
    )  # fmt: skip
    for kind in ("result_report", "invoice", "bank_slip"):
        upload = SimpleUploadedFile(f"{kind}.pdf", small_pdf())
        vouchers.attach_paper(voucher=voucher, upload=upload, kind=kind, by=own)
    vouchers.redeem_voucher(voucher=voucher, by=own, on=day)


def _claims(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Three contracts that the firm bought: one with a draft claim, one with a claim handed in, one without."""
    own, day = people["own"], city_today()
    seller = make_person(
        "seller", "卖方", RoleName.ENTERPRISE, make_organisation("启明卖方有限公司", number=6)
    )
    told = {"by": seller, "registrar": people["registrar"], "on": date(2026, 4, 8)}
    bought = [
        factories.registered(**told, buyer=own.organisation, project_name=f"买入{name}") for name in "甲乙丙"
    ]
    draft, filed = (actions.start_claim(contract=contract, by=own, on=day) for contract in bought[:2])
    line = {"number": "FP1", "issued_on": day, "amount_fen": 100}
    slip = {"reference": "YH1", "paid_on": day, "amount_fen": 100}
    actions.save_claim(claim=filed, facts={"talent_from": day}, invoices=[line], slips=[slip], by=own)
    papers = [
        actions.attach_claim_paper(
            claim=claim,
            upload=SimpleUploadedFile("证书.pdf", small_pdf()),
            kind="talent_certificate",
            by=own,
        )
        for claim in (draft, filed)
    ]
    actions.submit_claim(claim=filed, by=own)
    return {
        "claim": {"number": draft.number},
        "claim_submitted": {"number": filed.number},
        "claim_paper": {"number": draft.number, "paper": str(papers[0].pk)},
        "bought": {"number": bought[2].number},
    }


def _projects(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Four calls: decided, ranked, under review, open; the firm applies in each, and carries two projects."""
    own, officer, leader, day = people["own"], people["officer"], people["leader"], city_today()
    make, told = project_factories, {"by": people["own"], "officer": people["officer"]}
    money = make.account(by=people["finance"], fen=30_000 * factories.WAN)
    opened = {"officer": officer, "finance": people["finance"], "money": money}
    expert = projects.keep_expert(
        person=people["expert"], fields=["equipment"], job_title="教授", most=20, is_active=True, by=officer
    )
    make.expert("第二位专家", number=950, by=officer)
    decided = make.opened(**opened)
    for title in ("在研项目", "待签项目"):
        make.admitted(decided, **told, title=title)
    made = {project.title: project for project in make.decided(decided, officer=officer, leader=leader)}
    running = projects.sign_contract(project=made["在研项目"], by=leader, on=day)
    change = projects.ask_change(project=running, kind="leader", value="乙", reason="调动", by=own, on=day)
    facts = {
        "rd_fen": 1,
        "technologies": 1,
        "patents_filed": 1,
        "patents_granted": 0,
        "people": 3,
        "sales_fen": 0,
    }
    report = projects.file_year_report(project=running, year=day.year, facts=facts, by=own, on=day)
    milestone = projects.report_milestone(
        milestone=running.milestones.get(place=2), evidence="样机完成", by=own, on=day
    )
    ranked = make.opened(**opened)
    listed = make.admitted(ranked, **told, title="已排序申报")
    make.ranked(ranked, officer=officer)
    listed.refresh_from_db()
    override = projects.ask_override(
        application=listed, takes_in=False, award_fen=0, reason="另有安排", by=officer, on=day
    )
    reviewed = make.opened(**opened)
    make.admitted(reviewed, **told, title="评审中申报")
    make.in_review(reviewed, officer=officer)
    review = Review.objects.get(application__call=reviewed, expert=expert)
    taking = make.opened(**opened)
    draft = make.draft(taking, by=own, title="草稿申报")
    filed = make.submitted(taking, by=own, title="已交申报")
    other = make_person(
        "other", "另一家", RoleName.ENTERPRISE, make_organisation("启明另一家有限公司", number=9)
    )
    joint = make.draft(taking, by=other, partner=own.organisation, title="合作申报")
    plan = review.application
    paper = make.body_of(plan)
    return {
        "call": {"number": taking.number},
        "call_draft": {"number": make.call(**opened).number},
        "call_step": {"number": taking.number, "verb": "extend"},
        "call_reviewed": {"number": reviewed.number},
        "expert": {"number": expert.pk},
        "override": {"number": override.number},
        "application_draft": {"number": draft.number},
        "application_part": {"number": draft.number, "slug": "team"},
        "application_paper": {"number": draft.number, "paper": str(make.body_of(draft).pk)},
        "application_filed": {"number": filed.number},
        "application_ranked": {"number": listed.number},
        "partnership": {"number": joint.number},
        "consent": {"token": draft.members.first().token},  # type: ignore[union-attr]  # the factory names two
        "review": {"number": review.number},
        "review_paper": {"number": review.number, "paper": str(paper.pk)},
        "project": {"number": running.number},
        "project_planned": {"number": made["待签项目"].number},
        "project_step": {"number": running.number, "verb": "fail"},
        "project_paper": {"number": running.number, "form": "docx"},
        "project_change_kind": {"number": running.number, "kind": "term"},
        "project_change": {"number": change.number},
        "project_report": {"number": report.number},
        "milestone": {"number": milestone.number},
        "milestone_planned": {"number": running.milestones.get(place=3).number},
    }
