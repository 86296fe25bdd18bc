"""Which calls stand on the desks of the demo city today? One in every state, with applications and reviews in every state."""

from datetime import timedelta

from zhuanhua.demo.days import on_day
from zhuanhua.demo.projects.calls import GOOD, POOR, Calls, Wish, again, qualities_of, reviews_of
from zhuanhua.demo.projects.letter_years import WAN
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.actions.watching import close_calls
from zhuanhua.programmes.projects.models import Call, Expert, Review
from zhuanhua.shared.workflow.actions import file_public_objection


def tell(town: Calls) -> None:
    """Tell every call of today: open, past its day, under review, in order, two announced, a draft and one given up."""
    _in_review(town)
    _in_order(town)
    _notice_run_out(town)
    announced = _announced(town)
    opened = _open(town)
    _past_its_day(town)
    officer = town.desk.officer
    with town.back(6) as on:
        actions.start_call(title=f"{on.year + 1}年重大科技专项申报", on=on, by=officer, copy_of=opened)
        given_up = actions.start_call(
            title=f"{on.year}年应急科技专项申报", on=on, by=officer, copy_of=announced
        )
        actions.cancel_call(call=given_up, reason="并入下一年度专项。", by=officer)
    with on_day(town.day):
        close_calls(on=town.day)


def _in_review(town: Calls) -> None:
    """Experts are at work: the demo expert has scored one of three, one is barred by a tie, one has declined."""
    wishes = (Wish("firm", 160), Wish("rival", 140), Wish("5", 120, partner="institute"), Wish("6", 90), Wish("7", 110, track="conversion"))  # fmt: skip
    call = town.opened("高端装备重大科技专项申报", since=80, until=50)
    applications = town.admitted(call, wishes, ago=55)
    with town.back(47) as on:
        actions.close_call(call=call, by=town.desk.officer, on=on)
        call = actions.start_review(call=call, by=town.desk.officer, on=on)
        mine = Expert.objects.get(person=town.people["expert"])
        for application in (applications[0], applications[1], applications[3]):
            actions.assign_one(application=application, expert=mine, by=town.desk.officer, on=on)
        actions.assign_call(call=call, by=town.desk.officer, on=on)
    with town.back(20):
        town.score(reviews_of(call).get(application=applications[0], expert=mine), GOOD)
        for application in (applications[2], applications[4]):
            town.score(reviews_of(call).filter(application=application, state="assigned")[0], GOOD)
    _refused_by_conflict(town, reviews_of(call).filter(application=applications[1]).exclude(expert=mine)[0])
    declined = reviews_of(call).filter(application=applications[3]).exclude(expert=mine)[0]
    with town.back(17):
        actions.decline_review(
            review=declined, reason="与项目负责人正在合作一项课题。", by=declined.expert.person
        )


def _refused_by_conflict(town: Calls, review: Review) -> None:
    """The desk learns that an expert worked for the applicant two years ago; when the review is opened, it is barred."""
    with town.back(19) as on:
        actions.record_tie(
            expert=review.expert, kind="employer", organisation=review.application.applicant,
            since_on=on - timedelta(days=1500), until_on=on - timedelta(days=700), source="社保记录", by=town.desk.officer,
        )  # fmt: skip
    with town.back(18) as on:
        actions.open_review(review=review, by=review.expert.person, on=on)


def _in_order(town: Calls) -> None:
    """In order; one change of the order waits for the second person."""
    wishes = (Wish("8", 200), Wish("9", 150), Wish("1", 130, POOR))
    call = town.opened("生物医药重大科技专项申报", since=76, until=46)
    applications = town.admitted(call, wishes, ago=50)
    call = town.in_review(call, ago=44)
    town.scored(call, qualities_of(applications, wishes), ago=24)
    town.ranked(call, ago=5)
    with town.back(4) as on:
        actions.ask_override(
            application=again(applications[2]), takes_in=True, award_fen=100 * WAN, reason="填补产业链空白，评审会建议支持。",
            by=town.desk.officer, on=on,
        )  # fmt: skip


