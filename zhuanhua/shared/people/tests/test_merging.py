"""Are two organisations made one in three steps, and exactly as before when it is undone?"""

from datetime import date

import pytest
from django.test import Client

from tests.support.cast import make_organisation, make_person, sign_in, valid_uscc
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.people import actions, merging
from zhuanhua.shared.people.models import Membership, Organisation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(firm: Organisation) -> Organisation:
    """The same firm, typed with blanks and another legal form."""
    return make_organisation("启明 云岭铸锻 有限责任公司", district="", industry="3391")


def snapshot() -> list[tuple[object, ...]]:
    members = list(Membership.objects.order_by("pk").values_list("pk", "organisation_id", "role", "until_on"))
    bodies = list(
        Organisation.objects.order_by("pk").values_list(
            "pk", "name", "uscc", "district", "industry", "merged_into_id"
        )
    )
    return [*members, *bodies]


def test_duplicates_meet_by_name_without_blanks_and_form(
    firm: Organisation, twin: Organisation, rival_firm: Organisation
) -> None:
    assert merging.duplicates() == [[firm, twin]]


def test_two_codes_are_two_bodies(firm: Organisation, twin: Organisation) -> None:
    Organisation.objects.filter(pk=twin.pk).update(uscc=valid_uscc(60))

    assert merging.duplicates() == []


def test_references_are_read_from_the_models() -> None:
    labels = [merging.label_of(field) for field in merging.references()]

    assert {"people.membership.organisation", "people.invitation.organisation"} <= set(labels)
    assert not [label for label in labels if "organisationmerge" in label or "organisationname" in label]


def test_compare_marks_what_differs(firm: Organisation, twin: Organisation) -> None:
    differing = [str(row.label) for row in merging.compare(firm, twin) if row.differs]

    assert differing == ["单位名称", "统一社会信用代码", "所在区县", "行业代码", "单位规模"]


def test_merge_moves_every_row_and_marks_the_merged(
    firm: Organisation, twin: Organisation, officer: Person
) -> None:
    person = make_person("second", "第二", "enterprise", twin)

    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)

    twin.refresh_from_db()
    firm.refresh_from_db()
    assert (person.memberships.get().organisation, twin.merged_into, firm.industry) == (firm, firm, "3391")
    assert merge.moved == {"people.membership.organisation": [person.memberships.get().pk]}
    assert [entry.event for entry in Entry.objects.all()] == ["organisation:merge"]


def test_undo_restores_exactly_what_was(
    firm: Organisation, twin: Organisation, applicant: Person, officer: Person
) -> None:
    make_person("second", "第二", "enterprise", twin)
    Membership.objects.create(
        person=applicant, organisation=twin, role="enterprise", since_on=date(2018, 1, 1)
    )
    before = snapshot()
    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)
    assert snapshot() != before

    actions.undo_merge(merge=merge, by=officer)

    assert snapshot() == before
    merge.refresh_from_db()
    assert merge.undone_by == officer
    with pytest.raises(Conflict):
        actions.undo_merge(merge=merge, by=officer)


def test_undo_leaves_rows_that_came_later(firm: Organisation, twin: Organisation, officer: Person) -> None:
    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)
    later = make_person("later", "后来", "enterprise", firm)

    actions.undo_merge(merge=merge, by=officer)

    assert later.memberships.get().organisation == firm


def test_the_code_moves_with_the_merge_and_back(
    twin: Organisation, firm: Organisation, officer: Person
) -> None:
    code = firm.uscc

    merge = actions.merge_organisations(kept=twin, merged=firm, reason="电话核实", by=officer)
    assert Organisation.objects.get(uscc=code) == twin
    actions.undo_merge(merge=merge, by=officer)

    assert Organisation.objects.get(uscc=code) == firm


def test_merge_after_undo_is_possible(firm: Organisation, twin: Organisation, officer: Person) -> None:
    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)
    actions.undo_merge(merge=merge, by=officer)

    actions.merge_organisations(kept=firm, merged=twin, reason="再次核实", by=officer)

    twin.refresh_from_db()
    assert twin.merged_into == firm


