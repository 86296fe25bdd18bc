"""Which vouchers has the firm, one for each state that a route needs?"""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import make_organisation, make_person
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_today
from zhuanhua.programmes.vouchers import actions as vouchers
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.ledger.actions import open_budget
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.actions import confirm_value
from zhuanhua.shared.policy.queries import confirmation_of


def in_every_state(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
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
