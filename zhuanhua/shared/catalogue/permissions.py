"""Who may do what with an item, and how much of it may they read?"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from zhuanhua.shared.access.verdicts import Verdict, allows
from zhuanhua.shared.catalogue.catalogues import Catalogue, catalogue_of
from zhuanhua.shared.catalogue.codes import Level
from zhuanhua.shared.catalogue.models import ContactRequest, ContactState, Undertaking
from zhuanhua.shared.catalogue.states import EDITABLE, PublicationState

if TYPE_CHECKING:
    from zhuanhua.shared.catalogue.models import Item

YES = Verdict(allowed=True)


def _no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of an item a person may read, layer by layer; `step` names what would open the next: sign_in, read, sign, or nothing."""

    summary: bool
    text: bool
    contact: bool
    private: bool
    step: str = ""


def is_owner(person: Any, item: "Item") -> bool:
    """Whether the person acts for the organisation that publishes the item."""
    return person.organisation is not None and person.organisation.pk == item.owner_id


def on_desk(person: Any, catalogue: Catalogue) -> bool:
    """Whether the person reviews items of this catalogue."""
    return bool(allows(person, catalogue.review))


def sight(person: Any, item: "Item") -> Sight:
    """Say how much a person may read of an item whose title they may see: title → details after sign-in → text after an undertaking."""
    catalogue = catalogue_of(item.case_kind)
    if is_owner(person, item) and allows(person, catalogue.read):
        return Sight(summary=True, text=True, contact=True, private=True)
    if on_desk(person, catalogue):
        return Sight(summary=True, text=True, contact=True, private=True)
    contact = person.is_authenticated and has_consent(person, item)
    if item.level == Level.PUBLIC:
        return Sight(summary=True, text=True, contact=contact, private=False)
    if not allows(person, catalogue.read):
        return Sight(
            summary=False,
            text=False,
            contact=False,
            private=False,
            step="read" if person.is_authenticated else "sign_in",
        )
    if item.level == Level.MEMBERS or has_signed(person, item):
        return Sight(summary=True, text=True, contact=contact, private=False)
    return Sight(summary=True, text=False, contact=contact, private=False, step="sign")


def has_signed(person: Any, item: "Item") -> bool:
    """Whether the person has promised secrecy about the item, for the organisation they act for now."""
    if person.organisation is None:
        return False
    return Undertaking.objects.filter(
        kind=item.case_kind, number=item.number, person=person.pk, organisation=person.organisation
    ).exists()


def has_consent(person: Any, item: "Item") -> bool:
    """Whether the owner has agreed to talk to the person's organisation."""
    if person.organisation is None:
        return False
    return ContactRequest.objects.filter(
        kind=item.case_kind, number=item.number, organisation=person.organisation, state=ContactState.GRANTED
    ).exists()


def may_file(person: Any, item: "Item") -> Verdict:
    """The owner's people act on their own item."""
    allowed = allows(person, catalogue_of(item.case_kind).file)
    if not allowed:
        return allowed
    return YES if is_owner(person, item) else _no(_("只有发布单位可以办理。"))


def may_edit(person: Any, item: "Item") -> Verdict:
    """The owner edits a draft or what was returned; what is published is revised first."""
    allowed = may_file(person, item)
    if not allowed:
        return allowed
    if item.merged_into_id:
        return _no(_("这一条已并入另一条。"))
    if item.state not in EDITABLE:
        return _no(_("已提交的不能直接改；已发布的请先点“修改，重新审核”。"))
    return YES


def may_review(person: Any, item: "Item") -> Verdict:
    """The desk reviews, but nobody what they handed in themselves."""
    allowed = allows(person, catalogue_of(item.case_kind).review)
    if not allowed:
        return allowed
    if item.submitted_by_id == person.pk:
        return _no(_("不能审核自己提交的内容，请另一位审核人办理。"))
    if is_owner(person, item):
        return _no(_("不能审核本单位的内容。"))
    return YES


def may_merge(person: Any, item: "Item") -> Verdict:
    """The desk merges any items of the catalogue; an owner merges their own."""
    if on_desk(person, catalogue_of(item.case_kind)):
        return YES
    return may_file(person, item)


def may_sign(person: Any, item: "Item", *, on: date) -> Verdict:
    """Who reads details of a published item that asks for it may sign."""
    allowed = allows(person, catalogue_of(item.case_kind).read)
    if not allowed:
        return allowed
    if person.organisation is None:
        return _no(_("您还没有代表任何单位。"))
    if item.level != Level.UNDERTAKING or not item.is_live(on):
        return _no(_("这一条不需要签署保密承诺。"))
    return YES


def may_ask(person: Any, item: "Item", *, on: date) -> Verdict:
    """Who may read the details may ask for a contact, once, of a published item that is not their own."""
    allowed = allows(person, catalogue_of(item.case_kind).read)
    if not allowed:
        return allowed
    if person.organisation is None:
        return _no(_("您还没有代表任何单位。"))
    if is_owner(person, item) or item.state != PublicationState.PUBLISHED or not item.is_live(on):
        return _no(_("这一条现在不能请求联系。"))
    return YES
