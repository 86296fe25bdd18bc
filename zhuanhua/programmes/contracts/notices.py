"""Whom do we tell what about a contract? Text and recipient of each message; no decisions."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_noop as noop
from django.utils.translation import override

from zhuanhua.shared.notices.actions import notify

if TYPE_CHECKING:
    from zhuanhua.programmes.contracts.models import Change, Contract, Objection


def contract_submitted(contract: "Contract") -> None:
    """Tell the applicant that the papers arrived."""
    _tell(contract, noop("登记申请已提交：%(name)s"), noop("登记机构受理后开始计算办理期限。"))


def contract_resubmitted(contract: "Contract") -> None:
    """Tell the registrar who asked that the correction is in."""
    if contract.handler:
        notify(
            contract.handler,
            title=noop("补正已回：%(name)s"),
            body=noop("请核对改动后受理；受理日从补正材料交来之日起算。"),
            words={"name": contract.project_name},
            url=_address(contract),
        )


def contract_accepted(contract: "Contract") -> None:
    """Tell the applicant until when the decision is due."""
    due = contract.due_on.isoformat() if contract.due_on else ""
    _tell(contract, noop("登记申请已受理：%(name)s"), noop("最迟%(due)s作出决定。"), due=due)


def contract_returned(contract: "Contract", remark: str) -> None:
    """Tell the applicant what must be corrected."""
    _tell(contract, noop("请补正：%(name)s"), remark, url=f"{_address(contract)}edit/")


def contract_registered(contract: "Contract") -> None:
    """Tell applicant and buyer that the contract is registered."""
    body, number = noop("登记编号%(number)s，证书可以下载。"), contract.registration_number
    _tell(contract, noop("已登记：%(name)s"), body, number=number)
    if contract.buyer_id != contract.registrant_id and contract.buyer is not None:
        notify(
            contract.buyer,
            title=noop("您作为买方的合同已登记：%(name)s"),
            body=body,
            words={"name": contract.project_name, "number": number},
            url=_address(contract),
        )


def contract_refused(contract: "Contract", reason: str) -> None:
    """Tell the applicant the ground, and where to appeal (行政复议法第二十条)."""
    body = noop(
        "理由：%(ground_label)s。%(reason)s如不服，可以提出异议，或者自知道本决定之日起60日内申请行政复议。"
    )
    with override(settings.LANGUAGE_CODE):
        ground = str(contract.get_refusal_ground_display())  # type: ignore[attr-defined]
    _tell(contract, noop("不予登记：%(name)s"), body, ground_label=ground, reason=reason)


def contract_amended(contract: "Contract") -> None:
    """Tell the applicant that the change is registered."""
    _tell(contract, noop("登记已变更：%(name)s"), noop("已换发新版证书，原证书失效。"))


def contract_cancelled(contract: "Contract", reason: str) -> None:
    """Tell the applicant that the registration is cancelled and what follows."""
    body = noop("%(reason)s已享受税收优惠或补贴的，请在30日内告知有关部门。")
    _tell(contract, noop("登记已注销：%(name)s"), body, reason=reason)


def contract_revoked(contract: "Contract", reason: str) -> None:
    """Tell the applicant that the registration is revoked."""
    _tell(contract, noop("登记已撤销：%(name)s"), reason)


def change_declined(change: "Change", reason: str) -> None:
    """Tell the applicant why the change is not granted."""
    _tell(change.contract, noop("变更申请未同意：%(name)s"), reason)


def objection_decided(objection: "Objection") -> None:
    """Tell the objector the answer."""
    notify(
        objection.filed_by,
        title=noop("异议已复查：%(name)s"),
        body=objection.answer,
        words={"name": objection.contract.project_name},
        url=_address(objection.contract),
    )


def _tell(contract: "Contract", title: str, body: str, *, url: str = "", **words: str) -> None:
    recipient: Any = contract.registrant
    words["name"] = contract.project_name
    notify(recipient, title=title, body=body, words=words, url=url or _address(contract))


def _address(contract: "Contract") -> str:
    return f"/contracts/{contract.number}/"
