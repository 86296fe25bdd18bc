"""Does a sheet say what was judged, stay as it was stored, and refuse to pay on a value that nobody stands by?"""

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from zhuanhua.core.errors import Conflict, Forbidden, Refusal
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.policy import actions, queries, rules
from zhuanhua.shared.policy.models import LocalConfirmation, Verdict
from zhuanhua.shared.policy.rules import Condition, Rule, Step
from zhuanhua.shared.policy.tests.test_book import RATE, write
from zhuanhua.shared.policy.tests.test_judge import award, row
from zhuanhua.shared.policy.verdicts import digest_of, verdict

ON = date(2018, 6, 1)
CAP = "city.subsidy.cap_fen"
pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(tmp_path: Path, monkeypatch):
    """Five per cent up to a cap, for small firms; known to the registry while the test runs."""
    made = Rule(
        code="city.subsidy.award",
        title="补助",
        book=write(tmp_path, RATE),
        function=award,
        conditions=(Condition("is_small", "是小企业", "请核对规模。", (CAP,)),),
        steps=(Step("", "合同额", column="spend_fen"), Step("=", "补助", column="award_fen", kind="total")),
        result="award_fen",
        party="kind",
        key="kind",
        case_kind="city",
    )
    monkeypatch.setattr(rules, "_RULES", {made.code: made})
    return made


def sheet(rule, **facts):
    return verdict(rule, row(2_000) | facts, ON, confirmed=queries.confirmed())


def stand_by(rule, leader, *, every=True):
    used = rules.values_used(rule, rule.values(ON))
    for value in used if every else used[:1]:
        if not value.is_verified:
            actions.confirm_value(
                value_id=value.id,
                effective_from=value.effective_from,
                ground="局党组会议定",
                document="会议纪要〔2018〕3号",
                by=leader,
            )


def test_sheet_tells_condition_value_and_arithmetic(rule):
    content = sheet(rule).content

    assert [(each["column"], each["met"], each["values"]) for each in content["conditions"]] == [
        ("is_small", "yes", [CAP])
    ]
    assert [(each["operator"], each["amount_fen"]) for each in content["steps"]] == [("", 2_000), ("=", 100)]
    assert content["values"][CAP]["doc"] == rule.values(ON).value(CAP).source.doc


@pytest.mark.parametrize(("is_small", "met"), [(True, "yes"), (False, "no"), (None, "unknown")])
def test_condition_is_met_not_met_or_unknown(rule, is_small, met):
    made = sheet(rule, is_small=is_small)

    assert [each["met"] for each in made.content["conditions"]] == [met]
    assert len(made.content["steps"]) == (2 if is_small else 3)


def test_value_that_no_condition_names_counts_too(rule):
    assert {value["id"] for value in sheet(rule).unconfirmed} == {"city.subsidy.rate", CAP}


def test_sheet_pays_only_when_every_value_is_confirmed(rule, leader):
    stand_by(rule, leader, every=False)
    half = sheet(rule)
    stand_by_rest = half.unconfirmed
    for value in stand_by_rest:
        actions.confirm_value(
            value_id=value["id"],
            effective_from=date.fromisoformat(value["effective_from"]),
            ground="同上",
            document="纪要",
            by=leader,
        )

    assert (half.payable, len(stand_by_rest), sheet(rule).payable) == (False, 1, True)


def test_sheet_made_without_confirmations_never_pays(rule, leader):
    stand_by(rule, leader)

    assert verdict(rule, row(2_000), ON).payable is False


def test_nothing_due_is_not_payable(rule, leader):
    stand_by(rule, leader)

    assert (sheet(rule, is_small=False).payable, sheet(rule, is_small=False).unconfirmed) == (False, [])


def test_changed_value_needs_a_new_confirmation(rule, leader, tmp_path):
    stand_by(rule, leader)
    (tmp_path / "new").mkdir()
    changed = RATE.replace('value: "200"', 'value: "300"')
    later = rule.__class__(**{**vars(rule), "book": write(tmp_path / "new", changed)})

    assert [value.id for value in queries.unconfirmed(later.values(ON).entries)] == [CAP]
    assert queries.unconfirmed(rule.values(ON).entries) == []


