"""What does the programme offer to the rooms it borrows: files, sentences, figures, rules, payments?"""

from datetime import date

from django.utils.translation import gettext_lazy as _

from zhuanhua.programmes.projects import codes, policy_sheets, queries
from zhuanhua.programmes.projects import figures as _figures  # noqa: F401 - it registers itself
from zhuanhua.programmes.projects.actions import ending, paying
from zhuanhua.programmes.projects.sentences import NAMES, SENTENCES
from zhuanhua.shared.documents.kinds import register_kinds
from zhuanhua.shared.journal.sentences import register_sentences
from zhuanhua.shared.payments.programmes import Paying
from zhuanhua.shared.payments.programmes import register as register_paying


def register() -> None:
    """Hang up every sign once, when Django has loaded the models."""
    register_kinds(dict(codes.PaperKind.choices))
    register_sentences(SENTENCES, NAMES)
    policy_sheets.register()
    register_paying(PROJECTS)


def notice_days(on: date) -> int:
    """How long a list of payments is announced (projects.notice.days)."""
    return int(queries.values_on(on).notice_days)


PROJECTS = Paying(
    "projects",
    _("科技项目补助"),
    publicity_days=notice_days,
    on_paid=paying.milestone_paid,
    on_dropped=paying.milestone_dropped,
    on_recovered=ending.project_recovered,
    address=lambda number: f"/projects/{number.rpartition('-M')[0] or number}/",
    make_url="/projects/payable/",
)
