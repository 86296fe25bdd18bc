"""What does the programme offer to the rooms it borrows: tabs, search, readers of files, sentences, figures, sheets?"""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.contracts import (
    actions,
    codes,
    exports,
    permissions,
    policy_sheets,
    queries,
    searching,
    sheets,
)
from zhuanhua.programmes.contracts import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.contracts import figures_conversion as _conversion  # noqa: F401 - it registers itself
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.reconciling import odd_subsidies
from zhuanhua.programmes.contracts.sentences import NAMES, SENTENCES
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.documents.queries import register_reader
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.shared.ledger.verifying import register_reconciliation
from zhuanhua.shared.payments.programmes import Paying, register_case
from zhuanhua.shared.payments.programmes import register as register_paying
from zhuanhua.shared.people.avoidance import Matter
from zhuanhua.shared.search.sources import register_source
from zhuanhua.shared.workflow.matters import register_matters
from zhuanhua.ui.menu import Tab, register_tabs, register_top
from zhuanhua.ui.search import Hit, register_neighbours
from zhuanhua.ui.welcome import APPLICANTS, Lead, Opening, Reader, register_leads, register_openings

ENOUGH = 8


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_tabs("contracts", TABS, title=_("技术合同"), about=_("认定登记、证书、变更、补贴"), order=10)
    register_top(Tab(_("核验证书"), "verify:find", public=True, also=("verify:*",), spare=True), order=60)
    register_leads("contracts", *LEADS)
    register_openings("contracts", openings)
    register_source(searching.source(hit_of, find))
    register_neighbours("contracts", neighbours)
    register_matters(Contract.case_kind, matters_of)
    register_reader(Contract.case_kind, may_open)
    register_kinds(dict(codes.PaperKind.choices))
    register_reader(Subsidy.case_kind, may_open_claim)
    register_kinds({"talent_certificate": _("人才证书"), "invoice": _("发票"), "bank_slip": _("银行凭证")})
    register_paying(SUBSIDIES)
    register_case(Subsidy.case_kind, _("合同补贴"), subsidy_address)
    register_case(Contract.case_kind, _("合同补贴"), contract_address)
    register_reconciliation("contracts", odd_subsidies)
    register_sentences(SENTENCES, NAMES)
    sheets.register()
    exports.register()
    policy_sheets.register()


def openings(on: date) -> list[Opening]:  # noqa: ARG001 - contracts are taken every day
    """What the programme takes applications for: registration always, and the check that needs no account."""
    return [
        Opening(_("技术合同认定登记"), _("技术开发、转让、许可、咨询、服务合同，随时申报"), f"{reverse('overview:help')}#contracts"),
        Opening(_("核验登记证书"), _("输入登记编号，或扫证书上的二维码，不用登录"), reverse("verify:find")),
    ]  # fmt: skip


def waiting(person: Any) -> int:
    """Count what waits on the person's desk."""
    return queries.desk_counts(person, on=city_today())["mine"]


def waiting_changes(person: Any) -> int:
    """Count the changes and objections that wait for a decision."""
    return queries.waiting_changes(person)


def may_open(person: Any, stored: Any) -> bool:
    """The parties and the desk open the papers of a contract; a draft's only its applicant."""
    contract = queries.visible_contracts(person).filter(number=stored.case_number).first()
    return contract is not None and bool(permissions.may_read_papers(person, contract))


def matters_of(number: str) -> list[Matter]:
    """Say whose case the notice of a revocation is."""
    return [permissions.matter_of(contract) for contract in Contract.objects.filter(number=number)]


def find(person: Any, text: str) -> list[Hit]:
    """Find contracts that the person may see, by name, number or party."""
    found = queries.filtered(queries.visible_contracts(person), {"q": text})[:ENOUGH]
    return [hit_of(contract) for contract in found]


def neighbours(person: Any, text: str) -> list[Hit]:
    """Find contracts whose number differs from the typed one in a single character."""
    if not 5 <= len(text) <= 40:  # noqa: PLR2004 - a number, not a word
        return []
    stem = text[:-2]
    near = queries.visible_contracts(person).filter(number__startswith=stem)[:ENOUGH]
    return [
        hit_of(contract)
        for contract in near
        if sum(a != b for a, b in zip(contract.number, text, strict=False)) == 1
    ]


