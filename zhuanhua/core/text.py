"""When are two pieces of text the same, and what may a line of text hold?"""

import re
import unicodedata

_NOISE = re.compile(r"[\s\-_·•,，.。:：;；'\"“”‘’()\[\]{}<>《》【】、/\\|*]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def match_key(text: str) -> str:
    """Reduce a name to what must differ for two names to be different: width, case, spaces and punctuation go."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def clean_line(text: str) -> str:
    """Take out control and direction characters, fold runs of blanks; the words stay as typed."""
    return re.sub(r"[ \t\u3000\xa0]+", " ", _CONTROL.sub("", text)).strip()


def clean_block(text: str) -> str:
    """Clean every line of a longer text and keep its line breaks."""
    return "\n".join(
        clean_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()
