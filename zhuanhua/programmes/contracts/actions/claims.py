"""A buyer's claim: begun on a registered contract, filled with certificate, invoices and slips, handed in, accepted or not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import permissions, queries
from zhuanhua.programmes.contracts.models import Contract, Subsidy, SubsidyInvoice, SubsidySlip
from zhuanhua.programmes.contracts.states_subsidy import Scheme, SubsidyState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.actions import remove_file, store_file
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.notices.actions import notify
from zhuanhua.shared.payments.actions import end_papers, offer_papers, refuse_repeated
from zhuanhua.shared.payments.models import Paper
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.queries import sheet_for
from zhuanhua.shared.workflow.actions import answer_return, close_tasks, open_task, return_fields
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number, take_serials

EDITABLE = (SubsidyState.DRAFT, SubsidyState.RETURNED)
TALENT = ("talent_name", "talent_certificate", "talent_from", "talent_until")
PAPERS = ("talent_certificate", "invoice", "bank_slip", "other")


@transaction.atomic
def start_claim(*, contract: Contract, by: Any, on: date) -> Subsidy:
    """Begin a claim on a registered contract that one's own organisation bought; one open claim a contract."""
    require(by, Permission.SUBSIDY_CLAIM)
    if by.organisation is None or contract.buyer_id != by.organisation.pk:
        raise Forbidden(_("只有受让企业可以申领。"))
    if contract.state != contract.States.REGISTERED:
        raise Refusal(_("合同没有登记，或者登记已失效。"), way_out=_("登记以后再申领。"))
    try:
        with transaction.atomic():
            claim = Subsidy.objects.create(
                number=next_number("BT", on=on),
                state=SubsidyState.DRAFT,
                scheme=Scheme.BUYER,
                contract=contract,
                payee=by.organisation,
                year=on.year,
                claimed_by=by,
            )
    except IntegrityError as fault:
        raise Conflict(_("这份合同已有一份申领在办。"), way_out=_("请在“合同补贴”里继续办理。")) from fault
    record(
        "contract_subsidy:start", case_kind=claim.case_kind, case_number=claim.number, by=by,
        after={"contract": contract.number},
    )  # fmt: skip
    return claim


@transaction.atomic
def save_claim(
    *,
    claim: Subsidy,
    facts: dict[str, Any],
    invoices: Sequence[dict[str, Any]],
    slips: Sequence[dict[str, Any]],
    by: Any,
) -> Subsidy:
    """Keep what is typed; invoices and slips are replaced as a whole. Amounts are whole fen."""
    claim = _editable(claim, by)
    start, end = facts.get("talent_from"), facts.get("talent_until")
    if start and end and end < start:
        raise Refusal(_("证书截止日早于起始日。"), field="talent_until", way_out=_("请核对证书。"))
    refuse_repeated((each["number"] for each in invoices), label=_("发票号码"))
    refuse_repeated((each["reference"] for each in slips), label=_("银行流水号"))
    for name in TALENT:
        setattr(claim, name, facts.get(name) or (None if name.endswith(("from", "until")) else ""))
    claim.save(update_fields=list(TALENT))
    claim.invoices.all().delete()
    claim.slips.all().delete()
    SubsidyInvoice.objects.bulk_create(SubsidyInvoice(subsidy=claim, **each) for each in invoices)
    SubsidySlip.objects.bulk_create(SubsidySlip(subsidy=claim, **each) for each in slips)
    record(
        "contract_subsidy:draft", case_kind=claim.case_kind, case_number=claim.number, by=by,
        after={"invoices": len(invoices), "slips": len(slips)},
    )  # fmt: skip
    return claim


@transaction.atomic
def attach_claim_paper(*, claim: Subsidy, upload: Any, kind: str, by: Any) -> Any:
    """Keep a paper with a claim."""
    if kind not in PAPERS:
        raise Refusal(_("没有这种材料。"), field="kind")
    return store_file(upload=upload, kind=kind, case=_editable(claim, by), by=by)


@transaction.atomic
def detach_claim_paper(*, claim: Subsidy, paper: Any, by: Any) -> None:
    """Take a paper out while the claim may be edited."""
    found = next((one for one in files_of(_editable(claim, by)) if str(one.pk) == str(paper)), None)
    if found is None:
        raise Refusal(_("没有这份附件。"))
    remove_file(file=found, by=by)


