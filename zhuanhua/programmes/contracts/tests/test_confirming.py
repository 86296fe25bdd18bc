"""Is nothing paid for what one person entered, until another has confirmed exactly that?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests.support.cast import make_organisation, sign_in
from tests.support.papers import small_pdf
from zhuanhua.core.dates import CITY_ZONE
from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.programmes.contracts import actions, pages, permissions, queries
from zhuanhua.programmes.contracts.actions.importing import import_registered
from zhuanhua.programmes.contracts.actions.stopping import entitled_fen
from zhuanhua.programmes.contracts.models import Contract, Subsidy
from zhuanhua.programmes.contracts.tests.money import *  # noqa: F403 - the fixtures of this story
from zhuanhua.programmes.contracts.tests.money import ON
from zhuanhua.programmes.contracts.tests.test_importing import BUYER, SELLER, a_registered_row
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.journal.sentences import lines_of
from zhuanhua.shared.people.districts import area_name
from zhuanhua.shared.workflow.queries import tasks_for

pytestmark = pytest.mark.django_db
PRICE = 90_000_000
PAGE = "/contracts/entered/"


@pytest.fixture
def row(db):
    """Give a row of the national system that the sellers' rule pays."""
    make_organisation("沈阳霁桓新材料有限公司", number=9_001, size="small")
    make_organisation("沈阳澈衡水务有限公司", number=9_002)
    return a_registered_row(total_fen=PRICE)


@pytest.fixture
def entered(row, officer):
    """Give the contract that the officer entered."""
    import_registered(rows=[row], by=officer)
    return Contract.objects.get()


def seen_of(*contracts):
    marks = queries.marks_of(Contract.objects.filter(pk__in=[one.pk for one in contracts]))
    return {"keys": list(marks), "digest": queries.digest_of(marks.items())}


def confirm(*contracts, by):
    return actions.confirm_registrations(**seen_of(*contracts), by=by)


def group_of(contract):
    return {
        "by": contract.registered_by_id,
        "on": contract.state_since.astimezone(CITY_ZONE).date().isoformat(),
    }


def test_an_entered_contract_is_not_proposed_and_is_named_as_waiting(entered, confirmed):
    seen = queries.proposal("seller", year=2018, on=ON)

    assert (seen.grants, [grant.number for grant in seen.waiting]) == ((), [entered.number])
    [reason] = seen.waiting[0].reasons
    assert "第二人核对" in reason
    assert seen.waiting[0].sheet.held_fen == 9_000_000


def test_nothing_is_granted_for_it(entered, confirmed, make):
    with pytest.raises(Refusal) as refusal:
        make()

    assert refusal.value.code == "empty"


def test_confirmed_by_another_it_is_paid(entered, confirmed, make, reviewer):
    assert confirm(entered, by=reviewer) == 1

    make()

    assert Subsidy.objects.get().amount_fen == 9_000_000
    entered.refresh_from_db()
    assert entered.reviewed_by == reviewer
    line = Entry.objects.get(event="contract:confirm")
    assert (line.case_number, line.actor_name) == (entered.number, reviewer.name)
    assert "核对导入的登记2018210111000001，合同额90.00万元" in lines_of([line])[0]["sentence"]


def test_whoever_entered_it_cannot_confirm_it(row, play):
    both = play("both", role="registrar")
    import_registered(rows=[row], by=both)
    reviewing = play("other", role="reviewer")
    Contract.objects.update(registered_by=reviewing)
    contract = Contract.objects.get()

    with pytest.raises(Forbidden, match="不能核对自己导入的登记"):
        confirm(contract, by=reviewing)
    assert not permissions.may_review(reviewing, contract)
    assert queries.entered_count(reviewing) == 0
    assert Contract.objects.get().awaits_confirmation


def test_the_database_keeps_the_two_apart(entered, officer):
    with pytest.raises(IntegrityError):
        Contract.objects.filter(pk=entered.pk).update(reviewed_by=officer)


@pytest.mark.parametrize("name", ["officer", "applicant", "rival", "leader"])
def test_only_a_reviewer_confirms(entered, request, name):
    with pytest.raises(Forbidden):
        confirm(entered, by=request.getfixturevalue(name))


def test_what_changed_after_it_was_seen_is_not_confirmed(entered, reviewer):
    seen = seen_of(entered)
    Contract.objects.update(total_fen=PRICE + 100)

    with pytest.raises(Conflict):
        actions.confirm_registrations(**seen, by=reviewer)

    assert Contract.objects.get().reviewed_by is None


