"""Which button stands on a page: its words, where it leads, how it looks, and why it may not be pressed?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """One button: a verb, where it leads, how it looks (primary, plain, danger, quiet), and why it is not allowed."""

    label: str
    url: str
    tone: str = "plain"
    posts: bool = False
    why: str = ""

    @property
    def allowed(self) -> bool:
        """Whether the button may be pressed."""
        return not self.why