def test_confirmation_is_shown_on_the_sheet_and_in_the_journal(rule, leader):
    stand_by(rule, leader)

    kept = sheet(rule).content["values"][CAP]["confirmed"]
    assert (kept["by"], kept["document"]) == (leader.name, "会议纪要〔2018〕3号")
    assert [(line.event, line.case_number) for line in Entry.objects.order_by("seq")] == [
        ("policy:confirm", CAP),
        ("policy:confirm", "city.subsidy.rate"),
    ]


@pytest.mark.parametrize("who", ["officer", "applicant", "rival", "finance"])
def test_only_the_leader_confirms(rule, request, who):
    with pytest.raises(Forbidden):
        stand_by(rule, request.getfixturevalue(who))

    assert LocalConfirmation.objects.count() == 0


def test_withdrawn_confirmation_pays_no_more(rule, leader):
    stand_by(rule, leader)
    kept = LocalConfirmation.objects.get(value_id=CAP)
    actions.withdraw_confirmation(confirmation=kept, reason="原文已改", by=leader)

    assert [value["id"] for value in sheet(rule).unconfirmed] == [CAP]
    with pytest.raises(Conflict):
        actions.withdraw_confirmation(confirmation=kept, reason="再撤", by=leader)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"ground": " "}, "ground"),
        ({"document": ""}, "document"),
        ({"ground": "长" * 501}, "ground"),
        ({"value_id": "city.nothing"}, "no_value"),
        ({"effective_from": date(1999, 1, 1)}, "no_value"),
    ],
)
def test_confirmation_that_is_not_whole_is_refused(rule, leader, change, code):
    value = rule.values(ON).value(CAP)
    asked = {"value_id": CAP, "effective_from": value.effective_from, "ground": "定", "document": "纪要"}

    with pytest.raises(Refusal) as refusal:
        actions.confirm_value(**(asked | change), by=leader)

    assert refusal.value.code == code


def test_second_confirmation_of_the_same_value_is_refused(rule, leader):
    stand_by(rule, leader)

    with pytest.raises(Conflict):
        stand_by(rule, leader)


def test_kept_sheet_is_whole_and_the_latest_is_found(rule, officer):
    for spend in (2_000, 4_000):
        actions.keep_verdict(
            sheet=verdict(rule, row(spend), ON), case_kind="city", case_number="7", by=officer
        )

    kept = queries.verdict_of("city", "7", rule.code)
    assert (kept.sheet["amount_fen"], kept.digest, kept.made_by) == (200, digest_of(kept.sheet), officer)
    assert [line.after["digest"] for line in Entry.objects.filter(event="verdict:keep")][-1] == kept.digest
    assert queries.verdict_of("city", "8", rule.code) is None


@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_touch_a_kept_sheet(rule, officer, change):
    actions.keep_verdict(sheet=sheet(rule), case_kind="city", case_number="7", by=officer)

    with pytest.raises(DatabaseError, match="verdict sheets are never"), transaction.atomic():
        Verdict.objects.update(digest="") if change == "update" else Verdict.objects.all().delete()

    assert Verdict.objects.get().digest != ""


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"ground": ""}, "confirmation_has_ground"),
        ({"withdrawn_reason": "为什么"}, "confirmation_withdrawn_is_whole"),
    ],
)
def test_database_keeps_confirmations_whole(rule, leader, facts, name):
    stand_by(rule, leader)

    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        LocalConfirmation.objects.filter(value_id=CAP).update(**facts)


def test_database_lets_one_confirmation_stand(rule, leader):
    stand_by(rule, leader)
    kept = LocalConfirmation.objects.get(value_id=CAP)
    kept.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        kept.save(force_insert=True)


def test_database_wants_the_case_of_a_verdict(rule, officer):
    with pytest.raises(DatabaseError, match="verdict_names_its_case"), transaction.atomic():
        actions.keep_verdict(sheet=sheet(rule), case_kind="", case_number="7", by=officer)