def test_nothing_is_confirmed_twice(entered, reviewer):
    confirm(entered, by=reviewer)

    with pytest.raises(Conflict):
        confirm(entered, by=reviewer)


def test_a_contract_that_was_not_entered_is_not_confirmed(sold, reviewer):
    with pytest.raises(Conflict):
        confirm(sold[0], by=reviewer)


def test_nothing_chosen_is_refused(reviewer):
    with pytest.raises(Refusal):
        actions.confirm_registrations(keys=[], digest="", by=reviewer)


def test_a_correction_of_what_was_confirmed_waits_again_and_may_be_corrected_again(
    entered, row, confirmed, officer, registrar, reviewer
):
    confirm(entered, by=reviewer)

    for by, price in ((registrar, PRICE + 1_000_000), (officer, PRICE + 2_000_000)):
        assert import_registered(rows=[row | {"total_fen": price}], by=by)["changed"] == 1
        contract = Contract.objects.get()
        assert (contract.registered_by, contract.reviewed_by, contract.total_fen) == (by, None, price)
        assert queries.proposal("seller", year=2018, on=ON).grants == ()
        confirm(contract, by=reviewer)

    [grant] = queries.proposal("seller", year=2018, on=ON).grants
    assert grant.sheet.amount_fen == 9_200_000


def test_a_contract_that_is_entered_anew_while_it_is_granted_is_not_paid(
    entered, row, confirmed, make, officer, reviewer, monkeypatch
):
    confirm(entered, by=reviewer)
    judged = actions.subsidies.proposal

    def meanwhile(*words, **facts):
        seen = judged(*words, **facts)
        import_registered(rows=[row | {"total_fen": PRICE * 2}], by=officer)
        return seen

    monkeypatch.setattr(actions.subsidies, "proposal", meanwhile)

    with pytest.raises(Conflict):
        make()


def test_what_was_granted_stays_when_nobody_has_confirmed_it(entered, confirmed, make, reviewer):
    """Rows that were paid before confirmations existed give nothing back."""
    confirm(entered, by=reviewer)
    make()
    Contract.objects.update(reviewed_by=None)

    subsidy = Subsidy.objects.get()
    assert entitled_fen(subsidy) == subsidy.amount_fen
    actions.stopping.lower_subsidies(contract=entered, on=ON, reason="核对")
    assert Subsidy.objects.get().state == "granted"


def test_a_buyers_claim_is_accepted_and_waits(entered, confirmed, make, reviewer):
    Subsidy.objects.create(
        number="2018-BT-00009", contract=entered, payee=entered.buyer, scheme="buyer", state="submitted", year=2018,
    )  # fmt: skip
    claim = Subsidy.objects.get()
    actions.accept_claim(claim=claim, by=reviewer, on=ON)

    [waiting] = queries.proposal("buyer", year=2018, on=ON).waiting

    assert (waiting.number, any("第二人核对" in reason for reason in waiting.reasons)) == (claim.number, True)


def test_a_change_of_amounts_does_not_confirm_what_was_entered(entered, play, reviewer, officer):
    seller = play("seller", role="enterprise", organisation=entered.seller)
    after = {"total_fen": 900_000_000, "verified_trade_fen": 900_000_000}
    change = actions.request_change(contract=entered, by=seller, kind="amend", reason="补充协议", after=after)
    actions.grant_change(change=change, by=reviewer, on=ON)

    assert Contract.objects.get().awaits_confirmation


def test_a_royalty_does_not_confirm_what_was_entered(row, officer, reviewer):
    facts = {"payment_form": "royalty_with_fee", "royalty_base": "sales", "royalty_bp": "3%"}
    import_registered(rows=[row | facts], by=officer)
    actions.record_royalty(
        contract=Contract.objects.get(),
        by=reviewer,
        on=ON,
        received_on=ON,
        base_fen=20_000_000_000,
        amount_fen=600_000_000,
        file=SimpleUploadedFile("回单.pdf", small_pdf()),
    )

    contract = Contract.objects.get()
    assert (contract.total_fen, contract.awaits_confirmation) == (PRICE + 600_000_000, True)


