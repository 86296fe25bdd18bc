"""Does a text read as telephone numbers? As people write them: area codes, mobiles, extensions, several beside one another."""

import re
import unicodedata

DIGITS = range(7, 16)  # of one number, by E.164 at most fifteen
BETWEEN = re.compile(r"[/、,，;；|\n]|或")
REMARK = re.compile(r"\([^()0-9]{0,20}\)")  # (王工), not (024)
EXTENSION = re.compile(r"(?:转|分机|ext|x|#)[ :-]*\d{1,6}$", re.IGNORECASE)
NUMBER = re.compile(r"\+?[0-9() -]+")
ENDING = re.compile(r"\d{1,6}")  # 024-12345678/79: the last places of a second number
HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−－～~·.", "-"))


def are_phones(text: str) -> bool:
    """Tell whether every part of a text is a number that can be dialled."""
    plain = REMARK.sub(" ", unicodedata.normalize("NFKC", text).translate(HYPHENS))
    parts = [part.strip() for part in BETWEEN.split(plain) if part.strip()]
    if not parts:
        return False
    return all(_is_phone(part) or (place > 0 and _is_ending(part)) for place, part in enumerate(parts))


def _is_phone(part: str) -> bool:
    without = EXTENSION.sub("", part).strip()
    if _is_number(without):
        return True
    several = without.split()
    return len(several) > 1 and all(_is_number(each) for each in several)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None and sum(sign.isdigit() for sign in text) in DIGITS


def _is_ending(part: str) -> bool:
    return ENDING.fullmatch(part) is not None
