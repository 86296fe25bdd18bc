"""Papers of a contract: kept, taken out; the text's fingerprint guards against repeated registration."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.contracts import permissions
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.documents.actions import remove_file, store_file
from zhuanhua.shared.documents.queries import files_of


@transaction.atomic
def attach_paper(*, contract: Contract, upload: Any, kind: str, by: Any) -> Any:
    """Keep a paper. A contract text that is already registered elsewhere is refused, naming no one else's case."""
    _refuse_settled(contract, by)
    stored = store_file(upload=upload, kind=kind, case=contract, by=by)
    if kind == "contract_text":
        if (
            Contract.objects.filter(state=ContractState.REGISTERED, text_sha256=stored.sha256)
            .exclude(pk=contract.pk)
            .exists()
        ):
            raise Refusal(
                _("同样的合同文本已经登记过。"),
                field="file",
                way_out=_("同一合同只登记一次；如需变更，请在原登记上申请。"),
            )
        contract.text_sha256 = stored.sha256
        contract.save(update_fields=["text_sha256"])
    return stored


@transaction.atomic
def detach_paper(*, contract: Contract, paper: Any, by: Any) -> None:
    """Take a paper out while the contract may be edited."""
    _refuse_settled(contract, by)
    found = next((one for one in files_of(contract) if str(one.pk) == str(paper)), None)
    if found is None:
        raise Refusal(_("没有这份附件。"))
    remove_file(file=found, by=by)
    if found.kind == "contract_text" and found.sha256 == contract.text_sha256:
        left = files_of(contract).filter(kind="contract_text").order_by("-uploaded_at").first()
        contract.text_sha256 = left.sha256 if left else ""
        contract.save(update_fields=["text_sha256"])


def _refuse_settled(contract: Contract, by: Any) -> None:
    """Lock the row and judge it as it stands: nobody hands it in while its papers change."""
    verdict = permissions.may_edit(by, Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk))
    if not verdict:
        raise Forbidden(verdict.reason)
