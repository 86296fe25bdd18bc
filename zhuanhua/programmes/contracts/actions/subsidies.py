"""How are subsidies granted, paid and taken back? The rule finds, an officer makes the batch, the payments' room carries it on."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.programmes.contracts.actions.stopping import recover_on_arrival
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.queries.grants import Grant, Proposal, proposal, standing_subsidies
from zhuanhua.programmes.contracts.states_subsidy import Scheme, SubsidyState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import require
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.ledger.actions.locking import locked_budget
from zhuanhua.shared.ledger.models import Account
from zhuanhua.shared.payments.actions import (
    Item,
    end_papers,
    free_papers,
    known_batch,
    make_batch,
    take_papers,
    use_papers,
)
from zhuanhua.shared.payments.models import Batch, Paper, Payment
from zhuanhua.shared.policy.actions import keep_verdicts
from zhuanhua.shared.workflow.moves import move
from zhuanhua.shared.workflow.serials import numbers

TOGETHER = 500  # contracts locked in one question


@transaction.atomic
def grant_subsidies(
    *, scheme: str, year: int, on: date, account: Account, title: str, digest: str, by: Any, key: str
) -> Batch:
    """Grant what the officer saw: judged again, the same to the fen, or Conflict. Sheets are kept, money is set aside.

    Refused while a value behind a sheet is neither verified nor confirmed.
    """
    require(by, Permission.PAYMENT_PREPARE)
    locked_budget(
        account.budget_id
    )  # whoever sends the form twice at once waits here, and then finds the first batch
    known = known_batch(key=key, programme="contracts", title=title, account=account)
    if known is not None:
        _refuse_other(known, scheme, year)
        return known
    seen = proposal(scheme, year=year, on=on)
    _refuse(seen, digest)
    _refuse_moved(seen)
    try:
        with transaction.atomic():
            subsidies = (
                _granted_sellers(seen, by=by) if scheme == Scheme.SELLER else _granted_buyers(seen, by=by)
            )
    except IntegrityError as fault:  # two desks at once, out of two budgets
        raise _changed() from fault
    take_papers(papers=_contracts_of(seen), on=seen.on)
    use_papers(cases=[(Subsidy.case_kind, subsidy.number) for subsidy in subsidies])
    items = [
        Item(
            Subsidy.case_kind,
            subsidy.number,
            _business_key(subsidy, grant),
            grant.payee,
            subsidy.amount_fen,
            grant.contract.project_name,
        )
        for subsidy, grant in zip(subsidies, seen.grants, strict=True)
    ]
    return make_batch(programme="contracts", title=title, account=account, items=items, by=by, key=key, on=on)


def _refuse_other(known: Batch, scheme: str, year: int) -> None:
    numbers = known.payments.values_list("case_number", flat=True)
    if Subsidy.objects.filter(number__in=numbers).exclude(scheme=scheme, year=year).exists():
        raise _changed()


def subsidy_paid(payment: Payment, *, by: Any, on: date) -> None:
    """Note that a subsidy reached its payee; when its contract has ended or lost worth meanwhile, it has to come back."""
    subsidy = (
        Subsidy.objects.select_for_update(of=("self",))
        .select_related("contract")
        .get(number=payment.case_number)
    )
    subsidy.paid_on = on
    move(subsidy, "pay", by=by, fields=("paid_on",))
    recover_on_arrival(subsidy, payment, on=on)


def subsidy_dropped(payment: Payment, *, by: Any, on: date) -> None:  # noqa: ARG001 - the day stands in the payment's own lines
    """Note that a subsidy left its batch: a buyer's claim waits for the next one, a seller's is found anew by the rule."""
    subsidy = (
        Subsidy.objects.select_for_update(of=("self",))
        .select_related("contract")
        .get(number=payment.case_number)
    )
    verb = "release" if subsidy.scheme == Scheme.BUYER else "drop"
    move(subsidy, verb, by=by, reason=payment.drop_reason)
    free_papers(cases=[(subsidy.case_kind, subsidy.number)])
    if not standing_subsidies(subsidy.contract).exists():
        free_papers(cases=[(Contract.case_kind, subsidy.contract.number)])
        end_papers(cases=[(Contract.case_kind, subsidy.contract.number)])


def lock_subsidy(number: str) -> None:
    """Lock a subsidy whose money comes back, before a line is written."""
    Subsidy.objects.select_for_update().get(number=number)


def subsidy_recovered(payment: Payment, *, by: Any, on: date) -> None:  # noqa: ARG001 - the day stands in the receipt
    """Note that a recovery is over: all of a subsidy has come back, or a part (the rest was written off or due), and the rest stays paid."""
    subsidy = Subsidy.objects.select_for_update().get(number=payment.case_number)
    is_whole = payment.recovery.received_fen == subsidy.amount_fen
    move(subsidy, "recovered" if is_whole else "keep", by=by)


def _refuse(seen: Proposal, digest: str) -> None:
    if not seen.grants:
        raise Refusal(_("没有可以拨付的补贴。"), way_out=_("请换一个年度或者判定日。"), code="empty")
    if seen.unconfirmed:
        raise Refusal(
            ngettext(
                "有%(count)s个规则值没有核对过原文，也没有本地确认。",
                "有%(count)s个规则值没有核对过原文，也没有本地确认。",
                len(seen.unconfirmed),
            )
            % {"count": len(seen.unconfirmed)},
            way_out=_("请先由领导在“规则 → 本地确认”里确认。"),
            code="unconfirmed",
        )
    if seen.digest != digest:
        raise _changed()


def _refuse_moved(seen: Proposal) -> None:
    """Lock the contracts, before the journal; Conflict when one was entered anew, changed or ended since it was judged."""
    judged = {grant.contract.pk: _judged_on(grant.contract) for grant in seen.grants}
    keys = sorted(judged)
    for start in range(0, len(keys), TOGETHER):
        held = Contract.objects.select_for_update().filter(pk__in=keys[start : start + TOGETHER])
        if any(_judged_on(contract) != judged[contract.pk] for contract in held.order_by("pk")):
            raise _changed()


def _judged_on(contract: Contract) -> tuple[Any, ...]:
    return (
        contract.state,
        contract.total_fen,
        contract.kind,
        contract.registered_on,
        contract.reviewed_by_id,
    )


def _changed() -> Conflict:
    return Conflict(_("名单在您查看以后有变化。"), way_out=_("请重新查看名单，再编制批次。"), code="changed")


def _business_key(subsidy: Subsidy, grant: Grant) -> str:
    one = grant.contract.number if subsidy.scheme == Scheme.SELLER else subsidy.number
    return f"contracts.subsidy.{subsidy.scheme}:{one}"


def _contracts_of(seen: Proposal) -> list[tuple[tuple[str, str], str, str]]:
    """Name the contracts of a batch as papers, by their registration number: no other programme may pay for them."""
    return [
        (
            (Contract.case_kind, grant.contract.number),
            Paper.CONTRACT,
            grant.contract.registration_number or "",
        )
        for grant in seen.grants
    ]


def _granted_sellers(seen: Proposal, *, by: Any) -> list[Subsidy]:
    names = numbers("BT", len(seen.grants), on=seen.on)
    kept = keep_verdicts(
        sheets=[
            (Subsidy.case_kind, name, grant.sheet) for name, grant in zip(names, seen.grants, strict=True)
        ],
        by=by,
    )
    subsidies = [
        Subsidy(
            number=name,
            state=SubsidyState.GRANTED,
            scheme=Scheme.SELLER,
            contract=grant.contract,
            payee=grant.payee,
            year=grant.contract.registered_on.year,  # type: ignore[union-attr]
            verdict=verdict,
            **_judged(grant, seen.on),
        )
        for name, grant, verdict in zip(names, seen.grants, kept, strict=True)
    ]
    made = Subsidy.objects.bulk_create(subsidies)
    record_all([_found(subsidy, by) for subsidy in made])
    return made


def _granted_buyers(seen: Proposal, *, by: Any) -> list[Subsidy]:
    claims = {
        claim.number: claim
        for claim in Subsidy.objects.select_for_update().filter(
            number__in=[grant.number for grant in seen.grants]
        )
    }
    kept = keep_verdicts(
        sheets=[(Subsidy.case_kind, grant.number, grant.sheet) for grant in seen.grants], by=by
    )
    for grant, verdict in zip(seen.grants, kept, strict=True):
        claim = claims[grant.number]
        judged = _judged(grant, seen.on)
        claim.verdict = verdict
        for name, value in judged.items():
            setattr(claim, name, value)
        move(claim, "grant", by=by, fields=("verdict", *judged), after={"amount_fen": claim.amount_fen})
    return [claims[grant.number] for grant in seen.grants]


def _judged(grant: Grant, on: date) -> dict[str, Any]:
    parts = grant.sheet.parts
    base = grant.sheet.content["steps"][0]["amount_fen"]  # both rules begin with the base
    return {
        "judged_on": on,
        "base_fen": base,
        "amount_fen": grant.sheet.amount_fen,
        "city_fen": parts["city_fen"],
        "district_fen": parts["district_fen"],
    }


def _found(subsidy: Subsidy, by: Any) -> Line:
    after = {"contract": subsidy.contract.number, "amount_fen": subsidy.amount_fen, "state": subsidy.state}
    return Line("contract_subsidy:find", Subsidy.case_kind, subsidy.number, by, after=after)
