"""What do people type about calls, applications, reviews and projects?"""

from zhuanhua.programmes.projects.forms.applying import (
    AnswersForm,
    BasicsForm,
    BudgetFormSet,
    MemberFormSet,
    PaperForm,
    PartnerFormSet,
    answer_form,
)
from zhuanhua.programmes.projects.forms.calls import (
    CallForm,
    CriterionFormSet,
    ExtendForm,
    InstalmentFormSet,
    StartCallForm,
)
from zhuanhua.programmes.projects.forms.reviewing import (
    AssignForm,
    ExpertForm,
    MinutesForm,
    OverrideForm,
    ReasonForm,
    ScoreForm,
    TieForm,
)
from zhuanhua.programmes.projects.forms.running import (
    AcceptanceForm,
    BatchForm,
    EvidenceForm,
    InspectionForm,
    MilestoneFormSet,
    ReportForm,
    change_form,
)

__all__ = [
    "AcceptanceForm",
    "AnswersForm",
    "AssignForm",
    "BasicsForm",
    "BatchForm",
    "BudgetFormSet",
    "CallForm",
    "CriterionFormSet",
    "EvidenceForm",
    "ExpertForm",
    "ExtendForm",
    "InspectionForm",
    "InstalmentFormSet",
    "MemberFormSet",
    "MilestoneFormSet",
    "MinutesForm",
    "OverrideForm",
    "PaperForm",
    "PartnerFormSet",
    "ReasonForm",
    "ReportForm",
    "ScoreForm",
    "StartCallForm",
    "TieForm",
    "answer_form",
    "change_form",
]
