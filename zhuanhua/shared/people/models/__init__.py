"""What do we keep about organisations, the persons who act for them, and how they came in?"""

from zhuanhua.shared.people.models.accounts import AccountApplication, ApplicationState, Invitation
from zhuanhua.shared.people.models.membership import Membership
from zhuanhua.shared.people.models.organisation import Organisation, OrganisationMerge, OrganisationName
from zhuanhua.shared.people.models.person import Person

__all__ = [
    "AccountApplication",
    "ApplicationState",
    "Invitation",
    "Membership",
    "Organisation",
    "OrganisationMerge",
    "OrganisationName",
    "Person",
]
