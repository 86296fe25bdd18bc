"""How does the demo city come about? Accounts, the register of past years through the ordinary import, then the desks of today."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from zhuanhua.core.dates import city_today
from zhuanhua.demo import (
    accounts,
    bank_accounts,
    catalogues,
    conversions,
    letters,
    matches,
    paying,
    projects,
    reference,
    samples,
    subsidies,
    vouchers,
)
from zhuanhua.demo.arrivals import arrive, arrive_unseen, previewed
from zhuanhua.demo.cases.desks import stories_of
from zhuanhua.demo.cases.town import Town, tell
from zhuanhua.demo.days import on_day
from zhuanhua.demo.names import Firm, Population, populate
from zhuanhua.demo.register import POINTS, YEARS, Sold, contracts_of, years_until
from zhuanhua.demo.workbooks import NATIONAL, national_row, write_csv, write_workbook
from zhuanhua.programmes.contracts import actions, queries
from zhuanhua.shared.people.actions import create_organisation

Say = Callable[[str], None]
Step = Callable[..., None]
FIRST_IMPORT = timedelta(days=120)  # before today
LATEST_IMPORT = timedelta(days=6)


def build(*, seed: int, say: Say, today: date | None = None) -> dict[str, Any]:
    """Fill an empty, migrated database with the city of a seed as it stands on a day; gives what was made."""
    day = today or city_today()
    with quiet(), _step(say) as step:
        population = populate(seed)
        people = accounts.settle(
            population, since=date(2016, 1, 4), bureau_name=settings.BUREAU_NAME, chance=Random(seed)
        )
        step(_("单位与账号"))
        imported, small = register_of_past_years(population, people, seed=seed, day=day, step=step)
        cancel_some(imported, people, day=day)
        step(_("已登记合同中的注销"))
        mistype_some(population, people["officer"], day=day)
        paid = paying.tell(people, small, day=day, seed=seed)
        step(_("合同补贴：2018年%(known)d项，上年、今年各一批"), **paid)
        told = vouchers.tell_letter_year(people, day=day, seed=seed)
        step(_("创新券：2018年兑付%(vouchers)d张，服务机构%(providers)d家"), **told)
        held = vouchers.tell_stories(people, day=day, seed=seed)
        step(_("在办和已办的创新券%(stories)d张，每种状态都有"), **held)
        carried = projects.tell(people, day=day, seed=seed)
        step(
            _("“双百工程”立项%(known)d项，评审专家%(experts)d位；在办的申报通知和项目，每种状态都有"),
            **carried,
        )
        collected = catalogues.collect(people, population, day=day, seed=seed)
        step(_("成果%(achievements)d项、需求%(needs)d项，其中真匹配%(matches)d对"), **collected)
        met = matches.tell(people, day=day, seed=seed)
        step(_("供需对接%(matches)d项，意见%(verdicts)d条，签约并登记%(contracts)d项"), **met)
        town = Town(population, people, day, seed)
        stories = stories_of(town)
        steps = tell(stories, say=lambda line: None)
        step(_("在办合同%(count)d项，%(steps)d步"), count=len(stories), steps=steps)
        bank_accounts.tell(people, day=day, seed=seed)
        quoted = reference.tell(people, day=day)
        step(_("参考数据：各省技术市场%(numbers)d个数"), **quoted)
        answered = letters.tell(people, imported, day=day)
        step(_("建议提案%(proposals)d件，第0469号答复有%(figures)d个数"), **answered)
        shown = samples.write_samples(Path(settings.DATA_DIR) / "samples", today=day, seed=seed)
        with on_day(day):
            previewed(shown[1], sheet="contracts", by=people["registrar"])
        step(_("导入示例：8000行，其中30处有错，停在核对一步"))
    return {"contracts": len(imported), "stories": len(stories)}


def register_of_past_years(
    population: Population, people: dict[str, Any], *, seed: int, day: date, step: Step
) -> tuple[list[Sold], tuple[Firm, ...]]:
    """Let each registration point's export arrive year by year; every file goes through preview and confirmation.

    A second person confirms what came in, so that subsidies can be paid for it.

    Gives what arrived, and the small firms whose contracts are subsidised.
    """
    officer = people["officer"]
    imported: list[Sold] = []
    small: tuple[Firm, ...] = ()
    folder = Path(settings.DATA_DIR) / "import"
    for year in years_until(day):
        sold = contracts_of(year, population, seed, after=imported)
        with on_day(day - (LATEST_IMPORT if year.since else FIRST_IMPORT)):
            if year.year == subsidies.KNOWN_YEAR:
                small = subsidies.shape(sold, population, seed)
                conversions.shape(sold, population, seed)
            if year in YEARS:
                for point in POINTS:
                    rows = [national_row(one) for one in sold if one.number[8:10] == point]
                    path = folder / f"国家系统导出_{year.year}年_登记点{point}.xlsx"
                    arrive(write_workbook(path, NATIONAL, rows), sheet="registered-contracts", by=officer)
            else:
                months = f"{year.since.month}月起" if year.since else ""
                path = folder / f"国家系统导出_{year.year}年{months}.csv"
                arrive_unseen(
                    write_csv(path, NATIONAL, map(national_row, sold)),
                    sheet="registered-contracts",
                    by=officer,
                )
            confirm_entered(people["reviewer"])
        imported += sold
        step(_("%(year)d年登记的合同%(count)d项"), year=year.year, count=len(sold))
    return imported, small


@transaction.atomic
def confirm_entered(reviewer: Any) -> None:
    """The reviewer has compared the export with the national system, and confirms all that waits."""
    for group in queries.entered_groups(reviewer):
        marks = queries.marks_of(queries.entered_in(reviewer, group.person, group.day))
        actions.confirm_registrations(keys=marks.keys(), digest=queries.digest_of(marks.items()), by=reviewer)


def cancel_some(imported: list[Sold], people: dict[str, Any], *, day: date) -> None:
    """A few firms ask to cancel what was registered, and the desk agrees: these contracts stop counting."""
    owner = {
        person.organisation.uscc: person
        for person in people.values()
        if person.organisation and person.organisation.uscc
    }
    officer = people["officer"]
    on = day - timedelta(days=112)
    with on_day(on), transaction.atomic():
        for sold in imported:
            if sold.will_be_cancelled:
                who = owner[sold.seller.uscc]
                contract = queries.visible_contracts(who).get(registration_number=sold.number)
                reason = "项目未启动，双方协议解除合同。"
                change = actions.request_change(contract=contract, by=who, kind="cancel", reason=reason)
                actions.grant_change(change=change, by=officer, on=on)


def mistype_some(population: Population, officer: Any, *, day: date) -> None:
    """Some clerk entered organisations again, under names that differ by a blank or by the form of the company."""
    first, second = [firm for firm in population.outside_buyers if firm.name.endswith("有限公司")][:2]
    names = (f"{first.name[:2]} {first.name[2:]}", second.name.replace("有限公司", "有限责任公司"))
    with on_day(day - timedelta(days=90)):
        for name in names:
            create_organisation(name=name, kind="enterprise", by=officer)


@contextmanager
def quiet() -> Iterator[None]:
    """No mail leaves, and the disk is not waited for, while the city is built; both are set back afterwards."""
    mail, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    today = os.environ.get("ZHUANHUA_TODAY")
    _synchronous("OFF")
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = mail
        if today is not None:
            os.environ["ZHUANHUA_TODAY"] = today
        _synchronous("FULL")


def _synchronous(mode: str) -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {mode}")


@contextmanager
def _step(say: Say) -> Iterator[Step]:
    """Give a function that says what is done and how long it took since the last, in the language of the terminal.

    What is stored meanwhile is Chinese, whatever the terminal speaks.
    """
    clock, language = [time.monotonic()], translation.get_language()

    def step(line: str, **words: int) -> None:
        now = time.monotonic()
        with translation.override(language):
            say(f"{gettext(line) % words}  {now - clock[0]:.1f} s")
        clock[0] = now

    with translation.override("zh-hans"):
        yield step
