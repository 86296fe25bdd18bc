"""Finds the achievements that answer a need, says how well and why. Knows no Django.

index = Index.build(offers, needs, model=Model.load(folder))     # without a model: the first day's
index.rank(Need("n1", "防爆锂离子电池的研发"), top=10)              # matches with level, probability, reasons
index.rank_needs("offer-7")                                      # the way back
index.rank_all()                                                 # both ways for the whole catalogue
Model.train(needs, offers, verdicts).save(folder)                # learn; `relearn` adds verdicts and compares
"""

from zhuanhua.engines.matching.index import Index
from zhuanhua.engines.matching.model import Model
from zhuanhua.engines.matching.portraits import Encoder
from zhuanhua.engines.matching.records import Match, Need, Offer, Reason, Verdict
from zhuanhua.engines.matching.relearning import Comparison, relearn

__all__ = [
    "Comparison",
    "Encoder",
    "Index",
    "Match",
    "Model",
    "Need",
    "Offer",
    "Reason",
    "Verdict",
    "relearn",
]
