"""When are two pieces of text the same, and what may a line of text hold?"""

import re
import unicodedata

_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters by the book, blanks to the eye
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    rf"{_FILLERS}\U000e0000-\U000e0fff]"
)
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
_TWINS = str.maketrans(
    "\u0430\u0432\u0435\u0451\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0456\u0458\u0455"  # Cyrillic
    "\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7",  # Greek
    "abeekmhopctyxijsabezhikmnoptyx",
)
_NUMBER_SIGN = re.compile(r"^no(?=\d)")


class _Sieve(dict[int, int | None]):
    """Keeps each character it has been asked about: itself, or None for what is dropped."""

    def __init__(self, dropped: str) -> None:
        self.dropped = dropped

    def __missing__(self, point: int) -> int | None:
        """Decide once a character, by the first letter of its Unicode category."""
        is_noise = unicodedata.category(chr(point))[0] in self.dropped or chr(point) in _FILLERS
        self[point] = None if is_noise or 0xFE00 <= point <= 0xFE0F else point  # noqa: PLR2004 - variation selectors
        return self[point]


_WORDS, _SIGNS = _Sieve("CZPS"), _Sieve("CZPSM")


def match_key(text: str) -> str:
    """Reduce a name to what must differ for two names to be different: width, case, spaces, signs and what is hidden go."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_WORDS)


def number_key(text: str) -> str:
    """Reduce the number of a paper to its letters and digits, look-alikes as one: however it is spelled, it is that paper.

    A leading 号 sign (NO, №) and leading zeros go, too; empty when the text holds no number.
    """
    key = unicodedata.normalize("NFKC", text).casefold().translate(_TWINS).translate(_SIGNS)
    return _NUMBER_SIGN.sub("", key).lstrip("0") or ("0" if "0" in key else "")


def without_hidden(text: str) -> str:
    """Take out what nobody sees who reads the text; its lines and blanks stay as typed."""
    return _CONTROL.sub(lambda found: found[0] if found[0] == "\r" else "", text)


def clean_line(text: str) -> str:
    """Take out control and direction characters, fold runs of blanks; the words stay as typed."""
    return _BLANKS.sub(" ", _CONTROL.sub("", text)).strip()


def clean_block(text: str) -> str:
    """Clean every line of a longer text and keep its line breaks."""
    return "\n".join(
        clean_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()
