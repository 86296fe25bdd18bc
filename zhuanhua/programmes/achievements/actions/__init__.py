"""What can be done with achievements beyond what every catalogue does? They come in by spreadsheet."""

from zhuanhua.programmes.achievements.actions.importing import import_achievements

__all__ = ["import_achievements"]
