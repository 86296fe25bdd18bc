"""What does a Word file with marks say, and how are its marks filled without touching its formatting?

The file is the whole letter: title, the line that ends in a colon (主送), the text. Sender, day and contact at its end are read
as such. In place of number and day of the letter stand {{letter:number}} and {{letter:date}}.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.errors import Refusal
from zhuanhua.engines.claims import UnreadableLetterError, audit_text
from zhuanhua.engines.claims.reading import read_bytes

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MARK = re.compile(r"\{\{[^{}\n]*\}\}")
_OWN = re.compile(r"\{\{\s*letter:(number|date)\s*\}\}")
_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_CONTACT = re.compile(r"[（(]?\s*(联系人.{1,100}?)[）)]?")
_NUMBER = re.compile(r"\S{1,20}〔\d{4}〕\S{1,12}号")
ADDRESSEE_WITHIN = 8  # lines: further down a colon belongs to the text
_REVISED = ("ins", "del", "moveFrom", "moveTo")


@dataclass(frozen=True)
class WordDraft:
    """A letter as a Word file says it."""

    title: str
    addressee: str
    body: str
    contact: str = ""

    @property
    def values(self) -> dict[str, str]:
        """Give the parts under the names of the letter's fields."""
        return {"title": self.title, "addressee": self.addressee, "body": self.body}


def read(content: bytes, *, sender: str) -> WordDraft:
    """Read the letter; refuses a file with tracked changes, numbers beside the text, or no addressee."""
    document = _opened(content)
    root = document.element.body
    if any(next(root.iter(f"{_W}{name}"), None) is not None for name in _REVISED):
        raise Refusal(
            _("文件里有修订痕迹。"), field="file", way_out=_("请在Word里接受或者拒绝全部修订，再上传。")
        )
    beside = _text_beside(document)
    if "{{" in beside or audit_text(beside).claims:
        raise Refusal(
            _("页眉、页脚、脚注或者文本框里有数字。"), field="file", way_out=_("请移到正文里，再上传。")
        )
    lines = [line.strip() for paragraph in _paragraphs(root) for line in _text(paragraph).split("\n")]
    return _parts([line for line in lines if line], sender)


def fill(content: bytes, say: Callable[[str], str], *, number: str, day: str) -> Any:
    """Give the document with every mark replaced: the words take the format of the mark's first sign."""
    document = _opened(content)
    for paragraph in _paragraphs(document.element.body):
        _fill_paragraph(paragraph, lambda mark: _answer(mark, say, number, day))
    return document


def _answer(mark: str, say: Callable[[str], str], number: str, day: str) -> str:
    own = _OWN.fullmatch(mark)
    return {"number": number, "date": day}[own.group(1)] if own else say(mark)


def _opened(content: bytes) -> Any:
    from docx import Document  # slow, and only for docx

    try:
        read_bytes("答复.docx", content)  # keeps bombs and damaged files out
        return Document(BytesIO(content))
    except (UnreadableLetterError, ValueError, KeyError) as fault:
        raise Refusal(
            _("这不是可以读的docx文件。"), field="file", way_out=_("请在Word里另存为docx，再上传。")
        ) from fault


def _paragraphs(root: Any) -> Iterator[Any]:
    """Every paragraph of the text and its tables in order, without those in text boxes."""
    for paragraph in root.iter(f"{_W}p"):
        if next(paragraph.iterancestors(f"{_W}txbxContent"), None) is None:
            yield paragraph


def _nodes(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The pieces of text of a paragraph, each with the element that holds it; breaks and tabs hold none that can change."""
    for node in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}cr", f"{_W}tab"):
        if next(node.iterancestors(f"{_W}p")) is not paragraph or node.getparent().tag == f"{_W}tabs":
            continue
        name = node.tag.removeprefix(_W)
        yield node, (node.text or "") if name == "t" else " " if name == "tab" else "\n"


def _text(paragraph: Any) -> str:
    return "".join(text for _node, text in _nodes(paragraph))


def _fill_paragraph(paragraph: Any, answer: Callable[[str], str]) -> None:
    pieces = list(_nodes(paragraph))
    whole = "".join(text for _node, text in pieces)
    for match in reversed(list(_MARK.finditer(whole))):
        start, word = 0, answer(match.group())
        for node, text in pieces:
            end = start + len(text)
            if start < match.end() and match.start() < end and node.tag == f"{_W}t":
                now = node.text or ""
                begin = max(match.start() - start, 0)
                node.text = now[:begin] + word + now[min(match.end() - start, len(text)) :]
                node.set(_SPACE, "preserve")
                word = ""
            start = end
        pieces = list(_nodes(paragraph))


def _text_beside(document: Any) -> str:
    """Everything printed that is not the text: headers, footers, notes, text boxes."""
    found = []
    for part in document.part.package.iter_parts():
        name = str(part.partname).rsplit("/", 1)[-1]
        if name.startswith(("header", "footer", "footnotes", "endnotes")) and name.endswith(".xml"):
            found += re.findall(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>", part.blob.decode("utf-8", "replace"))
            found.append("\n")
    for box in document.element.body.iter(f"{_W}txbxContent"):
        found += [node.text or "" for node in box.iter(f"{_W}t")] + ["\n"]
    return "".join(found)


def _parts(lines: list[str], sender: str) -> WordDraft:
    place = next((at for at, line in enumerate(lines[:ADDRESSEE_WITHIN]) if line.endswith(("：", ":"))), None)
    titles = [line for line in lines[: place or 0] if not _is_head(line, sender)]
    if place is None or not titles:
        raise Refusal(
            _("文件开头没有找到标题，或者没有找到以冒号结尾的主送。"),
            field="file",
            way_out=_("第一行写标题，下一行写主送，例如“方委员：”。"),
        )
    body, contact = lines[place + 1 :], ""
    while body and (_is_foot(body[-1], sender) or _CONTACT.fullmatch(body[-1])):
        found = _CONTACT.fullmatch(body.pop())
        contact = found.group(1) if found else contact
    if not body:
        raise Refusal(_("文件里没有正文。"), field="file", way_out=_("请写好正文再上传。"))
    return WordDraft("".join(titles), lines[place], "\n".join(body), contact)


def _is_head(line: str, sender: str) -> bool:
    return line in {sender, f"{sender}文件"} or bool(_OWN.search(line) or _NUMBER.fullmatch(line))


def _is_foot(line: str, sender: str) -> bool:
    return line == sender or bool(_DAY.fullmatch(line) or _OWN.fullmatch(line))
