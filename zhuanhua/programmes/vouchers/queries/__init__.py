"""What can be asked about vouchers? Every read takes the person who asks."""

from zhuanhua.programmes.vouchers.queries.lists import (
    desk_counts,
    desk_views,
    filtered,
    filtered_providers,
    my_vouchers,
    sums_of,
    view_of,
    waiting,
)
from zhuanhua.programmes.vouchers.queries.reconciling import odd_vouchers
from zhuanhua.programmes.vouchers.queries.redemptions import redemption_queue, redemption_rows
from zhuanhua.programmes.vouchers.queries.rows import (
    application_queue,
    application_rows,
    check_row,
    holder_kind_of,
    holder_names,
    issued_before,
    values_on,
)
from zhuanhua.programmes.vouchers.queries.single import (
    application_sheet,
    listed_providers,
    my_provider,
    offices_of,
    outcome_due_on,
    provider_for,
    redemption_sheet,
    sheet_of_check,
    visible_providers,
    visible_vouchers,
    voucher_for,
)

__all__ = [
    "application_queue",
    "application_rows",
    "application_sheet",
    "check_row",
    "desk_counts",
    "desk_views",
    "filtered",
    "filtered_providers",
    "holder_kind_of",
    "holder_names",
    "issued_before",
    "listed_providers",
    "my_provider",
    "my_vouchers",
    "odd_vouchers",
    "offices_of",
    "outcome_due_on",
    "provider_for",
    "redemption_queue",
    "redemption_rows",
    "redemption_sheet",
    "sheet_of_check",
    "sums_of",
    "values_on",
    "view_of",
    "visible_providers",
    "visible_vouchers",
    "voucher_for",
    "waiting",
]
