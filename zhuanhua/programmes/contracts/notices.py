"""Whom do we tell what about a contract? Text and recipient of each message; no decisions."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.shared.notices.actions import notify

if TYPE_CHECKING:
    from zhuanhua.programmes.contracts.models import Change, Contract, Objection


def contract_submitted(contract: "Contract") -> None:
    """Tell the applicant that the papers arrived."""
    _tell(contract, _("登记申请已提交：%(name)s"), _("登记机构受理后开始计算办理期限。"))


def contract_resubmitted(contract: "Contract") -> None:
    """Tell the registrar who asked that the correction is in."""
    if contract.handler:
        notify(
            contract.handler,
            title=_("补正已回：%(name)s") % {"name": contract.project_name},
            body=_("请核对改动后受理；受理日从补正材料交来之日起算。"),
            url=_address(contract),
        )


def contract_accepted(contract: "Contract") -> None:
    """Tell the applicant until when the decision is due."""
    due = contract.due_on.isoformat() if contract.due_on else ""
    _tell(contract, _("登记申请已受理：%(name)s"), _("最迟%(due)s作出决定。") % {"due": due})


def contract_returned(contract: "Contract", remark: str) -> None:
    """Tell the applicant what must be corrected."""
    _tell(contract, _("请补正：%(name)s"), remark, url=f"{_address(contract)}edit/")


def contract_registered(contract: "Contract") -> None:
    """Tell applicant and buyer that the contract is registered."""
    body = _("登记编号%(number)s，证书可以下载。") % {"number": contract.registration_number}
    _tell(contract, _("已登记：%(name)s"), body)
    if contract.buyer_id != contract.registrant_id and contract.buyer is not None:
        notify(
            contract.buyer,
            title=_("您作为买方的合同已登记：%(name)s") % {"name": contract.project_name},
            body=body,
            url=_address(contract),
        )


def contract_refused(contract: "Contract", reason: str) -> None:
    """Tell the applicant the ground, and where to appeal (行政复议法第二十条)."""
    body = _(
        "理由：%(ground)s。%(reason)s如不服，可以提出异议，或者自知道本决定之日起60日内申请行政复议。"
    ) % {
        "ground": contract.get_refusal_ground_display(),  # type: ignore[attr-defined]
        "reason": reason,
    }
    _tell(contract, _("不予登记：%(name)s"), body)


def contract_amended(contract: "Contract") -> None:
    """Tell the applicant that the change is registered."""
    _tell(contract, _("登记已变更：%(name)s"), _("已换发新版证书，原证书失效。"))


def contract_cancelled(contract: "Contract", reason: str) -> None:
    """Tell the applicant that the registration is cancelled and what follows."""
    body = _("%(reason)s已享受税收优惠或补贴的，请在30日内告知有关部门。") % {"reason": reason}
    _tell(contract, _("登记已注销：%(name)s"), body)


def contract_revoked(contract: "Contract", reason: str) -> None:
    """Tell the applicant that the registration is revoked."""
    _tell(contract, _("登记已撤销：%(name)s"), reason)


def change_declined(change: "Change", reason: str) -> None:
    """Tell the applicant why the change is not granted."""
    _tell(change.contract, _("变更申请未同意：%(name)s"), reason)


def objection_decided(objection: "Objection") -> None:
    """Tell the objector the answer."""
    notify(
        objection.filed_by,
        title=_("异议已复查：%(name)s") % {"name": objection.contract.project_name},
        body=objection.answer,
        url=_address(objection.contract),
    )


def _tell(contract: "Contract", title: str, body: str, *, url: str = "") -> None:
    recipient: Any = contract.registrant
    notify(recipient, title=title % {"name": contract.project_name}, body=body, url=url or _address(contract))


def _address(contract: "Contract") -> str:
    return f"/contracts/{contract.number}/"
