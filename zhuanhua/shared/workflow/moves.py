"""What may happen next to a case? A table of moves, and `move()`, the only writer of a case's state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_now
from zhuanhua.core.errors import Conflict, Refusal
from zhuanhua.core.rows import update_rows
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import Verdict, allows, require
from zhuanhua.shared.journal.actions import Line, record_all
from zhuanhua.shared.journal.models import Entry


@dataclass(frozen=True)
class Move:
    """One step: from which states to which, who may take it, what it needs, whether it needs a reason."""

    verb: str
    source: str | tuple[str, ...]
    target: str
    by: Permission
    label: Any
    reason: bool = False
    needs: tuple[str, ...] = field(default=())

    @property
    def sources(self) -> tuple[str, ...]:
        """Give the states from which the move starts."""
        return self.source if isinstance(self.source, tuple) else (self.source,)


@dataclass(frozen=True)
class Offer:
    """A move that starts in the present state, and whether this person may take it."""

    move: Move
    allowed: bool
    why: str = ""


def move_named(case: Any, verb: str) -> Move:
    """Give the move of that verb from the case's table; KeyError when the table has none."""
    for each in case.MOVES:
        if each.verb == verb:
            return each
    raise KeyError(verb)


def moves_for(case: Any, person: Any) -> list[Offer]:
    """Give every move that starts in the case's state, allowed or with the reason why not."""
    offers = []
    for each in case.MOVES:
        if case.state in each.sources:
            verdict: Verdict = allows(person, each.by)
            offers.append(Offer(each, bool(verdict), verdict.reason))
    return offers


def move(
    case: Any,
    verb: str,
    *,
    by: Any,
    at: datetime | None = None,
    reason: str = "",
    note: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    fields: Iterable[str] = (),
) -> None:
    """Take one case one step: checks permission and state, saves state and `fields`, writes the journal line.

    Raises Forbidden without the permission, Conflict when the case stands elsewhere by now, Refusal when a needed field
    or the reason is missing. The caller's object carries the new state afterwards.
    """
    extra = (note or {}) | (after or {})
    _take(
        [case],
        verb,
        by=by,
        at=at,
        reasons=lambda _case: reason,
        before=before or {},
        after=lambda _case: extra,
        fields=tuple(fields),
    )


def move_all(
    cases: Sequence[Any],
    verb: str,
    *,
    by: Any,
    at: datetime | None = None,
    reason: str | Callable[[Any], str] = "",
    fields: Iterable[str] = (),
    after: Callable[[Any], dict[str, Any]] = lambda _case: {},
) -> int:
    """Take many cases the same step: all or none, one journal line each (with what `after` says of it), one hash pass."""
    if not cases:
        return 0
    reasons = reason if callable(reason) else lambda _case: reason
    _take(list(cases), verb, by=by, at=at, reasons=reasons, before={}, after=after, fields=tuple(fields))
    return len(cases)


@transaction.atomic
def _take(
    cases: list[Any],
    verb: str,
    *,
    by: Any,
    at: datetime | None,
    reasons: Callable[[Any], str],
    before: dict[str, Any],
    after: Callable[[Any], dict[str, Any]],
    fields: tuple[str, ...],
) -> None:
    """Check everything before anything changes; whatever fails afterwards, rows and objects stand where they stood."""
    step = move_named(cases[0], verb)
    if (
        len({(type(case), case.pk) for case in cases}) != len(cases)
        or len({type(case) for case in cases}) != 1
    ):
        message = "Many cases move together only when they are of one kind and each is named once."
        raise ValueError(message)
    if by is not None:
        require(by, step.by)
    _lock_and_compare(cases, step)
    moment = at or city_now()
    words = [reasons(case) for case in cases]
    for case, reason in zip(cases, words, strict=True):
        _ready(case, step, reason)
    stood = [(case.state, case.state_since, case.version) for case in cases]
    try:
        for case in cases:
            case.state, case.state_since, case.version = step.target, moment, case.version + 1
        update_rows(cases, ["state", "state_since", "version", *fields])
        record_all(
            [
                Line(
                    f"{case.case_kind}:{verb}",
                    case_kind=case.case_kind,
                    case_number=case.number,
                    by=by,
                    before={"state": old} | before,
                    after={"state": case.state} | after(case),
                    reason=reason,
                    policy_version=getattr(case, "policy_version", "") or "",
                    at=moment,
                )
                for case, reason, (old, *_rest) in zip(cases, words, stood, strict=True)
            ]
        )
    except BaseException:
        for case, (state, since, version) in zip(cases, stood, strict=True):
            case.state, case.state_since, case.version = state, since, version
        raise


