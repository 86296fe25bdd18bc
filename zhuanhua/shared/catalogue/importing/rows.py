"""What does a row of a spreadsheet say? Whose item it is, and the item's fields, with its gaps filled."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zhuanhua.core.text import match_key
from zhuanhua.shared.access.roles import ROLES, Desk
from zhuanhua.shared.catalogue import fields
from zhuanhua.shared.catalogue.catalogues import Catalogue
from zhuanhua.shared.catalogue.suggesting import sure_field
from zhuanhua.shared.people.kinds import OrganisationKind
from zhuanhua.shared.people.models import Organisation

_ORDINAL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"  # 六轴、5G、3D打印 begin a name: only with its sign is a numeral an ordinal
LEADING = re.compile(
    rf"^(?:[\s、，,.．:：]|[（(]{_ORDINAL}[)）]|{_ORDINAL}(?:[、:：)）]|[.．](?!\d))|需求内容|技术需求|创新需求|项目名称|需求名称)+"
)
CLAUSE = re.compile(r"[。；;！？!?\n]|，(?=.{0,60}$)")
TITLE_LENGTH = 40


@dataclass(frozen=True)
class Incoming:
    """How the rows of one programme become items: `fill(values)` gives the item's own fields, `owner` and `title` are keys of the sheet."""

    catalogue: Catalogue
    fill: Callable[[dict[str, Any]], dict[str, Any]]
    owner_key: str
    owner_title: Any
    new_owner_kind: str = OrganisationKind.ENTERPRISE


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as it will be kept: whose it is (the key of a name, or one's own organisation), and the fields."""

    owner_name: str
    values: dict[str, Any]
    owner: Organisation | None = None  # who files for itself, whatever a row calls it

    @property
    def identity(self) -> tuple[int | str, str]:
        """What makes two rows the same item: the owner, and the external number or else the title."""
        return self.owner_key, self.values["source_key"] or match_key(self.values["title"])

    @property
    def owner_key(self) -> int | str:
        """Name the owner: the row of the organisation that files for itself, else the key of a name."""
        return self.owner.pk if self.owner else match_key(self.owner_name)


def title_from(text: str) -> str:
    """Give a title to a text that has none: its first clause."""
    plain = LEADING.sub("", text.strip())
    first = CLAUSE.split(plain, maxsplit=1)[0].strip()
    return (first or plain)[:TITLE_LENGTH]


def code_of_field(*names: str) -> str:
    """Find the field that a spreadsheet names, the finer name first; an unknown name is none."""
    known = {match_key(str(label)): code for code, label in (*fields.DOMAINS.items(), *fields.FIELDS.items())}
    for name in names:
        code = known.get(match_key(name or "")) or (name if name in fields.FIELDS else "")
        if code:
            return code
    return ""


def filled(incoming: Incoming, values: dict[str, Any], by: Any) -> Filled:
    """Fill the gaps of a row: field by its words, contact by the sender, owner by the sender's organisation."""
    own = by.organisation if acts_for_itself(by) else None
    kept = incoming.fill(values)
    if not kept.get("field"):
        found = sure_field(f"{kept['title']}。{kept.get('summary', '')}。{kept.get('text', '')}")
        kept |= {"field": found, "field_is_suggested": bool(found)}
    kept.setdefault("source_key", "")
    if not kept.get("contact_name"):
        kept |= {"contact_name": by.name, "contact_phone": by.phone}
    return Filled(own.name if own else (values.get(incoming.owner_key) or ""), kept, own)


def acts_for_itself(by: Any) -> bool:
    """Whether somebody files for the own organisation, not for a desk."""
    return ROLES[by.acting_role].desk == Desk.ORGANISATION
