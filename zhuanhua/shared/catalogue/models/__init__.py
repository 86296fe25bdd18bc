"""What do the catalogues keep: the item itself, promises of secrecy, requests for a contact, merges."""

from zhuanhua.shared.catalogue.models.access import ContactRequest, ContactState, Undertaking
from zhuanhua.shared.catalogue.models.item import Item
from zhuanhua.shared.catalogue.models.merge import ItemMerge, LikenessBand

__all__ = ["ContactRequest", "ContactState", "Item", "ItemMerge", "LikenessBand", "Undertaking"]
