"""How does a letter look as PDF? Set after GB/T 9704 in the form of 信函, the figures in an appendix."""

from dataclasses import asdict
from pathlib import Path

from django.conf import settings

from zhuanhua.accountability.replies.models import Letter
from zhuanhua.accountability.replies.paper import paper_of
from zhuanhua.shared.documents.typesetting import typeset

SHEET = Path(__file__).resolve().parent / "typst" / "letter.typ"


def letter_pdf(letter: Letter) -> bytes:
    """Draw the letter. Raises Refusal when the machine has no Chinese font at all."""
    paper = paper_of(letter)
    figures = [{**asdict(each), "meaning": each.meaning} for each in paper.figures]
    return typeset(SHEET, {**asdict(paper), "figures": figures, "demo": settings.DEMO})
