"""What do we keep of figures? What was frozen when it was said in public, and reference series of others with their source."""

from zhuanhua.shared.figures.models.frozen import FrozenFigure, FrozenSet
from zhuanhua.shared.figures.models.series import SeriesFault, SeriesFile, SeriesValue

__all__ = ["FrozenFigure", "FrozenSet", "SeriesFault", "SeriesFile", "SeriesValue"]
