"""What do we keep of matching: pairs at work, what people said, what the engine proposes, and the models it learned."""

from zhuanhua.programmes.matching.models.learned import Candidate, Learning, LearningState, Silence
from zhuanhua.programmes.matching.models.match import Judgement, Match, MatchStep, Saying

__all__ = ["Candidate", "Judgement", "Learning", "LearningState", "Match", "MatchStep", "Saying", "Silence"]