def test_undo_waits_for_the_later_merge(
    firm: Organisation, twin: Organisation, agency: Organisation, officer: Person
) -> None:
    first = actions.merge_organisations(
        kept=twin, merged=make_organisation("旧称"), reason="核实", by=officer
    )
    actions.merge_organisations(kept=firm, merged=twin, reason="核实", by=officer)

    with pytest.raises(Conflict) as said:
        actions.undo_merge(merge=first, by=officer)

    assert said.value.code == "merged_again"


def test_merge_refuses_two_codes_one_body_no_reason_and_again(
    firm: Organisation, rival_firm: Organisation, twin: Organisation, officer: Person
) -> None:
    with pytest.raises(Refusal, match="代码不同"):
        actions.merge_organisations(kept=firm, merged=rival_firm, reason="核实", by=officer)
    with pytest.raises(Refusal, match="同一个单位"):
        actions.merge_organisations(kept=firm, merged=firm, reason="核实", by=officer)
    with pytest.raises(Refusal, match="理由"):
        actions.merge_organisations(kept=firm, merged=twin, reason=" ", by=officer)
    actions.merge_organisations(kept=firm, merged=twin, reason="核实", by=officer)
    with pytest.raises(Conflict):
        actions.merge_organisations(kept=rival_firm, merged=twin, reason="核实", by=officer)


def test_an_applicant_does_not_merge(firm: Organisation, twin: Organisation, applicant: Person) -> None:
    with pytest.raises(Forbidden):
        actions.merge_organisations(kept=firm, merged=twin, reason="核实", by=applicant)


def test_the_three_steps_on_screen(
    client: Client, firm: Organisation, twin: Organisation, officer: Person
) -> None:
    sign_in(client, officer)

    assert twin.name in client.get("/organisations/duplicates/").content.decode()
    address = f"/organisations/compare/?id={firm.pk}&id={twin.pk}"
    assert "合并这两个单位" in client.get(address).content.decode()
    answer = client.post(address, {"kept": str(firm.pk), "reason": "电话核实"})

    assert (answer.status_code, answer["Location"]) == (302, f"/organisations/{firm.pk}/")
    merge = firm.merges_kept.get()
    assert "撤销这次合并" in client.get(f"/organisations/{firm.pk}/").content.decode()
    client.post(f"/organisations/merges/{merge.pk}/undo/")
    twin.refresh_from_db()
    assert twin.merged_into is None


@pytest.mark.parametrize("query", ["", "?id=1", "?id=x&id=y", "?id=999999999&id=1"])
def test_compare_needs_two_that_stand(client: Client, officer: Person, query: str) -> None:
    assert sign_in(client, officer).get(f"/organisations/compare/{query}").status_code == 404


def test_undo_gives_no_role_back_that_was_taken_away_since(
    firm: Organisation, twin: Organisation, applicant: Person, officer: Person, security_admin: Person
) -> None:
    Membership.objects.create(
        person=applicant, organisation=twin, role="enterprise", since_on=date(2018, 1, 1)
    )
    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)
    for membership in applicant.active_memberships():
        actions.end_membership(membership=membership, by=security_admin)

    actions.undo_merge(merge=merge, by=officer)

    assert not applicant.active_memberships().exists()
    assert not Entry.objects.filter(event="person:reopen_role").exists()


def test_each_role_that_comes_back_has_its_line(
    firm: Organisation, twin: Organisation, applicant: Person, officer: Person
) -> None:
    Membership.objects.create(
        person=applicant, organisation=twin, role="enterprise", since_on=date(2018, 1, 1)
    )
    merge = actions.merge_organisations(kept=firm, merged=twin, reason="电话核实", by=officer)
    actions.undo_merge(merge=merge, by=officer)

    assert applicant.active_memberships().count() == 2
    assert Entry.objects.get(event="person:reopen_role").after["organisation"] == twin.name
