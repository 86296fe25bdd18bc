"""`zhuanhua demo samples`: workbooks to try the import with, one in order and one with thirty faults."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.demo.samples import SIZE, write_samples

SEED = 20180607


def add_commands(commands: Any) -> None:
    """Add `samples` to `demo`."""
    demo = commands.add_parser("demo")
    parts = demo.add_subparsers(dest="part", required=False, metavar="samples")
    samples = parts.add_parser(
        "samples",
        help=_("写出两份导入示例：一份正常，一份有三十处错"),
        epilog=_("例：zhuanhua demo samples --out /tmp/samples"),
    )
    samples.add_argument("--out", type=Path, default=None, help=_("写到哪个目录，默认var/demo/samples"))
    samples.add_argument("--rows", type=int, default=SIZE, help=_("行数，默认8000"))
    samples.add_argument(
        "--on", type=date.fromisoformat, default=None, metavar="DATE", help=_("按哪一天，默认今天")
    )
    samples.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Write the files and name them."""
    if asked.rows < 100:  # noqa: PLR2004 - thirty faults want rows of their own
        print(_("至少100行，三十处错才各占一行。"))
        return 2
    out = asked.out or Path(settings.DATA_DIR) / "samples"
    for path in write_samples(out, today=asked.on or city_today(), seed=SEED, size=asked.rows):
        print(path)
    return 0
