"""What does the programme offer to the rooms it borrows: tabs, search, readers of files, sentences, figures, rules, payments?"""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.vouchers import exports, permissions, policy_sheets, queries
from zhuanhua.programmes.vouchers import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.vouchers.actions import paying, years
from zhuanhua.programmes.vouchers.codes import PaperKind
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.sentences import NAMES, SENTENCES
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.documents.queries import register_reader
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.shared.ledger.verifying import register_reconciliation
from zhuanhua.shared.payments.programmes import Paying, register_case
from zhuanhua.shared.payments.programmes import register as register_paying
from zhuanhua.shared.people.merging import register_counted
from zhuanhua.ui.menu import Tab, register_tabs
from zhuanhua.ui.search import Hit, register_searcher
from zhuanhua.ui.welcome import Lead, Opening, Reader, register_leads, register_openings

ENOUGH = 8


def register() -> None:
    """Hang up every sign once, when Django has loaded the models; the clock's job came with the actions."""
    register_tabs("vouchers", TABS, title=_("创新券"), about=_("申领、使用、兑付、服务机构"), order=30)
    register_leads("vouchers", *LEADS)
    register_openings("vouchers", openings)
    register_searcher("vouchers", find, title=_("创新券"), order=12)
    register_reader(Voucher.case_kind, may_open)
    register_kinds(dict(PaperKind.choices))
    register_paying(PAYING)
    register_case(Voucher.case_kind, _("创新券"), address_for)
    register_sentences(SENTENCES, NAMES)
    register_counted("vouchers.allowance.holder", years.settle_merged)
    register_reconciliation("vouchers", queries.odd_vouchers)
    policy_sheets.register()
    exports.register()


def may_open(person: Any, stored: Any) -> bool:
    """The holder, its district and the city's desk open the papers of a voucher."""
    voucher = queries.visible_vouchers(person).filter(number=stored.case_number).first()
    return voucher is not None and permissions.may_read_papers(person, voucher)


def find(person: Any, text: str) -> list[Hit]:
    """Find vouchers that the person may see, by holder, contract, provider or number."""
    found = queries.filtered(queries.visible_vouchers(person), {"q": text}).order_by("-id")[:ENOUGH]
    return [
        Hit(
            voucher.contract_name or voucher.number,
            reverse("vouchers:detail", args=[voucher.number]),
            f"{voucher.voucher_number or voucher.number} · {voucher.holder.name}",
            str(voucher.state_label),
            voucher.tone,
        )
        for voucher in found
    ]


def address_for(person: Any, number: str) -> str:
    """Say where a voucher stands, to who may see it."""
    found = queries.visible_vouchers(person).filter(number=number).exists()
    return reverse("vouchers:detail", args=[number]) if found else ""


def notice_days(on: date) -> int:
    """How long a list of payments is announced (vouchers.notice_days)."""
    return int(queries.values_on(on).notice_days)


def openings(on: date) -> list[Opening]:  # noqa: ARG001 - vouchers are applied for every day
    """What the programme takes applications for."""
    return [
        Opening(_("科技创新券"), _("向名录里的机构购买研发、检测等服务，签了合同就可以申领"), reverse("vouchers:providers")),
    ]  # fmt: skip


PAYING = Paying(
    paying.PROGRAMME,
    _("创新券"),
    publicity_days=notice_days,
    on_paid=paying.voucher_paid,
    on_dropped=paying.voucher_dropped,
    on_recovered=paying.voucher_recovered,
    lock_case=paying.lock_voucher,
    address=lambda number: f"/vouchers/{number}/",
    make_url="/vouchers/batch/",
)
LEADS = (
    Lead(_("能领多少创新券"), "vouchers:check", (Reader.FIRM,), order=46),
    Lead(_("我的创新券"), "vouchers:mine", (Reader.FIRM,), order=47),
    Lead(_("申请成为创新券服务机构"), "vouchers:my_provider", (Reader.UNIVERSITY, Reader.AGENCY), order=47),
    Lead(_("创新券审核"), "vouchers:desk", (Reader.BUREAU,), order=46),
    Lead(_("创新券服务机构名录"), "vouchers:providers", (Reader.PUBLIC,), order=40),
)
DESK = (Permission.VOUCHER_READ, Permission.VOUCHER_DISTRICT)
TABS = [
    Tab(_("创新券审核"), "vouchers:desk", DESK, count=queries.waiting, also=("vouchers:detail", "vouchers:issue", "vouchers:batch")),
    Tab(_("我的创新券"), "vouchers:mine", Permission.VOUCHER_APPLY, also=("vouchers:detail", "vouchers:edit", "vouchers:redeem", "vouchers:outcome")),
    Tab(_("能领多少"), "vouchers:check", Permission.VOUCHER_APPLY),
    Tab(_("服务机构名录"), "vouchers:providers", (*DESK, Permission.VOUCHER_APPLY)),
    Tab(_("服务机构审核"), "vouchers:provider_desk", (Permission.PROVIDER_DECIDE, Permission.VOUCHER_READ), also=("vouchers:provider",)),
    Tab(_("本机构入库"), "vouchers:my_provider", Permission.PROVIDER_APPLY),
]  # fmt: skip
