"""What can be done with needs beyond what every catalogue does? They come in by spreadsheet."""

from zhuanhua.programmes.needs.actions.importing import import_needs

__all__ = ["import_needs"]
