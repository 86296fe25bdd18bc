"""What do we keep of proposals and letters? One file for each: audits, proposals, letters, references."""

from zhuanhua.accountability.replies.models.audit import LetterAudit
from zhuanhua.accountability.replies.models.letter import Cosign, Letter, LetterFigure
from zhuanhua.accountability.replies.models.proposal import Proposal
from zhuanhua.accountability.replies.models.reference import Reference

__all__ = ["Cosign", "Letter", "LetterAudit", "LetterFigure", "Proposal", "Reference"]
