"""How is a strange spreadsheet read? Judged at the gate, opened in a child process with limits, handed back as plain rows."""

from zhuanhua.shared.exchange.reading.gate import DEFAULT, FileRefused, Limits
from zhuanhua.shared.exchange.reading.table import Table, read_table
from zhuanhua.shared.exchange.reading.workbook import CellFault

__all__ = ["DEFAULT", "CellFault", "FileRefused", "Limits", "Table", "read_table"]
