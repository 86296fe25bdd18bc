"""What can be done with organisations, accounts and roles? Every write, each with one line in the journal."""

from zhuanhua.shared.people.actions.accounts import (
    accept_invitation,
    clear_second_factor,
    disable_person,
    enable_person,
    invite_person,
    lift_lockout,
    open_account,
    update_profile,
)
from zhuanhua.shared.people.actions.applications import (
    approve_application,
    file_application,
    refuse_application,
)
from zhuanhua.shared.people.actions.memberships import end_membership, grant_role
from zhuanhua.shared.people.actions.merging import merge_organisations, undo_merge
from zhuanhua.shared.people.actions.organisations import (
    create_organisation,
    rename_organisation,
    update_organisation,
)
from zhuanhua.shared.people.actions.views import forget_view, keep_view

__all__ = [
    "accept_invitation",
    "approve_application",
    "clear_second_factor",
    "create_organisation",
    "disable_person",
    "enable_person",
    "end_membership",
    "file_application",
    "forget_view",
    "grant_role",
    "invite_person",
    "keep_view",
    "lift_lockout",
    "merge_organisations",
    "open_account",
    "refuse_application",
    "rename_organisation",
    "undo_merge",
    "update_organisation",
    "update_profile",
]
