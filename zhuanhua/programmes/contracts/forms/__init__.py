"""What do people type about contracts?"""

from zhuanhua.programmes.contracts.forms.deciding import (
    AnswerForm,
    ChangeForm,
    ExaminationForm,
    ObjectionForm,
    ReasonForm,
    RefusalForm,
    ReturnForm,
    RoyaltyForm,
    VerifyForm,
)
from zhuanhua.programmes.contracts.forms.filing import (
    AmountsForm,
    IpForm,
    ItemForm,
    ItemFormSet,
    PaperForm,
    PartiesForm,
    SubjectForm,
)

__all__ = [
    "AmountsForm",
    "AnswerForm",
    "ChangeForm",
    "ExaminationForm",
    "IpForm",
    "ItemForm",
    "ItemFormSet",
    "ObjectionForm",
    "PaperForm",
    "PartiesForm",
    "ReasonForm",
    "RefusalForm",
    "ReturnForm",
    "RoyaltyForm",
    "SubjectForm",
    "VerifyForm",
]
