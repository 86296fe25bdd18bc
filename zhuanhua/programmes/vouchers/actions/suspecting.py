"""Which vouchers have to be looked at by a person, and why? What the data say; nobody is accused, and other cases are not named here."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_noop as noop

from zhuanhua.core.text import match_key
from zhuanhua.programmes.vouchers import policy
from zhuanhua.programmes.vouchers.codes import Ground
from zhuanhua.programmes.vouchers.models import Voucher
from zhuanhua.programmes.vouchers.queries.rows import values_on
from zhuanhua.programmes.vouchers.states import ONCE
from zhuanhua.shared.payments.models import Paper
from zhuanhua.shared.payments.queries import papers_elsewhere
from zhuanhua.shared.people.models import Membership
from zhuanhua.shared.policy.judge import judge

CLASHES = {
    Paper.INVOICE: (Ground.INVOICE, noop("发票%(paper)s也在别的申请里。")),
    Paper.SLIP: (Ground.SLIP, noop("银行凭证%(paper)s也在别的申请里。")),
    Paper.CONTRACT: (Ground.CONTRACT, noop("合同%(paper)s也在别的申请里。")),
}


@dataclass(frozen=True)
class Suspicion:
    """One reason to hold a voucher: the ground, the fact in words, and the other case where there is one."""

    ground: str
    fact: str
    words: dict[str, Any] = field(default_factory=dict)
    other: tuple[str, str] = ("", "")


def suspicions(voucher: Voucher, on: date) -> list[Suspicion]:
    """Say everything that the data give against a voucher on a day."""
    return [*_related(voucher), *_elsewhere(voucher), *_split(voucher, on)]


def _related(voucher: Voucher) -> list[Suspicion]:
    provider = voucher.provider
    if provider is None:
        return []
    found = []
    if voucher.controller and match_key(voucher.controller) == match_key(provider.controller):
        found.append(Suspicion(Ground.RELATED, noop("双方填写的实际控制人相同。")))
    elif _act_for_both(voucher.holder_id, provider.organisation_id):
        found.append(Suspicion(Ground.RELATED, noop("有人同时代表持券单位和服务机构。")))
    return found


def _act_for_both(holder: int, provider: int) -> bool:
    acting = Membership.objects.filter(until_on__isnull=True)
    people = acting.filter(organisation=holder).values("person")
    return acting.filter(organisation=provider, person__in=people).exists()


def _elsewhere(voucher: Voucher) -> list[Suspicion]:
    found = []
    for own, other in papers_elsewhere(voucher.case_kind, voucher.number):
        ground, fact = CLASHES[Paper(own.paper)]
        found.append(Suspicion(ground, fact, {"paper": own.typed}, (other.case_kind, other.case_number)))
    return found


def _split(voucher: Voucher, on: date) -> list[Suspicion]:
    """Name each other contract of the same firm, provider and kind of service that was signed within the days."""
    if voucher.signed_on is None or voucher.provider_id is None:
        return []
    near = timedelta(days=values_on(on).split_days)
    alike = Voucher.objects.filter(
        holder=voucher.holder_id,
        provider=voucher.provider_id,
        service_kind=voucher.service_kind,
        state__in=ONCE,
        signed_on__range=(voucher.signed_on - near, voucher.signed_on + near),
    ).exclude(pk=voucher.pk)
    rows = [_contract_row(each) for each in (voucher, *alike)]
    held = {row["number"] for row in judge(policy.split, rows, values_on(on)) if row["is_held"]}
    return [
        Suspicion(
            Ground.SPLIT, noop("与同一机构在短期内签订了两份同类合同。"), {}, (each.case_kind, each.number)
        )
        for each in alike
        if voucher.number in held and each.number in held
    ]


def _contract_row(voucher: Voucher) -> dict[str, Any]:
    return {
        "number": voucher.number,
        "holder": str(voucher.holder_id),
        "provider": str(voucher.provider_id),
        "service_kind": voucher.service_kind,
        "signed_on": voucher.signed_on,
    }
