"""How does an enterprise of the demo city write an application? Section by section with its team, budget and papers, as the form asks."""

from datetime import date, timedelta
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from zhuanhua.core.money import split_fen
from zhuanhua.demo.papers import pdf
from zhuanhua.demo.projects.applicants import CHAINS, COSTS, DEGREES, LETTERS, TASKS, TEXTS, WAN
from zhuanhua.demo.register import Titles
from zhuanhua.demo.words import SURNAMES
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.codes import Consent
from zhuanhua.programmes.projects.models import Application, Call

STANDINGS = ("platform", "talent", "standard", "national")
PLAIN = {"technologies": 3, "patents": 5, "maturity": "pilot", "risk": "原材料价格波动；已与两家供应商签约。"}
PAPERS = (("project_body", "项目实施方案.pdf"), ("project_commitment", "申报单位承诺书.pdf"))


class Writer:
    """Draws and writes; the same seed writes the same."""

    def __init__(self, people: dict[str, Any], chance: Random) -> None:
        self.people, self.chance, self.titles = people, chance, Titles(chance)
        self.body = pdf(
            "项目实施方案", ["一、目标　二、内容　三、技术路线　四、进度　五、预算（不写单位和姓名）。"]
        ).read()

    def begun(self, call: Call, by: Any, *, on: date, partner: Any) -> Application:
        """Begin a draft: the facts, and a partner who has not answered."""
        application = self._facts(call, by, on=on, wan=100, days=730, track="research")
        rows = [{"organisation": partner.organisation, "task": "材料与工艺试验"}]
        actions.save_partners(application=application, rows=rows, by=by, seen=0)
        return application

    def written(  # noqa: PLR0913 - what a wish holds
        self, call: Call, by: Any, *, on: date, wan: int, days: int, track: str, partner: Any = None
    ) -> Application:
        """Write all that the form asks; members and partner agree."""
        application = self._facts(call, by, on=on, wan=wan, days=days, track=track)
        for section in application.form.sections:
            answers = {each["code"]: self._answer(each["code"], application) for each in section["fields"]}
            application = actions.save_section(
                application=application, slug=section["slug"], answers=answers, by=by, seen=0
            )
        save = {"application": application, "by": by, "seen": 0}
        actions.save_members(**save, rows=self._team(by, application.leader_name))
        if partner is not None:
            actions.save_partners(
                **save, rows=[{"organisation": partner.organisation, "task": "材料与工艺试验"}]
            )
            actions.answer_partner(partner=application.partners.get(), agrees=True, by=partner)
        actions.save_budget(**save, rows=_budget(application))
        for kind, name in PAPERS:
            upload = SimpleUploadedFile(name, self.body)
            actions.attach_project_paper(application=application, upload=upload, kind=kind, by=by)
        for member in application.members.filter(consent=Consent.ASKED):
            actions.answer_member(member=member, agrees=True)
        application.refresh_from_db()
        return application

    def _facts(self, call: Call, by: Any, *, on: date, wan: int, days: int, track: str) -> Application:
        chain = self.chance.choice(("equipment", "auto", "it", "energy"))
        application = actions.start_application(call=call, by=by, on=on)
        facts = {
            "title": self.titles.draw(CHAINS[chain][0], "13" if track == "conversion" else "11"), "track": track, "chain": chain,
            "standing": self.chance.choice(STANDINGS), "leader_name": self._name(), "starts_on": on, "ends_on": on + timedelta(days=days),
            "requested_fen": wan * WAN, "own_fen": wan * 2 * WAN,
        }  # fmt: skip
        actions.save_basics(application=application, facts=facts, by=by, seen=0)
        application.refresh_from_db()
        return application

    def _answer(self, code: str, application: Application) -> Any:
        if code == "new_sales_fen":
            return (application.requested_fen or 0) * 10
        return PLAIN.get(code) or TEXTS[code].format(title=application.title)

    def _team(self, by: Any, leader: str) -> list[dict[str, Any]]:
        names = [leader, *{self._name() for _each in range(self.chance.randrange(3, 6))} - {leader}]
        return [
            {
                "name": name, "organisation_name": by.organisation.name, "email": f"member{place + 1}@demo.invalid", "degree": DEGREES[place % len(DEGREES)],
                "task": TASKS[place % len(TASKS)], "months": 12 + place,
            }
            for place, name in enumerate(sorted(names, key=lambda name: (name != leader, name)))
        ]  # fmt: skip

    def _name(self) -> str:
        return self.chance.choice(SURNAMES) + self.chance.choice(LETTERS) + self.chance.choice(LETTERS)


def _budget(application: Application) -> list[dict[str, Any]]:
    city, own = application.requested_fen or 0, application.own_fen or 0
    parts = zip(COSTS, split_fen(city, [4, 3, 3]), split_fen(own, [5, 3, 2]), strict=True)
    return [{"cost": cost, "city_fen": first, "own_fen": second, "ground": "按近三年同类项目测算"} for cost, first, second in parts]  # fmt: skip
