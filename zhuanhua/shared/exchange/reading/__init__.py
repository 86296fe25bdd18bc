"""How is a strange spreadsheet read? Judged at the gate, opened in a child process with limits, handed back as plain rows."""

from zhuanhua.shared.exchange.reading.gate import DEFAULT, FileRefused, Limits
from zhuanhua.shared.exchange.reading.table import CellFault, Table, read_table

__all__ = ["DEFAULT", "CellFault", "FileRefused", "Limits", "Table", "read_table"]
