"""Is money paid to nobody but the one who was announced and approved?"""

import pytest

from tests.support.cast import make_organisation
from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Conflict
from zhuanhua.shared.payments import actions
from zhuanhua.shared.payments.models import BankAccount
from zhuanhua.shared.people.actions import merge_organisations, rename_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.proof("R1")]


def renamed(payee, by, name="张三") -> None:
    """Give a payee another name, and an account in it."""
    rename_organisation(organisation=payee, name=name, on=city_today(), by=by)
    payee.refresh_from_db()
    payee.bank_accounts.update(account_name=name, bank_account="6222000011112222")


def test_nobody_renames_itself_while_money_is_on_its_way(approved, payees, play, officer):
    clerk = play("payee", role="enterprise", organisation=payees[0])
    with pytest.raises(Conflict, match=f"{approved.number}.*由经办更名"):
        rename_organisation(organisation=payees[0], name="张三", on=city_today(), by=clerk)
    renamed(payees[0], officer, "新名称有限公司")
    assert payees[0].name == "新名称有限公司"


def test_another_than_was_announced_is_not_paid_and_may_be_taken_out(approved, payees, officer, finance):
    renamed(payees[0], officer)
    assert actions.send_batch(batch=approved, by=finance, on=city_today()).count == 2
    held = approved.payments.get(state="planned")
    assert (held.payee_name, held.account_name) == ("收款单位0有限公司", "")
    with pytest.raises(Conflict, match="收款单位0有限公司的名称或者代码和公示、批准时不同"):
        actions.send_batch(batch=approved, by=finance, on=city_today())
    actions.drop_payment(payment=held, by=officer, reason="更名", on=city_today())
    held.refresh_from_db()
    assert held.state == "dropped"


def test_another_code_is_another_payee(approved, payees, finance):
    payees[1].uscc = None
    payees[1].save()
    assert actions.send_batch(batch=approved, by=finance, on=city_today()).count == 2


def test_a_payee_is_not_merged_while_money_is_on_its_way(approved, payees, officer):
    other = make_organisation("别的单位", number=790)
    other.uscc = None
    other.save()
    for kept, merged in ((other, payees[0]), (payees[0], other)):
        with pytest.raises(Conflict, match=approved.number):
            merge_organisations(kept=kept, merged=merged, reason="核实", by=officer)
    assert BankAccount.objects.filter(organisation=payees[0]).exists()
    assert approved.payments.first().payee == payees[0]
