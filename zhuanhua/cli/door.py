"""Which command is asked for, on which site, and what happens when it cannot be done?"""

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from zhuanhua.cli.codes import IMPOSSIBLE, WRONG_USE
from zhuanhua.cli.frame import follow_language, setting_words
from zhuanhua.cli.words import Parser, language, note

OWN = (
    "serve",
    "demo",
    "backup",
    "restore",
    "doctor",
    "matching",
)  # commands of this package, in the order of --help
ROOMS = (  # commands of the rooms, each in its own cli.py
    "zhuanhua.shared.exchange",
    "zhuanhua.shared.figures",
    "zhuanhua.shared.policy",
    "zhuanhua.shared.ledger",
    "zhuanhua.accountability.replies",
    "zhuanhua.shared.journal",
    "zhuanhua.shared.search",
    "zhuanhua.demo",
)
NAMED_ONLY = ("demo", "serve", "backup", "restore")  # never guess which site these mean
SITE_SETTINGS = (
    "ZHUANHUA_SECRET_KEY",
    "ZHUANHUA_SECRET_KEY_FILE",
    "ZHUANHUA_DEBUG",
    "ZHUANHUA_DEMO",
    "DATABASE_URL",
)
ROOT = Path(__file__).resolve().parent.parent.parent


def run(arguments: list[str]) -> int:
    """Set up the site, find the command, run it; whatever is refused becomes one sentence and a code."""
    choose_site(arguments)
    from django.core.exceptions import ImproperlyConfigured

    try:
        set_up()
    except ImproperlyConfigured as fault:
        note(setting_words(fault, language()))
        return IMPOSSIBLE
    return obey(arguments)


def choose_site(arguments: list[str]) -> None:
    """`demo` always means var/demo; elsewhere an environment without settings means the demo city, if it stands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = next((word for word in arguments if not word.startswith("-")), "")
    if command == "demo":
        for name in [name for name in os.environ if name.startswith("ZHUANHUA_") and name != "ZHUANHUA_LANG"]:
            del os.environ[name]
        os.environ.pop("DATABASE_URL", None)
        os.environ["ZHUANHUA_DEMO"] = "1"
    elif command not in NAMED_ONLY and not any(os.environ.get(name) for name in SITE_SETTINGS):
        os.environ["ZHUANHUA_DEMO"] = "1"
        if command and command != "letters" and "-h" not in arguments and "--help" not in arguments:
            note("（演示城市 demo city: var/demo）")
    asks_help = "-h" in arguments or "--help" in arguments
    if asks_help and not any(os.environ.get(name) for name in SITE_SETTINGS):
        os.environ["ZHUANHUA_DEMO"] = "1"  # help needs no site
    if command == "export":
        os.environ["ZHUANHUA_JOBS_IMMEDIATE"] = "1"  # the terminal waits for the file itself


def set_up() -> None:
    """Load Django and speak the terminal's language."""
    import django
    from django.utils import translation

    if str(ROOT) not in sys.path and (ROOT / "config" / "settings.py").exists():
        sys.path.insert(0, str(ROOT))
    django.setup()
    translation.activate(language())
    follow_language()


def build_parser() -> Parser:
    """All commands with their help."""
    from django.utils.translation import gettext as _

    import zhuanhua

    parser = Parser(
        prog="zhuanhua",
        description=_("科技成果转化开放平台的命令行。"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_("退出码：0 完成；1 发现问题；2 用法或输入有误；3 在此无法执行。\n例：zhuanhua serve --help"),
    )
    parser.add_argument("--version", action="version", version=f"zhuanhua {zhuanhua.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("命令"))
    shared = {  # commands whose parts come from several rooms
        "verify": (
            _("核对记录是否被改动"),
            _("例：zhuanhua verify journal --json\n退出码：0 完好；1 有断点，指出第一处。"),
        ),
        "export": (_("导出记录"), _("例：zhuanhua export journal --out journal.jsonl")),
    }
    for name, (words, example) in shared.items():
        commands.add_parser(name, help=words, epilog=example).add_subparsers(dest="part", required=True)
    for name in [f"zhuanhua.cli.{name}" for name in OWN] + [f"{room}.cli" for room in ROOMS]:
        if find_spec(name) is not None:
            import_module(name).add_commands(commands)
    return parser


def obey(arguments: list[str]) -> int:
    """Parse and run; business refusals are wrong input, a database that does not answer is impossible here."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError
    from django.utils.translation import gettext as _

    from zhuanhua.core.errors import Refusal

    asked: Any = build_parser().parse_args(arguments)
    try:
        return int(asked.run(asked) or 0)
    except Refusal as refusal:
        note(refusal)
        return WRONG_USE
    except (ImproperlyConfigured, DatabaseError) as fault:
        note(explain(fault))
        return IMPOSSIBLE
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as fault:  # a place that is not there, is full, or is somebody else's
        note(
            _("不能读写%(path)s：%(fault)s。")
            % {"path": fault.filename or "—", "fault": fault.strerror or fault}
        )
        return IMPOSSIBLE
    except KeyboardInterrupt:
        return 130


def explain(fault: Exception) -> str:
    """A database error in a sentence that names the way out."""
    from django.utils.translation import gettext as _

    text = str(fault).strip()
    if "no such table" in text or "does not exist" in text:
        return _(
            "数据库尚未建立或版本较旧（%(fault)s）。演示城市请先运行 make demo；正式站点请运行 zhuanhua serve --migrate。"
        ) % {"fault": text}
    return text
