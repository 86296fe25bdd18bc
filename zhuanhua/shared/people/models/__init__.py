"""What do we keep about organisations, the persons who act for them, and how they came in?"""

from zhuanhua.shared.people.models.accounts import AccountApplication, ApplicationState, Invitation
from zhuanhua.shared.people.models.membership import Membership
from zhuanhua.shared.people.models.organisation import Organisation, OrganisationMerge, OrganisationName
from zhuanhua.shared.people.models.person import Person
from zhuanhua.shared.people.models.tokens import ApiToken
from zhuanhua.shared.people.models.views import SavedView

__all__ = [
    "AccountApplication",
    "ApiToken",
    "ApplicationState",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationMerge",
    "OrganisationName",
    "Person",
    "SavedView",
]
