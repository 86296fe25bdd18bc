"""What can be asked of applied rules? Sheets that were kept, values that still need a confirmation, the sheet of a case today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.shared.policy import rules
from zhuanhua.shared.policy.book import Value
from zhuanhua.shared.policy.models import LocalConfirmation, Verdict
from zhuanhua.shared.policy.verdicts import Sheet, fingerprint, verdict


@dataclass(frozen=True)
class InUse:
    """A value that is not verified, the rules that use it, and the confirmation that stands for it."""

    value: Value
    rules: tuple[rules.Rule, ...]
    confirmation: LocalConfirmation | None
    outdated: LocalConfirmation | None


def confirmed() -> dict[str, dict[str, str]]:
    """Every confirmation that stands, by the fingerprint of its value; one query."""
    standing = LocalConfirmation.objects.filter(withdrawn_at__isnull=True).select_related("confirmed_by")
    return {each.fingerprint: each.as_record() for each in standing}


def unconfirmed(values_used: Iterable[Value]) -> list[Value]:
    """Give those values on which nothing may be paid: not verified, and not confirmed as they stand now."""
    open_ones = [value for value in values_used if not value.is_verified]
    standing = confirmed() if open_ones else {}
    return [value for value in open_ones if fingerprint(value) not in standing]


def verdict_of(case_kind: str, case_number: str, rule: str) -> Verdict | None:
    """Give the sheet that was kept last for a case and a rule, as it was stored."""
    return Verdict.objects.filter(case_kind=case_kind, case_number=case_number, rule=rule).first()


def sheet_for(rule: rules.Rule, number: str, on: date) -> Sheet:
    """Judge one case on a day with what is known now; raises LookupError when the rule knows no such case.

    Whoever calls this has found the case among those that the person may see.
    """
    return verdict(rule, rule.rows_for(number, on), on, confirmed=confirmed())


def values_in_use(on: date) -> list[InUse]:
    """List the values that registered rules use on a day and that nobody has verified."""
    users: dict[str, list[rules.Rule]] = {}
    found: dict[str, Value] = {}
    for rule in rules.rules():
        for value in rules.values_used(rule, rule.values(on)):
            if not value.is_verified:
                found[value.id] = value
                users.setdefault(value.id, []).append(rule)
    kept = LocalConfirmation.objects.filter(withdrawn_at__isnull=True, value_id__in=found).select_related(
        "confirmed_by"
    )
    by_print = {each.fingerprint: each for each in kept}
    by_id = {each.value_id: each for each in reversed(kept)}
    return [
        InUse(
            value,
            tuple(users[value.id]),
            by_print.get(fingerprint(value)),
            None if fingerprint(value) in by_print else by_id.get(value.id),
        )
        for value in (found[identifier] for identifier in sorted(found))
    ]


def confirmation_of(value: Value) -> LocalConfirmation | None:
    """Give the confirmation that stands for a value as it is now."""
    if value.is_verified:
        return None
    standing = LocalConfirmation.objects.filter(withdrawn_at__isnull=True).select_related("confirmed_by")
    return standing.filter(fingerprint=fingerprint(value)).first()


def confirmations() -> QuerySet[LocalConfirmation]:
    """Give every confirmation, also those withdrawn, newest first."""
    return LocalConfirmation.objects.select_related("confirmed_by", "withdrawn_by")


def value_at(value_id: str, effective_from: date) -> Value:
    """Find the span of a registered rule's value that begins on a day; refuses what no rule's book has."""
    for rule in rules.rules():
        for entry in rule.dated().entries:
            if entry.id == value_id and entry.effective_from == effective_from:
                return entry
    message = _("没有%(day)s起的规则值%(id)s。") % {"day": effective_from, "id": value_id}
    raise Refusal(message, way_out=_("请从“本地确认”页面选择。"), code="no_value")