def may_open_claim(person: Any, stored: Any) -> bool:
    """The payee and who examines claims open their papers."""
    claim = queries.visible_subsidies(person).filter(number=stored.case_number).first()
    if claim is None:
        return False
    own = person.organisation is not None and person.organisation.pk == claim.payee_id
    return own or bool(allows(person, Permission.SUBSIDY_EXAMINE))


def subsidy_address(person: Any, number: str) -> str:
    """Say where a claim stands, to who may see it."""
    found = queries.visible_subsidies(person).filter(number=number).exists()
    return reverse("contracts:subsidy", args=[number]) if found else ""


def contract_address(person: Any, number: str) -> str:
    """Say where a contract stands, to who may see it."""
    found = queries.visible_contracts(person).filter(number=number).exists()
    return reverse("contracts:detail", args=[number]) if found else ""


def notice_days(on: date) -> int:
    """How long a list of payments is announced (contracts.subsidy.notice_days)."""
    return int(policy_sheets.SELLER_RULE.values(on).notice_days)


SUBSIDIES = Paying(
    "contracts",
    _("技术合同补贴"),
    publicity_days=notice_days,
    on_paid=actions.subsidies.subsidy_paid,
    on_dropped=actions.subsidies.subsidy_dropped,
    on_recovered=actions.subsidies.subsidy_recovered,
    lock_case=actions.subsidies.lock_subsidy,
    no_longer_owed=actions.stopping.no_longer_owed,
    address=lambda number: f"/contracts/subsidies/{number}/",
    make_url="/contracts/subsidies/proposal/",
)


def hit_of(contract: Contract) -> Hit:
    """Show a contract as a search result."""
    under = f"{contract.number} · {contract.seller.name if contract.seller else ''} → {contract.buyer.name if contract.buyer else ''}"
    return Hit(
        contract.project_name or contract.number,
        reverse("contracts:detail", args=[contract.number]),
        under,
        str(contract.state_label),
        contract.tone,
    )


LEADS = (
    Lead(_("申报技术合同"), "contracts:start", APPLICANTS, order=40),
    Lead(_("我的合同"), "contracts:mine", APPLICANTS, order=41),
    Lead(_("可享补贴"), "contracts:my_subsidies", (Reader.FIRM, Reader.UNIVERSITY), order=45),
    Lead(_("登记队列"), "contracts:queue", (Reader.BUREAU,), order=40),
    Lead(_("合同补贴"), "contracts:subsidies", (Reader.BUREAU,), order=45),
    Lead(_("核验登记证书"), "verify:find", (Reader.PUBLIC,), order=20),
)

TABS = [
    Tab(_("登记队列"), "contracts:queue", (Permission.CONTRACT_EXAMINE, Permission.CONTRACT_REVIEW), count=waiting, also=("contracts:detail", "contracts:examine", "contracts:return", "contracts:bulk")),
    Tab(_("我的合同"), "contracts:mine", Permission.CONTRACT_FILE, also=("contracts:detail", "contracts:edit", "contracts:edit_section", "contracts:request_change")),
    Tab(_("变更与异议"), "contracts:changes", (Permission.CONTRACT_CHANGE_DECIDE, Permission.CONTRACT_OBJECTION_DECIDE), count=waiting_changes, also=("contracts:change", "contracts:objection")),
    Tab(_("核对导入"), "contracts:entered", Permission.CONTRACT_REVIEW, count=queries.entered_count),
    Tab(_("可享补贴"), "contracts:my_subsidies", Permission.SUBSIDY_CLAIM, also=("contracts:entitlement", "contracts:claim", "contracts:new_claim")),
    Tab(_("合同补贴"), "contracts:subsidies", (Permission.SUBSIDY_EXAMINE, Permission.PAYMENT_READ), also=("contracts:subsidy", "contracts:proposal")),
    Tab(_("已登记"), "contracts:records", (Permission.CONTRACT_READ_ALL, Permission.CONTRACT_READ_OWN)),
]  # fmt: skip
