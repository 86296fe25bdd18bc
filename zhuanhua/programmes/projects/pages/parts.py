"""Which parts has an application, and what does each still lack?"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhuanhua.core.dates import city_today
from zhuanhua.programmes.projects.actions.applying import BASICS
from zhuanhua.programmes.projects.actions.missing import missing_of
from zhuanhua.programmes.projects.models import Application
from zhuanhua.shared.workflow.queries import open_return


@dataclass(frozen=True)
class Step:
    """One part in the list at the left: done, something missing, or something returned."""

    slug: str
    title: Any
    tone: str
    words: str


def remarks_of(application: Application) -> dict[str, str]:
    returned = open_return(application)
    return {each.field: each.remark for each in returned.fields.all()} if returned else {}


def titles_of(application: Application) -> dict[str, Any]:
    """Name the parts of an application in their order."""
    return {
        "basics": _("基本情况"),
        **{section["slug"]: section["title"] for section in application.form.sections},
        "team": _("项目团队"),
        "partners": _("合作单位"),
        "budget": _("经费预算"),
        "papers": _("附件"),
        "review": _("核对并提交"),
    }


def title_of(application: Application, slug: str) -> Any:
    return titles_of(application)[slug]


def steps_of(application: Application) -> list[Step]:
    """Say of each part whether it is done, lacks something, or was returned."""
    missing: dict[str, int] = {}
    for slug, _words in missing_of(application, city_today()):
        missing[slug] = missing.get(slug, 0) + 1
    places = {
        field: section["slug"]
        for section in application.form.sections
        for field in (each["code"] for each in section["fields"])
    }
    returned: dict[str, int] = {}
    for field in remarks_of(application):
        slug = places.get(field, "basics" if field in BASICS else field)
        returned[slug] = returned.get(slug, 0) + 1
    found = []
    for slug, title in titles_of(application).items():
        if slug in returned:
            found.append(Step(slug, title, "warn", _("退回%(count)s处") % {"count": returned[slug]}))
        elif slug in missing:
            found.append(Step(slug, title, "quiet", _("缺%(count)s项") % {"count": missing[slug]}))
        elif slug == "review":
            found.append(Step(slug, title, "quiet" if missing else "done", _("待提交")))
        else:
            found.append(Step(slug, title, "done", _("已填完")))
    return found
