"""What can be done with an item of a catalogue? Every write, one function each; the item itself says to which catalogue it belongs."""

from zhuanhua.shared.catalogue.actions.access import answer_contact, ask_contact, sign_undertaking
from zhuanhua.shared.catalogue.actions.filing import (
    discard_item,
    renew_item,
    revise_item,
    save_item,
    start_item,
    submit_item,
    withdraw_item,
)
from zhuanhua.shared.catalogue.actions.merging import merge_items, undo_merge
from zhuanhua.shared.catalogue.actions.papers import attach_paper, detach_paper
from zhuanhua.shared.catalogue.actions.reviewing import expire_items, publish_item, publish_items, return_item

__all__ = [
    "answer_contact",
    "ask_contact",
    "attach_paper",
    "detach_paper",
    "discard_item",
    "expire_items",
    "merge_items",
    "publish_item",
    "publish_items",
    "renew_item",
    "return_item",
    "revise_item",
    "save_item",
    "sign_undertaking",
    "start_item",
    "submit_item",
    "undo_merge",
    "withdraw_item",
]
