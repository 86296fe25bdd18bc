"""What of a catalogue counts in a figure, and by what may it be grouped?"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zhuanhua.shared.catalogue.codes import Level
from zhuanhua.shared.catalogue.fields import DOMAINS
from zhuanhua.shared.catalogue.queries.lists import FILTERS
from zhuanhua.shared.catalogue.states import PublicationState
from zhuanhua.shared.figures.catalogue import Dimension
from zhuanhua.shared.people.districts import DISTRICTS
from zhuanhua.shared.people.kinds import OrganisationKind

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

COUNTED = (PublicationState.PUBLISHED.value, PublicationState.EXPIRED.value)


def published(ground: "Ground", model: str) -> "ibis.Table":
    """Give what was published, with the domain of its field and the kind of its owner; what is not public is left out."""
    items, owners = ground.table(model), ground.table("people.Organisation")
    kept = items.filter(
        items.state.isin(COUNTED), items.merged_into_id.isnull(), items.level != Level.RESTRICTED.value
    )
    kinds = owners.select(owner_id=owners.id, owner_kind=owners.kind)
    domain = kept.field.substr(0, 1)
    return kept.mutate(domain=(domain == "").ifelse("", domain.concat("0"))).inner_join(kinds, "owner_id")


def _kinds() -> Mapping[str, Any]:
    return dict(OrganisationKind.choices)


DIMENSIONS = {
    "domain": Dimension(FILTERS["domain"][0], "domain", lambda: DOMAINS),
    "district": Dimension(FILTERS["district"][0], "district", lambda: DISTRICTS, is_open=True),
    "owner_kind": Dimension(FILTERS["owner_kind"][0], "owner_kind", _kinds),
}
