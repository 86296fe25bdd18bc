"""Which room answers at which address."""

from django.urls import include, path

from config import probes
from config.api import urls as api_urls

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("metrics", probes.metrics, name="metrics"),
    path("accounts/", include("zhuanhua.shared.people.account_urls")),
    path("", include("zhuanhua.shared.people.urls")),
    path("access/", include("zhuanhua.shared.access.urls")),
    path("journal/", include("zhuanhua.shared.journal.urls")),
    path("", include("zhuanhua.shared.workflow.urls")),
    path("policy/", include("zhuanhua.shared.policy.urls")),
    path("api/", api_urls),
    path("imports/", include("zhuanhua.shared.exchange.urls")),
    path("files/", include("zhuanhua.shared.documents.urls")),
    path("notices/", include("zhuanhua.shared.notices.urls")),
    path("budgets/", include("zhuanhua.shared.ledger.urls")),
    path("payments/", include("zhuanhua.shared.payments.urls")),
    path("projects/", include("zhuanhua.programmes.projects.urls")),
    path("contracts/", include("zhuanhua.programmes.contracts.urls")),
    path("achievements/", include("zhuanhua.programmes.achievements.urls")),
    path("needs/", include("zhuanhua.programmes.needs.urls")),
    path("matching/", include("zhuanhua.programmes.matching.urls")),
    path("vouchers/", include("zhuanhua.programmes.vouchers.urls")),
    path("verify/", include("zhuanhua.programmes.contracts.verify_urls")),
    path("statistics/", include("zhuanhua.accountability.statistics.urls")),
    path("replies/", include("zhuanhua.accountability.replies.urls")),
    path("search/", include("zhuanhua.shared.search.urls")),
    path("", include("zhuanhua.overview.urls")),
]

handler400 = "zhuanhua.overview.errors.bad_request"
handler403 = "zhuanhua.overview.errors.forbidden"
handler404 = "zhuanhua.overview.errors.not_found"
handler500 = "zhuanhua.overview.errors.server_error"
