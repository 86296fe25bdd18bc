"""Which room answers at which address."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("zhuanhua.shared.people.account_urls")),
    path("", include("zhuanhua.shared.people.urls")),
    path("access/", include("zhuanhua.shared.access.urls")),
    path("journal/", include("zhuanhua.shared.journal.urls")),
    path("", include("zhuanhua.shared.workflow.urls")),
    path("policy/", include("zhuanhua.shared.policy.urls")),
    path("figures/", include("zhuanhua.shared.figures.urls")),
    path("imports/", include("zhuanhua.shared.exchange.urls")),
    path("files/", include("zhuanhua.shared.documents.urls")),
    path("notices/", include("zhuanhua.shared.notices.urls")),
    path("contracts/", include("zhuanhua.programmes.contracts.urls")),
    path("verify/", include("zhuanhua.programmes.contracts.verify_urls")),
    path("statistics/", include("zhuanhua.accountability.statistics.urls")),
    path("replies/", include("zhuanhua.accountability.replies.urls")),
    path("", include("zhuanhua.overview.urls")),
]