@pytest.mark.postgres
def test_an_open_task_is_locked_before_an_import_counts_on_it(row, officer, reviewer):
    import_registered(rows=[row], by=officer)
    other = row | {"registration_number": "2018210111000002", "project_name": "另一项"}
    with CaptureQueriesContext(connection) as asked:
        import_registered(rows=[other], by=officer)
    read = [each["sql"] for each in asked if 'FROM "workflow_task"' in each["sql"]]

    assert [sql.endswith("FOR UPDATE") for sql in read] == [True]
    assert len(tasks_for(reviewer)) == 1


def test_an_import_opens_one_task_and_the_last_confirmation_closes_it(row, officer, reviewer):
    rows = [row, row | {"registration_number": "2018210111000002", "project_name": "另一项"}]
    import_registered(rows=rows[:1], by=officer)
    import_registered(rows=rows[1:], by=officer)
    one, two = Contract.objects.order_by("pk")

    [task] = tasks_for(reviewer)
    assert (task.title, task.url.startswith(f"{PAGE}?by={officer.pk}&on=")) == ("核对导入的登记", True)
    confirm(one, by=reviewer)
    assert tasks_for(reviewer).count() == 1
    confirm(two, by=reviewer)

    assert tasks_for(reviewer).count() == 0


def test_a_registration_that_ends_unconfirmed_leaves_the_inbox(entered, play, officer, reviewer):
    seller = play("seller", role="enterprise", organisation=entered.seller)
    change = actions.request_change(contract=entered, by=seller, kind="cancel", reason="双方解除")
    actions.grant_change(change=change, by=officer, on=ON)

    assert (tasks_for(reviewer).count(), queries.entered_groups(reviewer)) == (0, [])


def test_what_another_enters_anew_moves_to_their_group(entered, row, registrar, officer, reviewer):
    import_registered(rows=[row | {"field": "07"}], by=registrar)

    [group] = queries.entered_groups(reviewer)
    assert (group.person, group.count, group.total_fen) == (registrar.pk, 1, PRICE)
    assert [task.about.split()[0] for task in tasks_for(reviewer)] == [registrar.name]


def test_the_reviewer_opens_a_group_and_confirms_all_of_it(client, entered, reviewer, officer):
    browser = sign_in(client, reviewer)
    groups = browser.get(PAGE).content.decode()
    page = browser.get(PAGE, group_of(entered))

    assert officer.name in groups
    assert "确认全部1份" in page.content.decode()
    assert entered.registration_number in page.content.decode()
    shown = [row.seen for row in page.context["rows"]]
    answer = browser.post(PAGE, group_of(entered) | {"all": "1", "shown": shown})

    assert answer.headers["Location"] == PAGE
    assert Contract.objects.get().reviewed_by == reviewer


def test_the_reviewer_confirms_what_is_ticked(client, row, officer, reviewer):
    rows = [row, row | {"registration_number": "2018210111000002", "project_name": "另一项"}]
    import_registered(rows=rows, by=officer)
    one = Contract.objects.order_by("pk").first()
    browser = sign_in(client, reviewer)
    page = browser.get(PAGE, group_of(one))

    shown = {row.contract.pk: row.seen for row in page.context["rows"]}
    browser.post(PAGE, group_of(one) | {"seen": [shown[one.pk]], "shown": list(shown.values())})

    assert [each.reviewed_by for each in Contract.objects.order_by("pk")] == [reviewer, None]


def test_a_group_that_changed_since_it_was_seen_is_shown_again(client, entered, reviewer):
    browser = sign_in(client, reviewer)
    page = browser.get(PAGE, group_of(entered))
    Contract.objects.update(total_fen=PRICE + 100)

    shown = [row.seen for row in page.context["rows"]]
    answer = browser.post(PAGE, group_of(entered) | {"all": "1", "shown": shown}, follow=True)

    assert "一份也没有确认" in answer.content.decode()
    assert Contract.objects.get().reviewed_by is None


