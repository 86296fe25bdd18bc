"""How does somebody apply for a voucher? A draft with its signed contract, handed in once every condition can be met."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.core.text import number_key
from zhuanhua.programmes.contracts.queries import Registration, registrations_between
from zhuanhua.programmes.vouchers import permissions, queries
from zhuanhua.programmes.vouchers.actions.holding import doubts_against, raise_holds, with_others
from zhuanhua.programmes.vouchers.codes import AT_APPLICATION, AT_REDEMPTION, PaperKind, Standing
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.states import VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.documents.actions import remove_file, store_file
from zhuanhua.shared.documents.queries import files_of
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.payments.actions import end_papers, offer_papers
from zhuanhua.shared.payments.models import Paper
from zhuanhua.shared.policy.wording import here
from zhuanhua.shared.workflow.actions import close_tasks, open_task
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.queries import unfilled
from zhuanhua.shared.workflow.serials import next_number

NEEDED = (
    "provider",
    "service_kind",
    "contract_name",
    "contract_number",
    "contract_fen",
    "signed_on",
    "asked_fen",
    "controller",
)
FACTS = (*NEEDED, "standing", "registration_number", "is_apart", "is_service")


@transaction.atomic
def start_voucher(*, facts: Mapping[str, Any], by: Any, on: date) -> Voucher:
    """Begin an application for one's own organisation, with what the check has asked already. Universities and agencies serve, they hold none."""
    require(by, Permission.VOUCHER_APPLY)
    organisation = by.organisation
    kind = queries.holder_kind_of(organisation) if organisation else ""
    if not organisation or kind not in {"enterprise", "team"}:
        raise Refusal(
            _("只有企业和创业团队可以申领创新券。"), way_out=_("提供服务的机构请申请入库。"), code="no_holder"
        )
    voucher = Voucher.objects.create(
        number=next_number("CX", on=on),
        state=VoucherState.DRAFT,
        holder=organisation,
        holder_kind=kind,
        standing=Standing.HIGH_TECH if organisation.is_high_tech else Standing.OTHER,
        district=organisation.district,
        applied_by=by,
        contract_key=number_key(facts.get("contract_number") or "")[:60],
        **{name: value for name, value in facts.items() if name in FACTS and value is not None},
    )
    record(
        "voucher:start", case_kind=voucher.case_kind, case_number=voucher.number, by=by,
        after={"holder": organisation.name},
    )  # fmt: skip
    return voucher


@transaction.atomic
def save_voucher(*, voucher: Voucher, facts: Mapping[str, Any], by: Any) -> Voucher:
    """Keep what is typed, complete or not; amounts are whole fen."""
    voucher = _editable(voucher, by)
    changed = [name for name in FACTS if name in facts and getattr(voucher, name) != facts[name]]
    for name in changed:
        setattr(voucher, name, facts[name])
    voucher.contract_key = number_key(voucher.contract_number)[:60]
    if changed:
        voucher.save(update_fields=[*changed, "contract_key"])
    record(
        "voucher:draft", case_kind=voucher.case_kind, case_number=voucher.number, by=by,
        after={"count": len(changed)},
    )  # fmt: skip
    return voucher


@transaction.atomic
def attach_paper(*, voucher: Voucher, upload: Any, kind: str, by: Any) -> Any:
    """Keep a paper: with the application while it is a draft, with the redemption while that is being written."""
    if kind in AT_APPLICATION and voucher.state == VoucherState.DRAFT:
        return store_file(upload=upload, kind=kind, case=_editable(voucher, by), by=by)
    if kind not in AT_REDEMPTION:
        raise Refusal(_("现在不收这种材料。"), field="kind", way_out=_("请选择列出的材料。"))
    voucher = _standing(voucher)
    verdict = permissions.may_redeem(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)
    return store_file(upload=upload, kind=kind, case=voucher, by=by)


@transaction.atomic
def detach_paper(*, voucher: Voucher, paper: Any, by: Any) -> None:
    """Take a paper out while it may be changed; what was handed in with the application stays."""
    voucher = _standing(voucher)
    found = next((one for one in files_of(voucher) if str(one.pk) == str(paper)), None)
    if found is None:
        raise Refusal(_("没有这份附件。"), way_out=_("请刷新后再看。"))
    is_early = found.kind in AT_APPLICATION and voucher.state == VoucherState.DRAFT
    verdict = permissions.may_edit(by, voucher) if is_early else permissions.may_redeem(by, voucher)
    if not verdict or (found.kind == PaperKind.CONTRACT and not is_early):
        raise Forbidden(verdict.reason or _("申领时提交的合同不能再取下。"))
    remove_file(file=found, by=by)