@transaction.atomic
def submit_claim(*, claim: Subsidy, by: Any) -> Subsidy:
    """Hand a claim in; refused while something is missing, which is named."""
    claim = _editable(claim, by)
    missing = [
        label
        for label, there in (
            (_("高层次人才证书的起始日"), claim.talent_from),
            (_("至少一张发票"), claim.invoices.exists()),
            (_("至少一笔银行凭证"), claim.slips.exists()),
            (_("证书、发票和银行凭证的复印件"), files_of(claim).exists()),
        )
        if not there
    ]
    if missing:
        raise Refusal(
            _("还缺：%(what)s。") % {"what": _("、").join(map(str, missing))}, way_out=_("补齐后再提交。")
        )
    move(claim, "submit", by=by)
    offer_papers(  # not before: a draft of somebody else holds nobody's invoice
        case=(claim.case_kind, claim.number),
        papers=[
            *((Paper.INVOICE, each.number) for each in claim.invoices.all()),
            *((Paper.SLIP, each.reference) for each in claim.slips.all()),
        ],
        on=city_today(),
    )
    answer_return(claim, by=by)
    close_tasks(claim, by=by)
    open_task(
        case=claim,
        title=noop("受理合同补贴申领"),
        about=claim.contract.project_name,
        permission=Permission.SUBSIDY_EXAMINE,
        url=_address(claim),
    )
    return claim


@transaction.atomic
def withdraw_claim(*, claim: Subsidy, by: Any) -> Subsidy:
    """Take a claim back before it is accepted."""
    _own(claim, by)
    move(claim, "withdraw", by=by)
    end_papers(cases=[(claim.case_kind, claim.number)])
    close_tasks(claim, by=by)
    return claim


@transaction.atomic
def accept_claim(*, claim: Subsidy, by: Any, on: date) -> Subsidy:
    """Accept: the claim gets its place in the order in which the yearly cap is filled, also while a doubt holds its payment.

    The firm is told whether it enters the next batch, or what it waits for.
    """
    require_impartial(by, permissions.matter_of_claim(claim))
    claim.accepted_by, claim.accepted_on, claim.year = by, on, on.year
    claim.acceptance_number = take_serials(f"subsidy-acceptance-{on.year}", 1).start + on.year * 1_000_000
    move(claim, "accept", by=by, fields=("accepted_by", "accepted_on", "acceptance_number", "year"))
    close_tasks(claim, by=by)
    title = noop("补贴申领已受理：%(name)s")
    if queries.reasons_of(sheet_for(rules.find(queries.RULE[Scheme.BUYER]), claim.number, on)):
        _tell(
            claim, title, noop("次序已定。还有条件没有满足，或者疑点没有消除，暂不列入批次；原因见申领页面。")
        )
    else:
        _tell(claim, title, noop("列入下一批评审。"))
    return claim


@transaction.atomic
def return_claim(*, claim: Subsidy, by: Any, reason: str) -> Subsidy:
    """Send a claim back with what must be corrected."""
    require_impartial(by, permissions.matter_of_claim(claim))
    move(claim, "return", by=by, reason=reason)
    return_fields(claim, by=by, remark=reason, fields={})
    close_tasks(claim, by=by)
    open_task(
        case=claim,
        title=noop("补正合同补贴申领"),
        about=claim.contract.project_name,
        permission=Permission.SUBSIDY_CLAIM,
        organisation=claim.payee,
        url=_address(claim),
    )
    _tell(claim, noop("补贴申领请补正：%(name)s"), reason)
    return claim


@transaction.atomic
def refuse_claim(*, claim: Subsidy, by: Any, reason: str) -> Subsidy:
    """Refuse a claim, with the reason."""
    require_impartial(by, permissions.matter_of_claim(claim))
    move(claim, "refuse", by=by, reason=reason)
    end_papers(cases=[(claim.case_kind, claim.number)])
    close_tasks(claim, by=by)
    _tell(claim, noop("补贴申领未获同意：%(name)s"), reason)
    return claim


def _own(claim: Subsidy, by: Any) -> None:
    if by.organisation is None or by.organisation.pk != claim.payee_id:
        raise Forbidden(_("只有申领单位可以修改。"))


def _editable(claim: Subsidy, by: Any) -> Subsidy:
    require(by, Permission.SUBSIDY_CLAIM)
    _own(claim, by)
    claim = Subsidy.objects.select_for_update().select_related("contract").get(pk=claim.pk)
    if claim.state not in EDITABLE:
        raise Conflict(_("申领已提交，退回补正时才能修改。"), way_out=_("请刷新后再看。"))
    return claim


def _tell(claim: Subsidy, title: str, body: str) -> None:
    notify(
        claim.payee, title=title, body=body, words={"name": claim.contract.project_name}, url=_address(claim)
    )


def _address(claim: Subsidy) -> str:
    return f"/contracts/subsidies/{claim.number}/"
