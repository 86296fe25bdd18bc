"""Which statistics of others does the demo city quote? The technology market of the provinces, as the yearbook has it, with its faults."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from zhuanhua.demo.days import on_day
from zhuanhua.shared.figures.models import SeriesValue
from zhuanhua.shared.figures.series_actions import Source, import_series

FOLDER = Path(__file__).parent / "market"
YEARBOOK = Source(
    document="中国科技统计年鉴（2001—2024年各版）",
    publisher="国家统计局、科学技术部",
    as_of=date(2023, 12, 31),
    address="github.com/huhuaping/techme 9ad60a1",
    licence="MIT，© Hu Huaping；数据为官方统计",
)


def tell(people: dict[str, Any], *, day: date) -> dict[str, int]:
    """Bring in who sold (push) and who bought (pull), through the ordinary import; the numbers are real, nothing is invented."""
    with on_day(day - timedelta(days=60)):
        for path in sorted(FOLDER.glob("*.csv")):
            import_series(name=path.name, content=path.read_bytes(), source=YEARBOOK, by=people["officer"])
    return {"numbers": SeriesValue.objects.filter(is_current=True).count()}
