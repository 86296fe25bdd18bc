"""Which vouchers does the demo city hold? The year of the letter, entered from paper, and the stories of today in every state."""

from zhuanhua.demo.vouchers.letter_year import tell as tell_letter_year
from zhuanhua.demo.vouchers.stories import tell as tell_stories

__all__ = ["tell_letter_year", "tell_stories"]
