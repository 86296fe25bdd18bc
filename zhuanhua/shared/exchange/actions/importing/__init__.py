"""How does a spreadsheet come in? Taken, mapped, checked cell by cell, shown, and stored in one transaction after a yes."""

from zhuanhua.shared.exchange.actions.importing.checking import check_import
from zhuanhua.shared.exchange.actions.importing.mapping import set_mapping
from zhuanhua.shared.exchange.actions.importing.storing import (
    begin_storing,
    cancel_import,
    confirm_import,
    store_rows,
)
from zhuanhua.shared.exchange.actions.importing.taking import start_import

__all__ = [
    "begin_storing",
    "cancel_import",
    "check_import",
    "confirm_import",
    "set_mapping",
    "start_import",
    "store_rows",
]
