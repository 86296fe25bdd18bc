"""What do we keep of project calls?"""

from zhuanhua.programmes.projects.models.after import Change, Inspection, YearReport
from zhuanhua.programmes.projects.models.application import Application, BudgetLine, Member, Partner
from zhuanhua.programmes.projects.models.call import Call, CallForm
from zhuanhua.programmes.projects.models.expert import Expert, Tie
from zhuanhua.programmes.projects.models.project import Milestone, Project, Team
from zhuanhua.programmes.projects.models.review import Minutes, Override, Review

__all__ = [
    "Application",
    "BudgetLine",
    "Call",
    "CallForm",
    "Change",
    "Expert",
    "Inspection",
    "Member",
    "Milestone",
    "Minutes",
    "Override",
    "Partner",
    "Project",
    "Review",
    "Team",
    "Tie",
    "YearReport",
]
