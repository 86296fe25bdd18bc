"""How does the house say no? With the thing, the rule and the way out, never with a bare code."""

from typing import Any

LATIN_ENDS = (".", "?", "!", ";", ":")


def joined(*sentences: Any) -> str:
    """Put sentences behind one another: Chinese closes up, after a Latin full stop there is a space."""
    text = ""
    for each in map(str, sentences):
        text += f" {each}" if each.strip() and text.endswith(LATIN_ENDS) else each
    return text


class Refusal(Exception):  # noqa: N818 - it is said to a person, and "RefusalError" is not a sentence
    """What was asked cannot be done as asked; the message is shown to the person as it stands.

    `field` names the form field at fault, `way_out` what to do instead, `status` the HTTP answer.
    """

    status = 400

    def __init__(self, message: Any, *, field: str = "", way_out: Any = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.way_out = way_out
        self.code = code

    def __str__(self) -> str:
        return joined(self.message, self.way_out)


class Conflict(Refusal):
    """The case has moved on since the page was opened."""

    status = 409


class Forbidden(Refusal):
    """This person may not do this."""

    status = 403
