"""How does the site write its log: one line an event, JSON on a live site, and never the values of variables.

structlog's own default prints the locals of every frame of a traceback; here they would be contract texts and personal data.
"""

import logging
from typing import Any

import structlog

SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
)


def set_up(level: str, *, readable: bool) -> dict[str, Any]:
    """Configure structlog, and return Django's LOGGING so that both write the same lines."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    if readable:
        last: Any = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
        tail = [last]
    else:
        last = structlog.processors.JSONRenderer(ensure_ascii=False)
        tail = [structlog.processors.format_exc_info, last]
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *tail],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {
            "handlers": ["console"],
            "level": level if level in logging.getLevelNamesMapping() else "WARNING",
        },
        "loggers": {
            "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
            "django.request": {
                "level": "CRITICAL"
            },  # django_structlog reports a failed request once, with its id
        },
    }
