"""Which contracts of the firm does the city of the evidence hold, in which states, and what hangs on them?"""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import make_organisation, make_person
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import actions
from zhuanhua.programmes.contracts.models import Certificate, Contract
from zhuanhua.programmes.contracts.tests import factories
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.workflow import actions as workflow

WIDE = {"total_fen": 600 * factories.WAN}


def in_every_state(people: dict[str, Any]) -> dict[str, Contract]:
    """One contract of the firm in each state; the buyer is a fourth firm, so that rival, university and agency are strangers to every contract."""
    own, registrar = people["own"], people["registrar"]
    buyer = make_organisation("启明客户有限公司", number=5)
    made: dict[str, Contract] = {}
    told = {"by": own, "buyer": buyer, "on": date(2026, 4, 8)}
    made["draft"] = factories.draft(**told, project_name="草稿合同")
    made["submitted"] = factories.submitted(**told, project_name="已提交合同")
    made["accepted"] = factories.accepted(**told, registrar=registrar, project_name="审核中合同")
    wide = factories.examined(**told, registrar=registrar, project_name="复核中合同", **WIDE)
    made["in_review"] = actions.refer_contract(contract=wide, by=registrar)
    for name in ("registered", "changing", "objected", "announced"):
        made[name] = factories.registered(**told, registrar=registrar, project_name=f"{name}合同")
    return made


def around(people: dict[str, Any], contracts: dict[str, Contract]) -> dict[str, dict[str, Any]]:
    """What hangs on those contracts: a paper, a change, objections from inside and outside, a notice, a certificate."""
    own, officer, day = people["own"], people["officer"], city_today()
    paper = factories.paper(contracts["draft"], by=own)
    change = actions.request_change(contract=contracts["changing"], by=own, kind="cancel", reason="双方终止")
    objection = actions.file_objection(contract=contracts["objected"], by=own, text="金额认定过低。")
    publicity = actions.propose_revocation(
        contract=contracts["announced"], by=officer, reason="材料不实", on=day
    )
    filed = workflow.file_public_objection(
        publicity=publicity, person_name="甲", contact="1", text="不符", on=day
    )
    certificate = Certificate.objects.filter(contract=contracts["registered"]).first()
    assert certificate is not None
    return {
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
        "file": {"identifier": str(paper.pk)},
        "certificate": {"token": certificate.token},
        "registration": {"registration_number": contracts["registered"].registration_number},
    }


def bought(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Three contracts that the firm bought: one with a draft claim, one with a claim handed in, one without."""
    own, day = people["own"], city_today()
    seller = make_person(
        "seller", "卖方", RoleName.ENTERPRISE, make_organisation("启明卖方有限公司", number=6)
    )
    told = {"by": seller, "registrar": people["registrar"], "on": date(2026, 4, 8)}
    contracts = [
        factories.registered(**told, buyer=own.organisation, project_name=f"买入{name}") for name in "甲乙丙"
    ]
    draft, filed = (actions.start_claim(contract=contract, by=own, on=day) for contract in contracts[:2])
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
        "bought": {"number": contracts[2].number},
    }
