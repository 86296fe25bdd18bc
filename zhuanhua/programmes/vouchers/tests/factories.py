"""The smallest story of a voucher: a listed provider, a firm, a budget, confirmed values, and each step as a function."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import make_organisation, make_person
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.vouchers import actions
from zhuanhua.programmes.vouchers.models import Provider, Voucher
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.payments import actions as payments
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value
from zhuanhua.shared.workflow.models import Publicity

ON = date(2018, 3, 20)
SIGNED = date(2018, 3, 12)
WAN = 1_000_000
RULES = ("vouchers.application", "vouchers.redemption")


def pdf(name: str = "合同.pdf") -> SimpleUploadedFile:
    """Give a small paper."""
    return SimpleUploadedFile(name, small_pdf())


@pytest.fixture
def provider(university: Any, university_user: Any, officer: Any) -> Provider:
    """Give a university that is listed with two kinds of service."""
    made = actions.start_provider(by=university_user, on=date(2018, 1, 9))
    services = [
        {"kind": "research", "name": "样机研制", "price_fen": WAN, "per": "项"},
        {"kind": "testing", "name": "材料检测", "price_fen": 20_000, "per": "次"},
    ]
    facts = {"introduction": "材料与装备", "contact": "024-00000000", "controller": "启明市教育局"}
    made = actions.save_provider(provider=made, facts=facts, services=services, by=university_user)
    made = actions.submit_provider(provider=made, by=university_user)
    return actions.list_provider(provider=made, by=officer, on=date(2018, 1, 10))


@pytest.fixture
def confirmed(leader: Any) -> None:
    """Let the leader stand by every value that the rules use."""
    values = {}
    for code in RULES:
        rule = rules.find(code)
        values |= {value.id: value for value in rules.values_used(rule, rule.values(ON))}
    for value in values.values():
        confirm_value(
            value_id=value.id, effective_from=value.effective_from, ground="局党组会议定",
            document="会议纪要〔2018〕3号", by=leader,
        )  # fmt: skip


@pytest.fixture
def account(finance: Any) -> Any:
    """Give a source with 300,000 yuan."""
    budget = open_budget(
        code="CXQ-2018", programme="vouchers", year=2018, name="科技创新券", sources={"市级财政": 30 * WAN},
        by=finance, key="open", on=date(2018, 1, 2),
    )  # fmt: skip
    return budget.accounts.get()


FACTS = {
    "service_kind": "research",
    "contract_name": "铸件样机研制",
    "contract_number": "QM-2018-001",
    "contract_fen": 10 * WAN,
    "signed_on": SIGNED,
    "asked_fen": 5 * WAN,
    "controller": "孟清和",
    "is_apart": True,
    "is_service": True,
}


def draft(applicant: Any, provider: Provider, **facts: Any) -> Voucher:
    """Begin an application with its contract."""
    made = actions.start_voucher(facts={}, by=applicant, on=ON)
    made = actions.save_voucher(voucher=made, facts=FACTS | {"provider": provider} | facts, by=applicant)
    actions.attach_paper(voucher=made, upload=pdf(), kind="service_contract", by=applicant)
    return made


def submitted(applicant: Any, provider: Provider, **facts: Any) -> Voucher:
    """Hand it in."""
    return actions.submit_voucher(voucher=draft(applicant, provider, **facts), by=applicant, on=ON)


def passed(applicant: Any, provider: Provider, district: Any, **facts: Any) -> Voucher:
    """Let the district pass it."""
    return actions.pass_voucher(voucher=submitted(applicant, provider, **facts), by=district, on=ON)


@pytest.fixture
def issue(
    applicant: Any, provider: Any, district_user: Any, officer: Any, account: Any, confirmed: None
) -> Any:
    """Give a function that issues a voucher of the applicant's firm."""

    def make(*, by: Any = None, on: date = ON, **facts: Any) -> Voucher:
        voucher = passed(by or applicant, provider, district_user, **facts)
        return actions.issue_voucher(voucher=voucher, account=account, by=officer, on=on)

    return make


def proof(
    voucher: Voucher, by: Any, *, amount_fen: int = 10 * WAN, on: date | None = None, number: str = "FP1"
) -> Voucher:
    """Write invoice, slip, outcome and papers of a redemption."""
    day = on or date(2018, 10, 8)
    voucher = actions.save_redemption(
        voucher=voucher,
        invoices=[{"number": number, "issued_on": day, "amount_fen": amount_fen}],
        slips=[{"reference": f"YH{number}", "paid_on": day, "amount_fen": amount_fen}],
        outcome={"research_fen": 30 * WAN, "new_products": 1, "ip_rights": 2},
        by=by,
        on=day,
    )
    for kind in ("result_report", "invoice", "bank_slip"):
        actions.attach_paper(voucher=voucher, upload=pdf(f"{kind}.pdf"), kind=kind, by=by)
    return voucher


def redeemed(voucher: Voucher, by: Any, *, on: date = date(2018, 11, 5), **facts: Any) -> Voucher:
    """Begin, prove and hand in a redemption."""
    if voucher.state == "issued":
        voucher = actions.begin_voucher(voucher=voucher, by=by, on=date(2018, 4, 2))
    return actions.redeem_voucher(voucher=proof(voucher, by, **facts), by=by, on=on)


def pay(
    batch: Any, *, officer: Any, leader: Any, finance: Any, payee: Any, on: date = date(2018, 12, 20)
) -> None:
    """Carry a batch to the end: notice, approval, file, the bank's answer."""
    today = city_today()
    payments.set_bank_account(
        organisation=payee.organisation, account_name=payee.organisation.name, bank_name="启明银行",
        bank_account="622200001234", by=payee,
    )  # fmt: skip
    payments.publish_batch(batch=batch, by=officer, on=today)
    past = today - timedelta(days=1)
    Publicity.objects.filter(pk=batch.publicity_id).update(starts_on=past, ends_on=past, closed_on=today)
    batch.publicity.refresh_from_db()
    payments.submit_batch(batch=batch, by=officer, on=today)
    payments.approve_batch(batch=batch, by=leader, on=on)
    payments.send_batch(batch=batch, by=finance, on=today)
    lines = [
        payments.Answer(each.number, each.amount_fen, "paid", on, f"REF{each.pk}")
        for each in batch.payments.filter(state="sent")
    ]
    payments.take_answers(answers=lines, by=finance)


def second_firm(number: int = 60) -> Any:
    """Give another firm of the same district with somebody who acts for it."""
    firm = make_organisation(f"启明第{number}号精密有限公司", number=number, size="small")
    return make_person(f"firm{number}", "第二家", RoleName.ENTERPRISE, firm)
