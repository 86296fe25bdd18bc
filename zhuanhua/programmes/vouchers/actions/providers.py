"""How does an organisation come into the list of service providers, and how does it leave it?"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.vouchers import notices, permissions, queries
from zhuanhua.programmes.vouchers.models import Provider, Service
from zhuanhua.programmes.vouchers.states import ProviderState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import record
from zhuanhua.shared.people.avoidance import require_impartial
from zhuanhua.shared.workflow.actions import answer_return, close_tasks, open_task, return_fields
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import next_number

FACTS = ("introduction", "contact", "controller")


@transaction.atomic
def start_provider(*, by: Any, on: date) -> Provider:
    """Begin the entry of one's own organisation; one that stands is not begun again. Who may serve, the policy says."""
    require(by, Permission.PROVIDER_APPLY)
    organisation = by.organisation
    kinds = queries.values_on(on).provider_kinds
    if organisation is None or organisation.kind not in kinds:
        raise Refusal(
            _("这类单位不能成为服务机构。"),
            way_out=_("可以入库的是企业、高校院所和技术转移机构。"),
            code="kind",
        )
    try:
        with transaction.atomic():
            provider = Provider.objects.create(
                number=next_number("FW", on=on), state=ProviderState.DRAFT, organisation=organisation
            )
    except IntegrityError as fault:
        raise Conflict(_("本机构的入库申请已经有一份。"), way_out=_("请在“服务机构”里继续办理。")) from fault
    record(
        "voucher_provider:start", case_kind=provider.case_kind, case_number=provider.number, by=by,
        after={"organisation": organisation.name},
    )  # fmt: skip
    return provider


@transaction.atomic
def save_provider(
    *, provider: Provider, facts: Mapping[str, Any], services: Sequence[Mapping[str, Any]], by: Any
) -> Provider:
    """Keep what is typed; services are replaced as a whole."""
    provider = _editable(provider, by)
    for name in FACTS:
        setattr(provider, name, facts.get(name, ""))
    provider.save(update_fields=list(FACTS))
    provider.services.all().delete()
    try:
        with transaction.atomic():
            Service.objects.bulk_create(Service(provider=provider, **each) for each in services)
    except IntegrityError as fault:
        raise Refusal(_("同一个服务项目写了两次。"), way_out=_("请删去一行。"), code="twice") from fault
    record(
        "voucher_provider:draft", case_kind=provider.case_kind, case_number=provider.number, by=by,
        after={"services": len(services)},
    )  # fmt: skip
    return provider


@transaction.atomic
def submit_provider(*, provider: Provider, by: Any) -> Provider:
    """Hand the entry in, with at least one service and its price."""
    provider = _editable(provider, by)
    if not provider.services.exists():
        raise Refusal(_("还缺：至少一个服务项目和起价。"), way_out=_("补齐后再提交。"), code="missing")
    move(provider, "submit", by=by)
    answer_return(provider, by=by)
    close_tasks(provider, by=by)
    open_task(
        case=provider,
        title=noop("审核服务机构入库"),
        about=provider.organisation.name,
        permission=Permission.PROVIDER_DECIDE,
        url=f"/vouchers/providers/{provider.number}/",
    )
    return provider


@transaction.atomic
def list_provider(*, provider: Provider, by: Any, on: date) -> Provider:
    """Put it on the public list; from now on vouchers may name it."""
    require_impartial(by, permissions.matter_of_provider(provider))
    provider.listed_by, provider.listed_on = by, on
    move(provider, "list", by=by, fields=("listed_by", "listed_on"))
    close_tasks(provider, by=by)
    notices.provider_answered(provider, noop("服务机构已入库"))
    return provider


@transaction.atomic
def return_provider(*, provider: Provider, by: Any, reason: str) -> Provider:
    """Send the entry back with what must be corrected."""
    require_impartial(by, permissions.matter_of_provider(provider))
    move(provider, "return", by=by, reason=reason)
    return_fields(provider, by=by, remark=reason, fields={})
    close_tasks(provider, by=by)
    open_task(
        case=provider,
        title=noop("补正服务机构入库申请"),
        about=provider.organisation.name,
        permission=Permission.PROVIDER_APPLY,
        organisation=provider.organisation,
        url="/vouchers/providers/mine/",
    )
    notices.provider_answered(provider, noop("服务机构入库申请请补正"), reason)
    return provider


@transaction.atomic
def refuse_provider(*, provider: Provider, by: Any, reason: str) -> Provider:
    """Do not list it; a new entry may be begun."""
    require_impartial(by, permissions.matter_of_provider(provider))
    move(provider, "refuse", by=by, reason=reason)
    close_tasks(provider, by=by)
    notices.provider_answered(provider, noop("服务机构不予入库"), reason)
    return provider


@transaction.atomic
def remove_provider(*, provider: Provider, by: Any, reason: str) -> Provider:
    """Take it off the list: no new application may name it; vouchers that were issued go on."""
    require_impartial(by, permissions.matter_of_provider(provider))
    move(provider, "remove", by=by, reason=reason)
    notices.provider_answered(provider, noop("服务机构已移出名录"), reason)
    return provider


def _editable(provider: Provider, by: Any) -> Provider:
    verdict = permissions.may_edit_provider(by, provider)
    if not verdict:
        raise Forbidden(verdict.reason)
    return Provider.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=provider.pk)
