"""The smallest proposal, letter and reference, led by the ordinary actions to each state."""

from datetime import date
from typing import Any

from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.models import Letter, Proposal, Reference
from zhuanhua.core.dates import city_today
from zhuanhua.shared.people.models import Person

BODY = "2026年登记技术合同{{contracts.count year=2026}}，研发经费支出{{ref:rd.2017}}。"


def proposal(*, by: Any, number: str = "0469", **facts: Any) -> Proposal:
    told = {
        "kind": "cppcc",
        "session": "市政协十五届二次会议",
        "paper_number": number,
        "title": "进一步提高科技成果转化水平",
        "proposers": "方委员",
        "received_on": date(2026, 3, 2),
        "due_on": date(2026, 6, 2),
        "lead_unit": "市科技局",
    }
    return actions.register_proposal(**{**told, **facts}, by=by)


def assigned(*, by: Any, drafter: Any = None, **facts: Any) -> Proposal:
    case = proposal(by=by, **facts)
    return actions.assign_proposal(proposal=case, drafter=drafter or by, draft_due_on=date(2026, 4, 2), by=by)


def reference(*, by: Any, code: str = "rd.2017", **facts: Any) -> Reference:
    told = {
        "name": "2017年研发经费支出",
        "text": "140.1亿元",
        "definition": "全社会研究与试验发展经费",
        "document": "2017年科技统计公报",
        "page": "第2页",
        "as_of": date(2017, 12, 31),
    }
    return actions.enter_reference(code=code, **{**told, **facts}, by=by)


def draft(*, by: Any, body: str = BODY, **facts: Any) -> Letter:
    if not Reference.objects.exists():
        reference(by=by)
    return actions.draft_letter(proposal=assigned(by=by, **facts), body=body, by=by)


def cosigning(*, by: Any, signers: list[Any], **facts: Any) -> Letter:
    return actions.submit_letter(letter=draft(by=by, **facts), signers=signers, by=by)


def frozen(*, by: Any, signers: list[Any], **facts: Any) -> Letter:
    letter = cosigning(by=by, signers=signers, **facts)
    for signer in signers:
        actions.agree_letter(letter=letter, by=signer)
    return actions.freeze_letter(letter=again(letter), by=by)


def issued(
    *, by: Any, signers: list[Any], leader: Any, number: str = "沈科函〔2026〕12号", **facts: Any
) -> Letter:
    letter = again(frozen(by=by, signers=signers, **facts))
    return actions.issue_letter(letter=letter, document_number=number, on=city_today(), by=leader)


def again(letter: Letter) -> Letter:
    """Read the row again, as a new request would."""
    return Letter.objects.select_related("proposal", "drafted_by").get(pk=letter.pk)


def fresh(person: Any) -> Person:
    return Person.objects.get(pk=person.pk)