def test_all_means_the_rows_of_the_page_and_the_next_page_follows(
    client, row, officer, reviewer, monkeypatch
):
    monkeypatch.setattr(pages.entered, "PAGE_SIZE", 2)
    rows = [
        row | {"registration_number": f"201821011100000{n}", "project_name": f"第{n}项"} for n in range(1, 6)
    ]
    import_registered(rows=rows, by=officer)
    one = Contract.objects.order_by("pk").first()
    browser = sign_in(client, reviewer)

    page = browser.get(PAGE, group_of(one) | {"page": "2"})
    assert "确认本页2份" in page.content.decode()
    assert "本页2份，合计180.00万元" in page.content.decode()
    shown = [row.seen for row in page.context["rows"]]
    answer = browser.post(PAGE, group_of(one) | {"page": "2", "all": "1", "shown": shown}, follow=True)

    assert [contract.reviewed_by is not None for contract in Contract.objects.order_by("pk")] == [
        False, False, True, True, False,
    ]  # fmt: skip
    assert "已核对2份登记，这一批还有3份。" in answer.content.decode()
    assert [row.contract.project_name for row in answer.context["rows"]] == ["第5项"]


def test_a_row_that_came_in_since_is_not_confirmed_with_the_page(client, entered, row, officer, reviewer):
    browser = sign_in(client, reviewer)
    page = browser.get(PAGE, group_of(entered))
    late = row | {"registration_number": "2018210111000002", "project_name": "后来的一项"}
    import_registered(rows=[late], by=officer)

    shown = [row.seen for row in page.context["rows"]]
    browser.post(PAGE, group_of(entered) | {"all": "1", "shown": shown})

    assert [each.reviewed_by for each in Contract.objects.order_by("pk")] == [reviewer, None]


@pytest.mark.parametrize("sent", [{}, {"shown": "x:y"}, {"digest": "0"}])
def test_all_without_the_rows_that_were_shown_confirms_nothing(client, entered, reviewer, sent):
    answer = sign_in(client, reviewer).post(PAGE, group_of(entered) | {"all": "1"} | sent, follow=True)

    assert "没有选择要核对的登记" in answer.content.decode()
    assert Contract.objects.get().reviewed_by is None


def test_the_page_shows_what_counts_for_money(client, entered, reviewer):
    Contract.objects.update(seller_district="210112", buyer_district="310115", is_related=True)
    page = sign_in(client, reviewer).get(PAGE, group_of(entered)).content.decode()
    entered.refresh_from_db()

    told = [area_name("210112"), area_name("310115"), "<b>是</b>", "90.00", entered.signed_on.isoformat(), entered.registered_on.isoformat()]  # fmt: skip
    assert [word for word in told if word not in page] == []


def test_a_rival_is_not_shown_what_was_entered(client, entered, rival):
    answer = sign_in(client, rival).get(PAGE, group_of(entered))

    assert (answer.status_code, entered.registration_number in answer.content.decode()) == (403, False)


def test_own_entries_are_shown_without_a_way_to_confirm_them(client, entered, reviewer):
    Contract.objects.update(registered_by=reviewer)
    entered.refresh_from_db()
    browser = sign_in(client, reviewer)
    page = browser.get(PAGE, group_of(entered)).content.decode()

    assert "一个人不能既导入又核对" in page
    assert "确认全部" not in page
    assert "您自己导入的" in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "given", ["?by=x&on=2018-01-01", "?by=1&on=never", "?by=1&on=2018-01-01", "?by=²&on="]
)
def test_an_address_that_names_nothing_shows_a_page(client, reviewer, given):
    assert sign_in(client, reviewer).get(PAGE + given).status_code == 200


@pytest.mark.parametrize("name", ["rival", "officer", "leader"])
def test_the_page_is_for_reviewers_alone(client, entered, request, name):
    person = request.getfixturevalue(name)

    assert sign_in(client, person).get(PAGE).status_code == 403
    assert sign_in(client, person).post(PAGE, group_of(entered) | {"all": "1"}).status_code == 403


def test_the_contract_says_whether_it_was_confirmed(client, entered, reviewer):
    browser = sign_in(client, reviewer)
    address = f"/contracts/{entered.number}/"

    assert "导入的登记，还没有第二人核对" in browser.get(address).content.decode()
    confirm(entered, by=reviewer)
    assert f"导入的登记，由{reviewer.name}核对" in browser.get(address).content.decode()


def test_the_sellers_page_says_what_waits(client, entered, play):
    seller = play("seller", role="enterprise", organisation=entered.seller)
    page = sign_in(client, seller).get(f"/contracts/{entered.number}/entitlement/").content.decode()

    assert "这份登记从全国系统导入，还没有第二人核对。" in page


def test_sides_of_the_row_are_the_known_ones(entered):
    assert (entered.seller.uscc, entered.buyer.uscc) == (SELLER, BUYER)
