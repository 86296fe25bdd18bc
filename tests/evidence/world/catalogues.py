"""What do the catalogues hold: entries of the firm on every level, and a match between two of them?"""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import make_organisation, make_person
from tests.support.papers import small_pdf
from zhuanhua.core.dates import city_now, city_today
from zhuanhua.programmes.matching.actions import judge_pair
from zhuanhua.programmes.matching.models import Candidate, Learning
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.catalogue import actions as catalogue_actions
from zhuanhua.shared.catalogue.tests import factories as items
from zhuanhua.shared.search.models import SavedSearch


def entries(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Of both catalogues: a draft with a paper, one handed in, one for nobody else's eyes, a merge, a request for contact."""
    own, reviewer, made = people["own"], people["reviewer"], {}
    for kind in ("achievement", "need"):
        names = iter("甲乙丙")
        draft = items.draft(kind, by=own, title=f"{next(names)}项目")
        twin, other = (items.submitted(kind, by=own, title=f"{next(names)}项目") for _ in range(2))
        upload = SimpleUploadedFile("说明.pdf", small_pdf(), content_type="application/pdf")
        paper = catalogue_actions.attach_paper(item=draft, upload=upload, kind="description", by=own)
        merge = catalogue_actions.merge_items(kept=twin, merged=other, reason="同一项", by=own)
        hidden = items.published(kind, by=own, reviewer=reviewer, level="restricted", title="不公开项目")
        live = items.published(kind, by=own, reviewer=reviewer, title="公开项目")
        asked = catalogue_actions.ask_contact(
            item=live, message="想谈合作。", by=people["rival"], on=city_today()
        )
        made |= {
            f"{kind}_draft": {"number": draft.number},
            f"{kind}_paper": {"number": draft.number, "paper": str(paper.pk)},
            f"{kind}_submitted": {"number": items.submitted(kind, by=own, title="待审项目").number},
            f"{kind}_hidden": {"number": hidden.number},
            f"{kind}_live": {"number": live.number},
            f"{kind}_merge": {"identifier": merge.pk},
            f"{kind}_contact": {"number": live.number, "identifier": asked.pk},
        }
    made["saved_search"] = {"number": SavedSearch.objects.create(person=own, text="热泵", source="needs").pk}
    return made


def match(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A need of the firm that somebody of no part offers what for, and asks to talk."""
    own, reviewer = people["own"], people["reviewer"]
    other = make_organisation("供方研究所", "institute", number=77)
    offering = make_person("offering", "供方", RoleName.UNIVERSITY, other)
    need = items.published("need", by=own, reviewer=reviewer, title="钢丝绳断丝在线检测")
    item = items.published("achievement", by=offering, reviewer=reviewer, title="钢丝绳断丝在线检测装置")
    asked = judge_pair(
        item=item, number=need.number, saying="suitable", note="", by=offering, on=city_today()
    )
    assert asked is not None
    near = items.published("achievement", by=offering, reviewer=reviewer, title="钢丝绳断丝探伤方法")
    lead = Candidate.objects.create(
        need=need, achievement=near, level=4, score_bp=1, probability_bp=1, model="m1", found_at=city_now(),
    )  # fmt: skip
    learning = Learning.objects.create(state="ready", version="m1-0-lost", asked_at=city_now())
    return {
        "match": {"number": asked.number},
        "matched_need": {"number": need.number},
        "lead": {"identifier": lead.pk},
        "learning": {"identifier": learning.pk},
    }
