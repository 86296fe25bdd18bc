"""May a call be decided now, and by whom? Not before its notice has ended, nor on values nobody stands by, nor by who ranked."""

from datetime import timedelta

import pytest
from django.utils import translation

from zhuanhua.core.dates import city_today
from zhuanhua.core.errors import Forbidden, Refusal
from zhuanhua.programmes.projects import actions
from zhuanhua.programmes.projects.tests import factories

DAY = city_today()


def _ranked(call, cast):
    """A call in order, with one application."""
    factories.admitted(call, by=cast["applicant"], officer=cast["officer"])
    factories.expert(by=cast["officer"])
    return factories.ranked(call, officer=cast["officer"])


def _announced(call, cast):
    """The same with its list open to objections."""
    return actions.announce_call(call=_ranked(call, cast), by=cast["officer"], on=DAY)


def test_who_ranked_never_decides(open_call, cast, play):
    announced = _announced(open_call, cast)
    announced.ranked_by = cast["leader"]

    with pytest.raises(Forbidden):
        actions.granting._refuse_unfinished(announced, cast["leader"])


def test_nothing_is_granted_on_values_nobody_stands_by(open_call, cast):
    announced = _announced(open_call, cast)

    with pytest.raises(Refusal, match="本地确认"):
        actions.decide_call(call=factories.notice_over(announced), by=cast["leader"], on=DAY)


def test_the_notice_is_written_in_the_citys_language(open_call, cast):
    ordered = _ranked(open_call, cast)

    with translation.override("en"):
        announced = actions.announce_call(call=ordered, by=cast["officer"], on=DAY)

    assert announced.publicity.title.startswith("拟立项名单：")
    assert announced.publicity.body.splitlines()[-1].startswith("合计")


def test_nothing_is_granted_before_the_notice_has_ended(open_call, cast):
    announced = _announced(open_call, cast)

    with pytest.raises(Refusal, match="公示"):
        actions.decide_call(call=announced, by=cast["leader"], on=DAY)
    assert announced.publicity.ends_on == DAY + timedelta(days=7)
