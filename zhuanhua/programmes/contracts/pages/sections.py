"""The sections of the application: which form fills which fields, and how far each has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhuanhua.core.errors import Refusal
from zhuanhua.core.fields import AmountField
from zhuanhua.programmes.contracts import actions, codes
from zhuanhua.programmes.contracts.actions.parties import party_by_code
from zhuanhua.programmes.contracts.forms import AmountsForm, IpForm, ItemFormSet, PartiesForm, SubjectForm
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.shared.documents.queries import files_of

BASIS_POINTS = 100
EMPTY_IS_NONE = (AmountField, forms.DateField, forms.DecimalField)


@dataclass
class Filled:
    """A section's form with what was typed, and its lines where it has some."""

    form: Any
    items: Any = None

    def faults(self) -> dict[str, Any]:
        """Give the errors of the form and of its lines."""
        found = dict(self.form.errors)
        if self.items is not None and self.items.is_bound and not self.items.is_valid():
            found["items"] = self.items.errors
        return found


@dataclass(frozen=True)
class Section:
    """One step of the application."""

    slug: str
    title: Any
    form: Any
    fields: tuple[str, ...]
    required: tuple[str, ...]
    next_slug: str

    def unbound(self, contract: Contract, remarks: dict[str, str]) -> Filled:
        """Show what is kept."""
        items = None
        if self.slug == "amounts":
            kept = [
                {
                    "kind": item.kind,
                    "name": item.name,
                    "amount_fen": item.amount_fen,
                    "is_deliverable": item.is_deliverable,
                }
                for item in contract.items.all()
            ]
            items = _labelled(ItemFormSet(initial=kept, prefix="items"))
        form = self.form(initial=_initial(contract), remarks=remarks, needed=needed_in(contract))
        return Filled(form, items)

    def bound(self, typed: Any, contract: Contract, remarks: dict[str, str]) -> Filled:
        """Read what was typed; a draft may be incomplete, so an empty required field is no error yet."""
        form = self.form(typed, initial=_initial(contract), remarks=remarks, needed=needed_in(contract))
        form.is_valid()
        may_be_empty = contract.state == Contract.States.DRAFT
        for name, found in list(form.errors.as_data().items()):
            if may_be_empty and name in form.fields and all(fault.code == "required" for fault in found):
                del form.errors[name]
                form.cleaned_data[name] = None if isinstance(form.fields[name], EMPTY_IS_NONE) else ""
        items = None
        if self.slug == "amounts":
            items = _labelled(ItemFormSet(typed, prefix="items"))
            _tell_lines(form, items)
        return Filled(form, items)

    def save(self, filled: Filled, contract: Contract, *, by: Any, is_autosave: bool = False) -> list[str]:
        """Keep every field that reads well; the others stay as they were and carry their error.

        A party that is not known yet is kept as it was typed; only a saving by hand enters a new organisation.
        """
        filled.form.is_valid()
        values = {
            name: value for name, value in filled.form.cleaned_data.items() if name not in filled.form.errors
        }
        lines = None
        if filled.items is not None and filled.items.is_valid():
            lines = [line for line in filled.items.cleaned_data if line and line.get("amount_fen")]
        fields = _fields_of(self, values)
        if self.slug == "parties":
            fields |= _parties(filled.form, values, contract, by=by, may_enter=not is_autosave)
        seen = filled.form.data.get("version", "")
        return actions.save_draft(
            contract=contract, values=fields, items=lines, by=by, seen=(self.kept, seen) if seen else None
        )

    @property
    def kept(self) -> tuple[str, ...]:
        """Name what this section keeps of the contract."""
        return (*self.fields, "parties_typed") if self.slug == "parties" else self.fields

    def mark(self, contract: Contract) -> str:
        """Mark what the section holds, so that a page that was opened before a change cannot undo it unseen."""
        return actions.filing.mark_of(contract, self.kept)


@dataclass(frozen=True)
class Step:
    """How far a section has come."""

    section: Section
    tone: str
    words: str


SECTIONS = (
    Section("parties", gettext_lazy("一、双方单位"), PartiesForm, ("seller", "buyer", "seller_kind", "buyer_kind", "is_related", "is_import"), ("seller", "buyer", "seller_kind", "buyer_kind"), "subject"),
    Section("subject", gettext_lazy("二、合同标的"), SubjectForm, ("project_name", "kind", "subkind", "licence_form", "field", "plan_source", "objective", "subject", "monopoly_clauses"), ("project_name", "kind", "subkind", "field", "plan_source", "subject"), "amounts"),
    Section("amounts", gettext_lazy("三、金额与付款"), AmountsForm, ("total_fen", "items", "payment_form", "royalty_base", "royalty_bp", "expected_investment_fen", "expected_output_fen", "signed_on", "starts_on", "ends_on", "payment_terms"), ("total_fen", "payment_form", "signed_on", "starts_on", "ends_on"), "ip"),
    Section("ip", gettext_lazy("四、知识产权"), IpForm, ("ip_kind", "ip_number", "ip_expires_on"), ("ip_kind",), "papers"),
    Section("papers", gettext_lazy("五、附件"), None, ("papers",), (), "review"),
    Section("review", gettext_lazy("六、核对并提交"), None, (), (), "review"),
)  # fmt: skip
BY_SLUG = {section.slug: section for section in SECTIONS}


def section_of(slug: str) -> Section:
    """Give a section; an unknown name leads to the first."""
    return BY_SLUG.get(slug, SECTIONS[0])


