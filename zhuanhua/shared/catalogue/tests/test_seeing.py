"""How much does each reader see, layer by layer, and is nothing counted that they may not know of?"""

import pytest

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.access.verdicts import Anonymous
from zhuanhua.shared.catalogue import actions, permissions, queries
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.catalogue.models import ContactRequest, Undertaking
from zhuanhua.shared.catalogue.tests.factories import draft, published, submitted

pytestmark = pytest.mark.django_db
PUBLIC = Anonymous()


def seen(person, item):
    found = permissions.sight(person, item)
    return (found.summary, found.text, found.contact)


@pytest.mark.parametrize(
    ("level", "public", "member"),
    [
        ("public", (True, True, False), (True, True, False)),
        ("members", (False, False, False), (True, True, False)),
        ("undertaking", (False, False, False), (True, False, False)),
    ],
)
def test_each_level_opens_its_layers(kind, applicant, reviewer, rival, system_admin, level, public, member):
    item = published(kind, by=applicant, reviewer=reviewer, level=level)

    assert (seen(PUBLIC, item), seen(rival, item)) == (public, member)
    assert seen(system_admin, item) == public
    assert seen(applicant, item) == seen(reviewer, item) == (True, True, True)


def test_what_is_restricted_exists_for_owner_and_desk_only(
    kind, applicant, reviewer, officer, rival, registrar
):
    published(kind, by=applicant, reviewer=reviewer, level="restricted")
    catalogue = catalogue_of(kind)

    counts = [
        queries.shelf(catalogue, person).count() for person in (PUBLIC, rival, registrar, applicant, officer)
    ]
    assert counts == [0, 0, 0, 1, 1]
    assert queries.filter_counts(queries.shelf(catalogue, rival))["domain"] == {}
    assert list(queries.matchable(catalogue, rival)) == []
    assert queries.similar(catalogue, rival, title="大型铸件表面裂纹在线检测", text="") == []


def test_drafts_are_the_owners_alone(kind, applicant, officer, rival):
    draft(kind, by=applicant)
    catalogue = catalogue_of(kind)

    counts = [queries.visible(catalogue, person).count() for person in (PUBLIC, rival, officer, applicant)]
    assert counts == [0, 0, 0, 1]


def test_what_waits_is_seen_by_the_desk_but_not_on_the_shelf(kind, applicant, officer, rival):
    submitted(kind, by=applicant)
    catalogue = catalogue_of(kind)

    assert (queries.waiting(catalogue, officer), queries.visible(catalogue, rival).count()) == (1, 0)


def test_a_signed_undertaking_opens_the_text_for_the_signer_alone(
    kind, applicant, reviewer, rival, agency_user
):
    item = published(kind, by=applicant, reviewer=reviewer, level="undertaking")
    actions.sign_undertaking(item=item, signed_name=rival.name, by=rival, on=city_today())

    assert (seen(rival, item), seen(agency_user, item)) == ((True, True, False), (True, False, False))
    assert rival.name in Undertaking.objects.get().wording


def test_an_undertaking_is_signed_with_ones_own_name_and_only_where_it_is_asked(
    kind, applicant, reviewer, rival
):
    item = published(kind, by=applicant, reviewer=reviewer, level="undertaking")
    with pytest.raises(Refusal):
        actions.sign_undertaking(item=item, signed_name="别人", by=rival, on=city_today())
    open_one = published(kind, by=applicant, reviewer=reviewer, level="members", title="另一项")

    with pytest.raises(Forbidden):
        actions.sign_undertaking(item=open_one, signed_name=rival.name, by=rival, on=city_today())


def test_the_contact_is_seen_after_consent_by_the_organisation_that_asked(
    kind, applicant, reviewer, rival, agency_user
):
    item = published(kind, by=applicant, reviewer=reviewer, level="members")
    asked = actions.ask_contact(item=item, message="想了解价格。", by=rival, on=city_today())
    assert seen(rival, item)[2] is False

    actions.answer_contact(request=asked, item=item, granted=True, by=applicant)

    assert (seen(rival, item)[2], seen(agency_user, item)[2]) == (True, False)


def test_a_request_is_asked_and_answered_once(kind, applicant, reviewer, rival):
    item = published(kind, by=applicant, reviewer=reviewer, level="members")
    asked = actions.ask_contact(item=item, message="想合作。", by=rival, on=city_today())
    with pytest.raises(Conflict):
        actions.ask_contact(item=item, message="再问。", by=rival, on=city_today())
    with pytest.raises(Forbidden):
        actions.answer_contact(request=asked, item=item, granted=True, by=rival)
    actions.answer_contact(request=asked, item=item, granted=False, by=applicant)

    with pytest.raises(Conflict):
        actions.answer_contact(request=asked, item=item, granted=True, by=applicant)
    assert ContactRequest.objects.get().state == "declined"


def test_the_engine_gets_everything_and_a_person_only_what_they_may_read(kind, applicant, reviewer, rival):
    published(kind, by=applicant, reviewer=reviewer, level="undertaking", text="机密正文")
    catalogue = catalogue_of(kind)

    [whole], [part] = list(queries.matchable(catalogue)), list(queries.matchable(catalogue, rival))
    assert (whole.text, part.text, part.summary == whole.summary) == ("机密正文", "", True)
    assert (part.field_path, part.field) == (("先进制造与自动化", "高性能、智能化仪器仪表"), "803")
