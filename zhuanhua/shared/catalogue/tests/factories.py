"""The smallest valid items, moved by the real actions and nothing surprising about them."""

from datetime import date
from typing import Any

from zhuanhua.shared.catalogue import actions
from zhuanhua.shared.catalogue.catalogues import catalogue_of

DAY = date(2026, 4, 8)
ACHIEVEMENT = {
    "title": "铸件表面缺陷高速视觉检测装置",
    "summary": "用线激光和深度网络识别裂纹、气孔、夹杂，线速度每秒2.5米。",
    "text": "样机在板坯产线运行14个月，最小可检0.08毫米。",
    "keywords": ["表面缺陷", "机器视觉"],
    "field": "803",
    "trl": 8,
    "cooperation": ["licence", "joint"],
    "level": "undertaking",
    "contact_name": "温子衿",
    "contact_phone": "024-00000001",
}
NEED = {
    "title": "大型铸件表面裂纹在线检测",
    "summary": "铸件单重2至15吨，表面裂纹靠人工目视，漏检约4%，希望在线检测。",
    "text": "现场粉尘大，工件温度60摄氏度以上。",
    "keywords": ["铸件", "裂纹"],
    "field": "803",
    "cooperation": ["joint"],
    "level": "members",
    "contact_name": "孟清和",
    "contact_phone": "024-00000002",
}
FACTS = {"achievement": ACHIEVEMENT, "need": NEED}


def draft(kind: str, *, by: Any, on: date = DAY, **facts: Any) -> Any:
    """A complete draft of the person's organisation."""
    item = actions.start_item(catalogue=catalogue_of(kind), by=by, on=on)
    actions.save_item(item=item, values=FACTS[kind] | facts, by=by)
    item.refresh_from_db()
    return item


def submitted(kind: str, *, by: Any, on: date = DAY, **facts: Any) -> Any:
    """An item that was handed in."""
    return actions.submit_item(item=draft(kind, by=by, on=on, **facts), by=by, on=on)


def published(kind: str, *, by: Any, reviewer: Any, on: date | None = None, **facts: Any) -> Any:
    """An item on the shelf, today unless told otherwise."""
    from zhuanhua.core.dates import city_today

    day = on or city_today()
    item = submitted(kind, by=by, on=day, **facts)
    return actions.publish_item(item=item, by=reviewer, on=day)
