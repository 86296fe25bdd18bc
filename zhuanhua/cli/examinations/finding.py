"""What is one thing that the doctor saw?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing seen: level is ok, warn or bad."""

    level: str
    subject: str
    words: str
    way_out: str = ""