def remarks_of(returned: Any) -> dict[str, str]:
    """Give the officer's words by field of an open return."""
    return {item.field: item.remark for item in returned.fields.all()} if returned else {}


def checklist(contract: Contract, returned: Any) -> list[Step]:
    """Say of each section whether it is done, what is missing, what was returned."""
    missing = set(actions.filing.missing_fields(contract))
    marked = {item.field for item in returned.fields.all()} if returned else set()
    steps = []
    for section in SECTIONS:
        back = marked & set(section.fields)
        if back:
            steps.append(Step(section, "theirs", _("退回%(count)d处") % {"count": len(back)}))
        elif section.slug == "papers":
            has_text = any(paper.kind == "contract_text" for paper in files_of(contract))
            steps.append(
                Step(section, "done", _("已填完")) if has_text else Step(section, "quiet", _("缺合同文本"))
            )
        elif section.slug == "review":
            steps.append(Step(section, "quiet", _("未提交")))
        else:
            lacking = len(missing & set(section.fields))
            steps.append(
                Step(section, "quiet", _("缺%(count)d项") % {"count": lacking})
                if lacking
                else Step(section, "done", _("已填完"))
            )
    return steps


def needed_in(contract: Contract) -> list[str]:
    """Name the fields of the forms that this contract must fill though others may leave them empty."""
    return [
        "royalty_percent" if name == "royalty_bp" else name
        for name in actions.filing.fields_by_kind(contract)
    ]


def place_of(field: str) -> tuple[str, str] | None:
    """Say where a field is typed: the section's slug and the id on its page; None for what no section holds."""
    section = next((each for each in SECTIONS if field and field in each.fields), None)
    if section is None or section.form is None:
        return (section.slug, "") if section else None
    return (
        section.slug,
        field if field == "items" else f"id_{'royalty_percent' if field == 'royalty_bp' else field}",
    )


def unsettled(contract: Contract) -> list[str]:
    """Name the organisations whose code and name were typed, but which are not entered yet."""
    typed = contract.parties_typed
    return [
        typed[f"{role}_name"] for role in ("seller", "buyer") if typed.get(role) and typed.get(f"{role}_name")
    ]


def _labelled(items: Any) -> Any:
    """Name every box of the lines for those who do not see the head of the table."""
    for number, line in enumerate(items, 1):
        for field in line.fields.values():
            field.widget.attrs["aria-label"] = _("第%(number)d行%(label)s") % {
                "number": number,
                "label": field.label,
            }
    return items


def _tell_lines(form: Any, items: Any) -> None:
    """Count the faults of the lines with those of the form."""
    if items.is_valid():
        return
    for fault in items.non_form_errors():
        form.add_fault(_("非技术性支出"), str(fault), target="items")
    for line in items:
        for name, found in line.errors.items():
            label = line.fields[name].widget.attrs["aria-label"] if name in line.fields else _("非技术性支出")
            target = line[name].auto_id if name in line.fields else "items"
            form.add_fault(label, " ".join(str(each) for each in found), target=target)


def _initial(contract: Contract) -> dict[str, Any]:
    names = [
        name
        for section in SECTIONS
        for name in section.fields
        if name not in {"seller", "buyer", "items", "royalty_bp", "papers"}
    ]
    initial = {name: getattr(contract, name) for name in names}
    seller = contract.seller or (None if contract.is_import else contract.registrant)
    for role, party in (("seller", seller), ("buyer", contract.buyer)):
        initial[role] = party.uscc or "" if party else ""
        initial[f"{role}_name"] = party.name if party else ""
    initial |= {name: words for name, words in contract.parties_typed.items() if words}
    initial["royalty_percent"] = (
        None
        if contract.royalty_bp is None
        else f"{contract.royalty_bp // BASIS_POINTS}.{contract.royalty_bp % BASIS_POINTS:02d}"
    )
    return initial


def _fields_of(section: Section, values: dict[str, Any]) -> dict[str, Any]:
    readers: dict[str, Callable[[Any], Any]] = {
        "royalty_percent": lambda percent: None if percent is None else int(percent * BASIS_POINTS)
    }
    fields: dict[str, Any] = {
        name: value
        for name, value in values.items()
        if name in section.fields and name not in {"seller", "buyer"}
    }
    if "royalty_percent" in values:
        fields["royalty_bp"] = readers["royalty_percent"](values["royalty_percent"])
    if (
        section.slug == "amounts"
        and values.get("payment_form") not in codes.ROYALTY_FORMS
        and "payment_form" in values
    ):
        fields["royalty_base"], fields["royalty_bp"] = "", None
    return fields


def _parties(
    form: Any, values: dict[str, Any], contract: Contract, *, by: Any, may_enter: bool
) -> dict[str, Any]:
    """Find both parties; what names nobody yet stays as it was typed, and its refusal stands at the field."""
    found: dict[str, Any] = {}
    typed: dict[str, str] = {}
    for role in ("seller", "buyer"):
        code, name = values.get(role) or "", values.get(f"{role}_name") or ""
        party = None
        if code:
            try:
                party = party_by_code(code=code, name=name, by=by, may_enter=may_enter)
            except Refusal as refusal:
                form.add_error(role, str(refusal))
        if party is not None:
            found[role] = party
            continue
        typed |= {key: words for key, words in ((role, code), (f"{role}_name", name)) if words}
        if code and contract.state == Contract.States.DRAFT:
            found[role] = None
    return found | {"parties_typed": typed}
