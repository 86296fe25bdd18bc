"""Does each action on an organisation change what it says, write one line, and refuse what it must?"""

from datetime import date

import pytest

from tests.support.cast import Play, make_organisation, valid_uscc
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people import actions
from zhuanhua.shared.people.models import Organisation, Person
from zhuanhua.shared.people.queries import (
    organisation_by_name,
    organisation_by_uscc,
    organisations_like,
)
from zhuanhua.shared.people.tests.lines import events

pytestmark = pytest.mark.django_db


def test_create_organisation_keeps_name_and_line(officer: Person) -> None:
    made = actions.create_organisation(
        name=" 启明　新材料 ", kind="enterprise", uscc=valid_uscc(40).lower(), by=officer
    )

    assert (made.name, made.uscc, made.names.get().name) == ("启明 新材料", valid_uscc(40), "启明 新材料")
    assert events() == ["organisation:create"]


def test_create_organisation_with_known_code_names_the_holder(firm: Organisation, officer: Person) -> None:
    with pytest.raises(Conflict) as said:
        actions.create_organisation(name="别名", kind="enterprise", uscc=firm.uscc, by=officer)

    assert (str(said.value), said.value.field) == (f"这个代码已登记在“{firm.name}”名下。", "uscc")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "甲" * 201}, "name"),
        ({"kind": "club"}, "kind"),
        ({"uscc": "123"}, "uscc"),
        ({"district": "999999"}, "district"),
        ({"size": "huge"}, "size"),
    ],
)
def test_create_organisation_refuses_by_field(officer: Person, facts: dict[str, str], field: str) -> None:
    with pytest.raises(Refusal) as said:
        actions.create_organisation(**{"name": "甲", "kind": "enterprise", "by": officer, **facts})

    assert said.value.field == field
    assert events() == []


def test_update_organisation_by_its_own_user(applicant: Person, firm: Organisation) -> None:
    actions.update_organisation(
        organisation=firm, size="medium", registered_on=date(2001, 2, 3), by=applicant
    )

    firm.refresh_from_db()
    entry = Entry.objects.get()
    assert (firm.size, firm.registered_on) == ("medium", date(2001, 2, 3))
    assert (entry.before["size"], entry.after["registered_on"]) == ("small", "2001-02-03")


def test_update_organisation_by_a_rival_is_refused(rival: Person, firm: Organisation) -> None:
    with pytest.raises(Forbidden):
        actions.update_organisation(organisation=firm, size="medium", by=rival)


def test_update_organisation_takes_no_other_field(applicant: Person, firm: Organisation) -> None:
    with pytest.raises(Refusal) as said:
        actions.update_organisation(organisation=firm, uscc="x", by=applicant)

    assert said.value.code == "unknown_field"


def test_a_merged_organisation_is_not_edited(
    officer: Person, firm: Organisation, rival_firm: Organisation
) -> None:
    rival_firm.merged_into = firm
    rival_firm.save()

    with pytest.raises(Forbidden):
        actions.update_organisation(organisation=rival_firm, size="large", by=officer)


def test_rename_keeps_the_former_name_findable(
    applicant: Person, officer: Person, firm: Organisation
) -> None:
    former = firm.name

    actions.rename_organisation(
        organisation=firm, name="启明云岭精铸有限公司", on=date(2018, 6, 1), by=applicant
    )

    assert [(row.name, row.to_on) for row in firm.names.all()] == [
        ("启明云岭精铸有限公司", None),
        (former, date(2018, 6, 1)),
    ]
    assert list(organisations_like(former, officer)) == [firm]
    assert organisation_by_name(former) == firm
    assert events() == ["organisation:rename"]


def test_rename_to_the_same_name_is_refused(applicant: Person, firm: Organisation) -> None:
    with pytest.raises(Refusal) as said:
        actions.rename_organisation(organisation=firm, name=firm.name, on=date(2018, 6, 1), by=applicant)

    assert said.value.code == "same_name"


def test_rename_before_the_present_name_began_is_refused(applicant: Person, firm: Organisation) -> None:
    firm.names.update(from_on=date(2018, 6, 1))

    with pytest.raises(Refusal) as said:
        actions.rename_organisation(organisation=firm, name="新名", on=date(2018, 5, 1), by=applicant)

    assert said.value.field == "on"


def test_a_stranger_finds_organisations_by_whole_name_or_code_only(
    applicant: Person, rival_firm: Organisation
) -> None:
    assert list(organisations_like("启明", applicant)) == []
    assert list(organisations_like("91", applicant)) == []
    assert list(organisations_like("", applicant)) == []
    assert list(organisations_like(rival_firm.name, applicant)) == [rival_firm]
    assert list(organisations_like(rival_firm.uscc, applicant)) == [rival_firm]


def test_organisation_by_uscc_follows_merges(firm: Organisation, play: Play) -> None:
    old = make_organisation("旧单位", number=77)
    old.merged_into = firm
    old.save()

    assert organisation_by_uscc(valid_uscc(77)) == firm
    assert organisation_by_uscc("123") is None


def test_a_name_that_another_organisation_bears_is_refused(
    rival: Person, firm: Organisation, rival_firm: Organisation
) -> None:
    with pytest.raises(Conflict) as told:
        actions.rename_organisation(
            organisation=rival_firm, name=f" {firm.name} ", on=date(2018, 6, 1), by=rival
        )

    assert told.value.field == "name"
    rival_firm.refresh_from_db()
    assert rival_firm.name_key != firm.name_key
