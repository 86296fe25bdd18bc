"""How does the search see contracts? One layer: names, numbers and parties; the text of a contract is not searched."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.contracts import codes, queries
from zhuanhua.programmes.contracts.models import Contract
from zhuanhua.programmes.contracts.states import ContractState
from zhuanhua.shared.access.permissions import Permission
from zhuanhua.shared.access.verdicts import allows
from zhuanhua.shared.search.sources import Document, Layer, Source
from zhuanhua.ui.search import Hit

ALL = "contracts:all"
CHUNK = 5_000
COLUMNS = (
    "number", "state", "project_name", "registration_number", "registrant", "seller", "buyer", "seller__name", "buyer__name", "kind", "field",
)  # fmt: skip


def source(hit_of: Callable[[Contract], Hit], find: Callable[[Any, str], list[Hit]]) -> Source:
    """Describe contracts to the search."""
    return Source(
        "contracts",
        _("技术合同"),
        ("contract",),
        documents=documents,
        marks=marks,
        hits=lambda person, numbers: {
            each.number: hit_of(each)
            for each in queries.visible_contracts(person).filter(number__in=list(numbers))
        },
        plain=find,
        order=10,
        facets={
            "kind": (_("类型"), dict(codes.Kind.choices)),
            "field": (_("技术领域"), dict(codes.TechnologyField.choices)),
        },
    )


def marks(person: Any) -> Iterator[str]:
    """Give the marks that a person bears: all contracts, or those of their organisation."""
    if allows(person, Permission.CONTRACT_READ_ALL):
        yield ALL
    if person.organisation is not None and allows(person, Permission.CONTRACT_READ_OWN):
        yield f"contracts:org:{person.organisation.pk}"


def documents(numbers: Sequence[str] | None) -> Iterator[Document]:
    """Give contracts as documents: a draft is its applicant's, others are also for the parties and the desk."""
    contracts = Contract.objects.order_by("id")
    if numbers is not None:
        contracts = contracts.filter(number__in=list(numbers))
    for row in contracts.values(*COLUMNS).iterator(chunk_size=CHUNK):
        own = {row["registrant"]}
        seers: tuple[str, ...] = ()
        if row["state"] != ContractState.DRAFT:
            own |= {row["seller"], row["buyer"]} - {None}
            seers = (ALL,)
        told = (
            row["project_name"],
            row["number"],
            row["registration_number"],
            row["seller__name"],
            row["buyer__name"],
        )
        text = " ".join(part for part in told if part)
        yield Document(
            row["number"],
            (Layer(text, (*seers, *(f"contracts:org:{each}" for each in sorted(own)))),),
            (f"kind={row['kind']}", f"field={row['field']}"),
        )