def _lock_and_compare(cases: list[Any], step: Move) -> None:
    """Lock the rows in order and see that each stands where its object says: a lost update is a conflict, not a loss."""
    kind = type(cases[0])
    rows = (
        kind.objects.select_for_update(of=("self",)).filter(pk__in=[case.pk for case in cases]).order_by("pk")
    )
    standing = {pk: (state, version) for pk, state, version in rows.values_list("pk", "state", "version")}
    for case in cases:
        state, version = standing.get(case.pk, ("", -1))
        if state not in step.sources or state != case.state or version != case.version:
            raise _moved_on(case, state, step, was_touched=version != case.version)


def _moved_on(case: Any, state: str, step: Move, *, was_touched: bool) -> Conflict:
    """Say where the case stands, and who brought it there since this object was read."""
    facts = {"number": case.number, "state": _label(type(case), state), "move": step.label}
    last = Entry.objects.filter(case_kind=case.case_kind, case_number=case.number).order_by("-seq").first()
    if was_touched and last is not None and last.actor:
        words = _("%(number)s已由%(who)s改为“%(state)s”，不能“%(move)s”。") % (
            facts | {"who": last.actor_name}
        )
    else:
        words = _("%(number)s现在是“%(state)s”，不能“%(move)s”。") % facts
    return Conflict(words, way_out=_("它可能刚被别人办理，请刷新后再看。"), code="moved_on")


def _ready(case: Any, step: Move, reason: str) -> None:
    for name in step.needs:
        column = (
            name
            if name in {each.attname for each in case._meta.concrete_fields}
            else case._meta.get_field(name).attname
        )  # noqa: SLF001
        if getattr(case, column) in (None, ""):
            label = case._meta.get_field(name).verbose_name  # noqa: SLF001 - Django's documented meta
            raise Refusal(
                _("“%(move)s”之前须先填“%(field)s”。") % {"move": step.label, "field": label},
                field=name,
                code="needs",
            )
    if step.reason and not reason.strip():
        raise Refusal(_("“%(move)s”须写明理由。") % {"move": step.label}, field="reason", code="reason")


def _label(kind: type[models.Model], state: str) -> str:
    states: Any = kind.States  # type: ignore[attr-defined]
    return str(states(state).label) if state in states.values else _("已删除")


def faults_of(case_class: Any) -> list[str]:
    """Say what is wrong with a table of moves: unknown states, states that are never reached, states without a way out.

    A state may be final only when the class names it in FINAL (or no move leaves it and it is named there).
    """
    states = set(case_class.States.values)
    final = set(getattr(case_class, "FINAL", ()))
    start = getattr(case_class, "START", case_class.States.values[0])
    found = []
    for step in case_class.MOVES:
        found += [
            f"{step.verb}: unknown state {name}"
            for name in (*step.sources, step.target)
            if name not in states
        ]
    reached = {start} | {step.target for step in case_class.MOVES}
    found += [f"{state}: never reached" for state in sorted(states - reached)]
    left = {name for step in case_class.MOVES for name in step.sources}
    found += [f"{state}: no way out" for state in sorted(states - left - final)]
    return found + [f"{state}: final, but a move leaves it" for state in sorted(final & left)]


def picture(case_class: Any) -> str:
    """Draw the table of moves as a Mermaid state diagram, for the programme's README."""
    start = getattr(case_class, "START", case_class.States.values[0])
    lines = ["stateDiagram-v2", f"    [*] --> {start}"]
    for state in case_class.States:
        lines.append(f"    {state.value}: {_plain(state.label)}")
    for step in case_class.MOVES:
        lines += [f"    {source} --> {step.target}: {_plain(step.label)}" for source in step.sources]
    lines += [f"    {state} --> [*]" for state in getattr(case_class, "FINAL", ())]
    return "\n".join(lines)


def _plain(label: Any) -> str:
    from django.utils.translation import override  # noqa: PLC0415 - only the picture needs it

    with override("zh-hans"):
        return str(label)