@transaction.atomic
@with_others
def submit_voucher(*, voucher: Voucher, by: Any, on: date, held: frozenset[int] = frozenset()) -> Voucher:
    """Hand in. Refused while something is missing or a condition is not met, which is named; suspicions are held for a person."""
    voucher = _editable(voucher, by)
    _refuse_missing(voucher)
    _refuse_strange_contract(voucher)
    voucher.applied_by, voucher.applied_on = by, on
    voucher.save(update_fields=["applied_by", "applied_on"])
    offer_papers(
        case=(voucher.case_kind, voucher.number),
        papers=[(Paper.CONTRACT, voucher.registration_number)] if voucher.registration_number else [],
        on=on,
    )
    _refuse_unmet(voucher, on)
    found = doubts_against(voucher, on, held)
    try:
        with transaction.atomic():
            move(voucher, "submit", by=by, after={"asked_fen": voucher.asked_fen})
    except IntegrityError as fault:
        raise Conflict(
            _("这份服务合同已经申领过创新券。"),
            field="contract_number",
            way_out=_("一份合同只能申领一张券；请核对服务机构和合同编号。"),
            code="contract_used",
        ) from fault
    raise_holds(voucher=voucher, found=found, on=on)
    close_tasks(voucher, by=by)
    for office in queries.offices_of(voucher.district):
        open_task(
            case=voucher,
            title=noop("审核创新券申领（区县）"),
            about=voucher.contract_name,
            permission=Permission.VOUCHER_DISTRICT,
            organisation=office,
            url=_address(voucher),
        )
    return voucher


@transaction.atomic
def withdraw_voucher(*, voucher: Voucher, by: Any, on: date) -> Voucher:
    """Take an application back before a voucher is issued."""
    _own(voucher, by)
    voucher.ended_on = on
    move(voucher, "withdraw", by=by, fields=("ended_on",))
    end_papers(cases=[(voucher.case_kind, voucher.number)])
    close_tasks(voucher, by=by)
    return voucher


@transaction.atomic
def reapply_voucher(*, voucher: Voucher, by: Any) -> Voucher:
    """Open an application that the district did not pass again, to be corrected and handed in anew."""
    _own(voucher, by)
    voucher.district_by, voucher.district_on = None, None
    move(voucher, "reapply", by=by, fields=("district_by", "district_on"))
    close_tasks(voucher, by=by)
    return voucher


def _refuse_missing(voucher: Voucher) -> None:
    missing = unfilled(voucher, NEEDED)
    if not files_of(voucher).filter(kind=PaperKind.CONTRACT).exists():
        missing.append(_("已签订的服务合同（附件）"))
    if missing:
        raise Refusal(
            _("还缺：%(what)s。") % {"what": _("、").join(missing)},
            way_out=_("补齐后再提交。"),
            code="missing",
        )


def _refuse_strange_contract(voucher: Voucher) -> None:
    """A firm names its own standing contract with this provider, or none: with the number of others it would hold up their subsidy."""
    written, provider = voucher.registration_number, voucher.provider
    if not number_key(written):
        return
    seller = provider.organisation_id if provider else 0
    named = (written, voucher.holder_id, seller)
    standing = registrations_between([named]).get(named)
    if standing is None:
        raise Refusal(
            _("技术合同登记编号%(number)s不是本单位和这家服务机构之间的合同。") % {"number": written},
            field="registration_number",
            way_out=_("请照登记证明核对编号和服务机构；这份合同没有登记的，这一栏留空。"),
            code="not_between",
        )
    if standing == Registration.ENDED:
        raise Refusal(
            _("技术合同登记编号%(number)s的登记已经注销或者撤销。") % {"number": written},
            field="registration_number",
            way_out=_("请填现在有效的登记编号；没有的，这一栏留空。"),
            code="ended",
        )


def _refuse_unmet(voucher: Voucher, on: date) -> None:
    """What is unknown waits for a person; what is not met is said at once, with what would meet it."""
    sheet = queries.application_sheet(voucher, on)
    for condition in sheet.open_conditions:
        if condition["met"] == "no":
            raise Refusal(
                _("不符合：%(what)s。") % {"what": here(condition["text"])},
                way_out=here(condition["unmet"]),
                code="unmet",
            )


def _own(voucher: Voucher, by: Any) -> None:
    verdict = permissions.may_act(by, voucher)
    if not verdict:
        raise Forbidden(verdict.reason)


def _editable(voucher: Voucher, by: Any) -> Voucher:
    _own(voucher, by)
    voucher = _standing(voucher)
    if voucher.state != VoucherState.DRAFT:
        raise Conflict(_("申领已提交，不能再改。"), way_out=_("请刷新后再看。"), code="moved_on")
    return voucher


def _standing(voucher: Voucher) -> Voucher:
    """Lock the row and give it as it stands: nobody hands it in, or decides it, while its papers change."""
    locked = Voucher.objects.select_for_update(of=("self",)).select_related("holder", "provider")
    return locked.get(pk=voucher.pk)


def _address(voucher: Voucher) -> str:
    return f"/vouchers/{voucher.number}/"
