"""What does the exchange keep? Imports with their mapping, exports with their file."""

from zhuanhua.shared.exchange.models.export_run import ExportRun
from zhuanhua.shared.exchange.models.import_run import ImportRun, RememberedMapping

__all__ = ["ExportRun", "ImportRun", "RememberedMapping"]
