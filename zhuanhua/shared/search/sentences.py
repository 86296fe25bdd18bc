"""How do the events of saved searches read in the journal?"""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "search:keep": _("保存一个查找。"),
    "search:forget": _("删去一个保存的查找。"),
}
