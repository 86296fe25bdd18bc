"""Who may do what with this voucher, and if not, why not?"""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.programmes.vouchers.states import PROVIDER_EDITABLE, REDEEMABLE, VoucherState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows
from zhuanhua.shared.people.avoidance import Matter

if TYPE_CHECKING:
    from zhuanhua.programmes.vouchers.models import Provider, Voucher

YES = Verdict(allowed=True, reason="")


def _no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def is_holder(person: Any, voucher: "Voucher") -> bool:
    """Whether the person acts for the holder."""
    return person.organisation is not None and person.organisation.pk == voucher.holder_id


def matter_of(voucher: "Voucher") -> Matter:
    """The voucher as its judges see it: a case of its holder and of who serves it, begun by who applied."""
    served_by = voucher.provider.organisation_id if voucher.provider is not None else None
    return Matter.of(voucher, parties=(voucher.holder_id, served_by), begun_by=(voucher.applied_by_id,))


def matter_of_provider(provider: "Provider") -> Matter:
    """An entry as its judges see it: a case of the organisation that wants to be listed."""
    return Matter.of(provider, parties=(provider.organisation_id,))


def may_act(person: Any, voucher: "Voucher") -> Verdict:
    """The holder's own steps are for the holder."""
    allowed = allows(person, Permission.VOUCHER_APPLY)
    if not allowed:
        return allowed
    return YES if is_holder(person, voucher) else _no(_("只有持券单位可以办理。"))


def may_edit(person: Any, voucher: "Voucher") -> Verdict:
    """An application is written while it is a draft."""
    verdict = may_act(person, voucher)
    if verdict and voucher.state != VoucherState.DRAFT:
        return _no(_("申领已提交，不能再改。"))
    return verdict


def may_redeem(person: Any, voucher: "Voucher") -> Verdict:
    """Proof is written while the voucher is in use, or was sent back for correction."""
    verdict = may_act(person, voucher)
    if verdict and voucher.state not in REDEEMABLE:
        return _no(_("使用中的创新券才能申请兑付。"))
    return verdict


def may_review(person: Any, voucher: "Voucher") -> Verdict:
    """A district's officer reviews the firms of the own district."""
    allowed = allows(person, Permission.VOUCHER_DISTRICT)
    if not allowed:
        return allowed
    if person.organisation is None or person.organisation.district != voucher.district:
        return _no(_("只审核本区县单位的申领。"))
    return YES


def may_issue(person: Any, voucher: "Voucher") -> Verdict:
    """Who passed it in the district does not issue it."""
    allowed = allows(person, Permission.VOUCHER_DECIDE)
    if not allowed:
        return allowed
    if voucher.district_by_id == person.pk:
        return _no(_("区县审核的人不能发券，请另一位办理。"))
    return YES


def may_read_papers(person: Any, voucher: "Voucher") -> bool:
    """Contracts and invoices are for the holder, its district and the city's desk."""
    return (
        is_holder(person, voucher)
        or bool(may_review(person, voucher))
        or bool(allows(person, Permission.VOUCHER_DECIDE))
    )


def may_edit_provider(person: Any, provider: "Provider") -> Verdict:
    """An entry is written by its own organisation, as a draft or when sent back."""
    allowed = allows(person, Permission.PROVIDER_APPLY)
    if not allowed:
        return allowed
    if person.organisation is None or person.organisation.pk != provider.organisation_id:
        return _no(_("只有本机构可以修改。"))
    if provider.state not in PROVIDER_EDITABLE:
        return _no(_("入库申请已提交，退回补正时才能修改。"))
    return YES
