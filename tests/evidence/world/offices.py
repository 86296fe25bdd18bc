"""What do the rooms shared by all programmes hold: workbooks, accounts, numbers, letters?"""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.cast import make_organisation
from zhuanhua.accountability.replies.actions import audit_letter
from zhuanhua.accountability.replies.tests import factories as replies
from zhuanhua.core.dates import city_today
from zhuanhua.shared.access.roles import RoleName
from zhuanhua.shared.exchange.actions.exporting import start_export
from zhuanhua.shared.exchange.actions.importing import start_import
from zhuanhua.shared.exchange.exports import export_of
from zhuanhua.shared.exchange.models import ImportRun
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.figures.actions import freeze
from zhuanhua.shared.figures.series_actions import Source, import_series
from zhuanhua.shared.people.actions import file_application, invite_person, keep_view, merge_organisations
from zhuanhua.shared.people.actions.tokens import create_token
from zhuanhua.shared.policy.actions import confirm_value

SERIES = "province,year,chn_block4,value,units,variables\n辽 宁,2018,数量,17362,项,v4_cg_jssc_ht\n".encode()


def workbooks(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A file read in with one fault, and a table sent out."""
    own = people["own"]
    book = SimpleUploadedFile("合同.csv", "合同名称,合同成交额（万元）\n甲,1\n".encode())
    sheet, export = sheet_of("contracts"), export_of("contracts-mine")
    assert sheet is not None
    assert export is not None
    run = start_import(sheet=sheet, upload=book, by=own)
    fault = {
        "row": 2,
        "column": "合同成交额",
        "value": "x",
        "message": "不是金额。",
        "way_out": "",
        "suggestion": None,
    }
    ImportRun.objects.filter(pk=run.pk).update(errors=[fault])
    made = start_export(export=export, params="", form="csv", by=own)
    return {
        "import": {"identifier": str(run.pk)},
        "export": {"identifier": str(made.pk)},
        "sheet": {"code": "contracts"},
        "export_code": {"code": "contracts-mine"},
        "queue_code": {"code": "contracts-queue"},
    }


def accounts(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A merge that waits, a view and a token of the firm, somebody who asks for an account and somebody invited."""
    own, officer, day = people["own"], people["officer"], city_today()
    twin = make_organisation("启明云岭铸锻公司")
    merge = merge_organisations(kept=own.organisation, merged=twin, reason="同一单位", by=officer)
    view = keep_view(listing="contracts:mine", name="常用", query="", by=own)
    token, _secret = create_token(
        by=own, name="脚本", scopes=["contract_read_own"], expires_on=day + timedelta(days=9)
    )
    application = file_application(
        uscc=own.organisation.uscc, organisation_name="某公司", kind="enterprise", district="210112", name="赵启",
        phone="024", email="a@example.com", username="newone",
    )  # fmt: skip
    _invitation, secret = invite_person(
        username="invited",
        name="新人",
        email="b@example.com",
        role=RoleName.OFFICER,
        organisation=officer.organisation,
        by=people["security"],
    )
    return {
        "organisation": {"number": own.organisation.pk},
        "merge": {"number": merge.pk},
        "view": {"number": view.pk},
        "token": {"number": token.pk},
        "application": {"number": application.number},
        "invitation": {"token": secret},
        "membership": {"number": people["rival"].acting.pk},
        "account": {"username": "rival"},
        "reset": {"uidb36": "1", "key": "x"},
    }


def numbers(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A letter to check, a series read in, a figure frozen, a policy value somebody stands by."""
    officer = people["officer"]
    letter = audit_letter(text="2018年登记技术合同8078项。", by=officer)
    confirmation = confirm_value(
        value_id="contracts.subsidy.buyer.year_cap_fen",
        effective_from=date(2018, 1, 1),
        ground="局党组会议定",
        document="会议纪要〔2018〕3号",
        by=people["leader"],
    )
    series = import_series(
        name="market.csv",
        content=SERIES,
        source=Source("统计年鉴", "国家统计局", date(2024, 12, 31)),
        by=officer,
    )
    frozen = freeze(codes=["contracts.count"], year=2026, title="公报", by=officer)
    return {
        "letter": {"number": letter.number},
        "series": {"number": series.pk},
        "frozen": {"number": frozen.number, "code": "contracts.count"},
        "figure": {"code": "contracts.count"},
        "value": {"identifier": "contracts.review_from_fen"},
        "value_span": {"identifier": "contracts.subsidy.buyer.rate", "since": "2018-01-01"},
        "confirmation": {"confirmation": confirmation.pk},
        "rule": {"code": "contracts.subsidy.seller"},
        "example": {"code": "contracts.subsidy.seller", "place": 1},
    }


def proposals(people: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A proposal with its letter in draft, and the number it quotes."""
    letter = replies.draft(by=people["officer"])
    return {
        "proposal": {"number": letter.proposal.number},
        "reply": {"number": letter.number},
        "reference": {"code": "rd.2017"},
    }
