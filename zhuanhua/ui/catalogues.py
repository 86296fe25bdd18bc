"""Which texts does each app show, are all of them in English, and does any stand outside the catalogues?

Babel reads Python, Django's own lexer reads templates; no gettext package of the system is needed. The Chinese text is the
msgid, so only `en` has a file: <app>/locale/en/LC_MESSAGES/django.po.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import DebugLexer, TokenType
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
CHINESE = re.compile(r"[\u4e00-\u9fff\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
MARKED = re.compile(r"""_\((?:"[^"]*"|'[^']*')\)""")
SKIPPED = {"tests", "migrations", "locale", "static", "node_modules"}


def po_path(app: Path) -> Path:
    """Where an app keeps its English."""
    return app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def sources(app: Path, others: list[Path]) -> Iterator[Path]:
    """List an app's Python files and templates, without those of apps inside its folder."""
    for path in sorted(app.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt"} or SKIPPED & set(path.relative_to(app).parts[:-1]):
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        if not any(other in path.parents for other in others if app in other.parents):
            yield path


def texts(app: Path, others: list[Path], root: Path) -> Catalog:
    """Collect what an app says, with the files that say it."""
    catalogue = Catalog(locale="en", fuzzy=False)
    for path in sources(app, others):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # what templatize leaves is no Python: indented text between the calls would stop the tokenizer
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in found:
            catalogue.add(message, locations=[(str(path.relative_to(root)), 0)], context=context)
    return catalogue


def renew(app: Path, others: list[Path], root: Path) -> tuple[int, int]:
    """Write the app's file anew: old translations stay, texts that are gone go. Gives (texts, still without English)."""
    catalogue = texts(app, others, root)
    if not len(catalogue):
        return 0, 0
    known = _read(po_path(app))
    for message in _messages(catalogue):
        before = known.get(message.id, context=message.context)
        if before is not None and before.string and bool(before.pluralizable) == bool(message.pluralizable):
            message.string = before.string
    path = po_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(body, catalogue, width=110, omit_header=True, sort_by_file=True, include_lineno=False)
    path.write_text(HEADER + body.getvalue().decode(), encoding="utf-8")
    return len(catalogue), sum(not _is_told(message) for message in _messages(catalogue))


def faults(app: Path, others: list[Path], root: Path) -> list[str]:
    """Say what is missing or wrong in an app's English, and which templates hold text outside translation."""
    known = _read(po_path(app))
    found = []
    for message in _messages(texts(app, others, root)):
        first = message.id if isinstance(message.id, str) else message.id[0]
        told = known.get(message.id, context=message.context)
        where = message.locations[0][0] if message.locations else str(app)
        if told is None or not _is_told(told):
            found.append(f"{where}: no English for “{first}”")
        elif (wrong := _wrong_placeholders(message, told)) is not None:
            found.append(f"{where}: the English of “{first}” has other placeholders: {wrong}")
    for path in sources(app, others):
        if path.suffix != ".py":
            found += [
                f"{path.relative_to(root)}:{line}: text outside translation: {text}"
                for line, text in bare(path)
            ]
    return found


def conflicts(apps: list[Path]) -> list[str]:
    """Name the Chinese texts that two apps put into English differently: Django keeps one of them for the whole site."""
    said: dict[tuple[str, str], dict[str, str]] = {}
    for app in apps:
        for message in _messages(_read(po_path(app))):
            if isinstance(message.id, str) and message.string:
                said.setdefault((message.context or "", message.id), {})[app.name] = message.string
    return [
        f"“{text}”: " + ", ".join(f"{app} says “{english}”" for app, english in told.items())
        for (_context, text), told in sorted(said.items())
        if len(set(told.values())) > 1
    ]


def bare(path: Path) -> Iterator[tuple[int, str]]:
    """Find Chinese in a template that no translate tag holds."""
    inside = ""
    for token in DebugLexer(path.read_text(encoding="utf-8")).tokenize():
        words = token.split_contents() if token.token_type == TokenType.BLOCK else []
        name = words[0] if words else ""
        if name in {"blocktranslate", "blocktrans", "comment"}:
            inside = f"end{name}"
        elif name and name == inside:
            inside = ""
        elif not inside and token.token_type != TokenType.COMMENT and name not in {"translate", "trans"}:
            text = MARKED.sub("", token.contents)
            if CHINESE.search(text):
                yield token.lineno, " ".join(text.split())[:60]


def compile_file(source: Path) -> bool:
    """Make the .mo beside a .po when it is older; tells whether it did."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with source.open("rb") as text:
        catalogue = read_po(text, locale="en", abort_invalid=True)
    with target.open("wb") as compiled:
        write_mo(compiled, catalogue)
    return True


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as text:
        return read_po(text, locale="en")


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _is_told(message: Message) -> bool:
    told = message.string if isinstance(message.string, list | tuple) else [message.string]
    return all(told) and not message.fuzzy


def _wrong_placeholders(message: Message, told: Message) -> str | None:
    """A translation may drop none and invent none; the singular of a plural may leave the number out."""
    ids = message.id if isinstance(message.id, list | tuple) else [message.id]
    strings = told.string if isinstance(told.string, list | tuple) else [told.string]
    wanted = {name for text in ids for name in PLACEHOLDER.findall(text)}
    last = set(PLACEHOLDER.findall(strings[-1]))
    strange = {name for text in strings for name in PLACEHOLDER.findall(text)} - wanted
    wrong = strange or (wanted - last)
    return ", ".join(sorted(wrong)) if wrong else None
