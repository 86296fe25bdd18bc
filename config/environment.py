"""How a setting is read from the environment: from ZHUANHUA_<NAME>, or from the file that ZHUANHUA_<NAME>_FILE names."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


class SettingFault(ImproperlyConfigured):
    """A setting that is missing or wrong. The catalogues cannot be read before the settings are: `ground` and `words` let a command say it in Chinese."""

    def __init__(self, ground: str, message: str, **words: str) -> None:
        super().__init__(message)
        self.ground, self.words = ground, words


def env(name: str, default: str | None = None) -> str:
    """Read ZHUANHUA_<name>, or the file that ZHUANHUA_<name>_FILE points to; without either, the default or an error."""
    path = os.environ.get(f"ZHUANHUA_{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    value = os.environ.get(f"ZHUANHUA_{name}", default)
    if value is None:
        message = (
            f"ZHUANHUA_{name} is not set. Set it in the environment, or put its path in ZHUANHUA_{name}_FILE; "
            "to look at the demo city, run zhuanhua demo."
        )
        raise SettingFault("unset", message, name=name)
    return value


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes/no setting; anything but 1/true/yes/on and 0/false/no/off is an error."""
    text = env(name, "1" if default else "0").lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off", ""}:
        return False
    message = f"ZHUANHUA_{name} is '{text}'. Write 1 or 0."
    raise SettingFault("flag", message, name=name, text=text)


def names(name: str, default: str = "") -> list[str]:
    """Read a list, separated by commas."""
    return [word.strip() for word in env(name, default).split(",") if word.strip()]


def whole(name: str, default: int) -> int:
    """Read a whole number; anything else is an error."""
    text = env(name, str(default))
    if not text.isdecimal():
        message = f"ZHUANHUA_{name} is '{text}'. Write a whole number."
        raise SettingFault("whole", message, name=name, text=text)
    return int(text)


def choice(name: str, *allowed: str) -> str:
    """Read one of a few words; the first is the default, any other word is an error."""
    word = env(name, allowed[0])
    if word not in allowed:
        message = f"ZHUANHUA_{name} is '{word}'. Write {' or '.join(allowed)}."
        raise SettingFault("choice", message, name=name, text=word, allowed="、".join(allowed))
    return word