def _notice_run_out(town: Calls) -> None:
    """The notice has run out and nobody objected: the officer can close it today, and the leader decide."""
    wishes = (Wish("8", 120), Wish("9", 90))
    call = town.opened("新材料重大科技专项申报", since=74, until=44)
    applications = town.admitted(call, wishes, ago=48)
    call = town.in_review(call, ago=42)
    town.scored(call, qualities_of(applications, wishes), ago=26)
    call = town.ranked(call, ago=13)
    with town.back(12) as on:
        actions.announce_call(call=Call.objects.get(pk=call.pk), by=town.desk.officer, on=on)


def _announced(town: Calls) -> Call:
    """Announced, one left out against the order with a second person's word, and one objection on file."""
    wishes = (Wish("firm", 180), Wish("2", 160), Wish("3", 140))
    call = town.opened("新能源重大科技专项申报", since=72, until=42)
    applications = town.admitted(call, wishes, ago=46)
    call = town.in_review(call, ago=40)
    town.scored(call, qualities_of(applications, wishes), ago=22)
    call = town.ranked(call, ago=9)
    with town.back(8) as on:
        override = actions.ask_override(
            application=again(applications[2]), takes_in=False, award_fen=0, reason="同一内容已获省专项支持，建议不重复立项。",
            by=town.desk.officer, on=on,
        )  # fmt: skip
        actions.confirm_override(override=override, by=town.people["reviewer"])
    with town.back(3) as on:
        call = actions.announce_call(call=Call.objects.get(pk=call.pk), by=town.desk.officer, on=on)
        file_public_objection(
            publicity=call.publicity, person_name="祝承允", contact="024-00000001",  # type: ignore[arg-type]  # just announced
            text="拟立项的一项与在售产品相同，请核实创新点。", on=on,
        )  # fmt: skip
    return call


def _open(town: Calls) -> Call:
    """Open today: drafts, one handed in, two sent back of which one is overdue, one refused, one taken back, one let through."""
    call = town.opened("智能制造重大科技专项申报", since=24, until=-25)
    officer = town.desk.officer
    with town.back(20) as on:
        late = actions.submit_application(
            application=town.written(call, Wish("0", 100), on), by=town.who("0"), on=on
        )
        refused = actions.submit_application(
            application=town.written(call, Wish("4", 90), on), by=town.who("4"), on=on
        )
        gone = town.written(call, Wish("10", 60), on)
    with town.back(13) as on:
        fields = {"goals": "考核指标没有测试方法。"}
        actions.return_application(
            application=late, remark="请补充测试方法。", fields=fields, by=officer, on=on
        )
        actions.refuse_application(application=refused, reason="项目内容已经验收，属于重复申报。", by=officer)
        actions.withdraw_application(application=gone, by=town.who("10"))
    town.admitted(call, [Wish("9", 120)], ago=9)
    with town.back(4) as on:
        returned = actions.submit_application(
            application=town.written(call, Wish("1", 80), on), by=town.who("1"), on=on
        )
        fields = {"budget": "间接费用没有测算依据。"}
        actions.return_application(application=returned, remark="", fields=fields, by=officer, on=on)
        actions.submit_application(
            application=town.written(call, Wish("2", 150), on), by=town.who("2"), on=on
        )
        town.written(call, Wish("firm", 170), on)
        town.writer.begun(call, town.people["rival"], on=on, partner=town.people["university"])
    return call


def _past_its_day(town: Calls) -> None:
    """The last day was yesterday: the clock closes the call, and the draft in it lapses."""
    call = town.opened("食品产业重大科技专项申报", since=40, until=1)
    with town.back(3) as on:
        actions.submit_application(application=town.written(call, Wish("6", 70), on), by=town.who("6"), on=on)
        town.written(call, Wish("7", 60), on)
