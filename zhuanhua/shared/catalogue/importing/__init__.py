"""How do many items come in from a spreadsheet? Each row is filled, held against what is known, and stored as handed in."""

from zhuanhua.shared.catalogue.importing.comparing import compare, faults_of
from zhuanhua.shared.catalogue.importing.rows import Filled, Incoming, code_of_field, filled, title_from
from zhuanhua.shared.catalogue.importing.storing import store_items

__all__ = [
    "Filled",
    "Incoming",
    "code_of_field",
    "compare",
    "faults_of",
    "filled",
    "store_items",
    "title_from",
]
