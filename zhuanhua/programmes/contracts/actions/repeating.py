"""Which registration already stands for the same contract?"""

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState


def repeated(contract: Contract) -> Refusal:
    """Say which registration already stands for the same contract."""
    others = Contract.objects.filter(state=ContractState.REGISTERED).exclude(pk=contract.pk)
    same_text = contract.text_sha256 and others.filter(text_sha256=contract.text_sha256).first()
    if same_text:
        return Refusal(
            _("附的合同文本已随%(number)s登记。") % {"number": same_text.number},
            way_out=_("请核对是否传错了文本；确是同一合同的，按“同一合同已经登记”不予登记。"),
            code="repeated",
        )
    standing = others.filter(
        seller=contract.seller, buyer=contract.buyer, project_key=contract.project_key,
        signed_on=contract.signed_on, total_fen=contract.total_fen,
    ).first()  # fmt: skip
    number = standing.number if standing else ""
    return Refusal(
        _("同一合同已经登记：%(number)s。") % {"number": number},
        way_out=_("请按“同一合同已经登记”不予登记，或者核对双方、名称、日期和金额。"),
        code="repeated",
    )
