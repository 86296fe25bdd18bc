"""Does the bureau's workbook come in as it is: two header rows, years, mixed units, bad rows named, nothing twice?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.support.cast import sign_in
from zhuanhua.programmes.needs.models import Need
from zhuanhua.programmes.needs.tests.workbooks import row, workbook
from zhuanhua.shared.exchange.actions.importing import check_import, confirm_import, set_mapping, start_import
from zhuanhua.shared.exchange.sheets import sheet_of
from zhuanhua.shared.journal.models import Entry
from zhuanhua.shared.workflow.models import Task

pytestmark = pytest.mark.django_db
WAN = 1_000_000
CASTING = "大型铸件表面裂纹靠人工目视，漏检约4%，希望在线检测。"
GEAR = "减速器噪声大，客户投诉，希望做齿面修形。"


def brought(upload, by):
    run = start_import(sheet=sheet_of("needs"), upload=upload, by=by)
    return check_import(run=set_mapping(run=run, mapping=run.mapping, unit="", by=by), by=by)


def test_a_header_of_two_rows_with_merged_cells_and_years_is_understood(applicant):
    run = brought(workbook([row(1, "", CASTING)]), applicant)

    assert run.sheet_name == "需求表（需）"
    assert run.titles[6:8] == ["双培育2018入库", "双培育2019申报"]
    assert {"in_library", "has_applied", "revenue_fen", "research_fen", "text", "other_need"} <= set(
        run.mapping.values()
    )
    assert (run.counts["new"], run.errors) == (1, [])


def test_rows_become_needs_that_wait_with_facts_and_units_kept(applicant):
    run = brought(
        workbook(
            [
                row(1, applicant.organisation.name, CASTING),
                row(2, "", GEAR, revenue="0.5亿元", domain="", field=""),
            ]
        ),
        applicant,
    )
    confirm_import(run=run, by=applicant)

    first, second = Need.objects.order_by("id")
    assert (first.state, first.title, first.field, first.owner) == (
        "submitted",
        "大型铸件表面裂纹靠人工目视",
        "803",
        applicant.organisation,
    )
    assert (first.revenue_fen, first.research_fen, second.revenue_fen) == (3200 * WAN, 260 * WAN, 5000 * WAN)
    assert (first.is_high_tech, first.in_library, first.has_applied) == (True, False, True)
    assert (second.field[0], second.field_is_suggested) == ("8", True)
    assert Entry.objects.filter(event="need:import").count() == 2
    assert Task.objects.filter(case_kind="need_batch", closed_at__isnull=True).count() == 1


def test_two_bad_rows_are_named_corrected_and_only_they_are_added(applicant):
    bad = [
        row(1, "", CASTING),
        row(2, "", GEAR, revenue="大约三千万"),
        row(3, "别家公司", "热处理炉温度不匀。", district="浑南新区"),
    ]
    run = brought(workbook(bad), applicant)
    faults = {(fault["row"], fault["column"]) for fault in run.errors}
    assert faults == {(5, "营业收入"), (6, "所属区县")}
    confirm_import(run=run, by=applicant)
    assert Need.objects.count() == 1

    good = [row(1, "", CASTING), row(2, "", GEAR, revenue=3000), row(3, "", "热处理炉温度不匀。")]
    again = brought(workbook(good), applicant)
    assert {name: again.counts[name] for name in ("new", "same", "bad")} == {"new": 2, "same": 1, "bad": 0}
    confirm_import(run=again, by=applicant)
    assert Need.objects.count() == 3


def test_a_telephone_that_cannot_be_dialled_is_named_with_row_and_column(applicant):
    phones = ("abc", "024-80000001转8、13800138000", "")
    rows = [row(place, "", f"第{place}项：炉温不匀。", phone=text) for place, text in enumerate(phones, 1)]

    run = brought(workbook(rows), applicant)

    [fault] = run.errors
    assert (fault["row"], fault["column"], fault["value"], fault["message"]) == (
        4,
        "联系电话",
        "abc",
        "不像电话号码。",
    )


def test_somebody_elses_name_is_refused_and_the_same_need_twice_named(applicant):
    run = brought(workbook([row(1, "别家公司", CASTING), row(2, "", GEAR), row(3, "", GEAR)]), applicant)

    assert [(fault["row"], fault["message"]) for fault in run.errors] == [
        (4, "这不是您代表的单位。"),
        (6, "与第5行重复。"),
    ]


def test_the_bureau_brings_many_firms_and_new_ones_are_entered(officer, firm):
    run = brought(workbook([row(1, firm.name, CASTING), row(2, "启明新来有限公司", GEAR)]), officer)
    confirm_import(run=run, by=officer)

    assert sorted(Need.objects.values_list("owner__name", flat=True)) == sorted(
        [firm.name, "启明新来有限公司"]
    )
    assert Need.objects.filter(submitted_by=officer).count() == 2


def test_what_is_published_and_differs_is_named_with_the_way_out(applicant, reviewer):
    from zhuanhua.core.dates import city_today
    from zhuanhua.shared.catalogue.actions import publish_item

    confirm_import(run=brought(workbook([row(1, "", CASTING)]), applicant), by=applicant)
    publish_item(item=Need.objects.get(), by=reviewer, on=city_today())
    same = brought(workbook([row(1, "", CASTING)]), applicant)
    changed = brought(workbook([row(1, "", CASTING, other="缺钱")]), applicant)

    assert same.counts["same"] == 1
    [fault] = changed.errors
    assert ("已经是“已发布”" in fault["message"], fault["way_out"]) == (True, "请在那一条的页面上修改。")


def test_a_plain_file_of_number_title_text_comes_in(applicant):
    content = 'need_id,title,text\nN1,防爆锂离子电池的研发,"锂电池存在安全隐患，\n需要防爆。"\nN2,高韧性立方氮化硼单晶,需要开发新牌号。\n'
    run = brought(SimpleUploadedFile("needs.csv", content.encode()), applicant)
    confirm_import(run=run, by=applicant)

    assert list(Need.objects.order_by("id").values_list("source_key", "title")) == [
        ("N1", "防爆锂离子电池的研发"),
        ("N2", "高韧性立方氮化硼单晶"),
    ]
    assert brought(SimpleUploadedFile("needs.csv", content.encode()), applicant).counts["same"] == 2


def test_the_batch_is_published_at_once_and_its_task_closes(client, officer, reviewer, firm, rival):
    confirm_import(
        run=brought(workbook([row(1, firm.name, CASTING), row(2, firm.name, GEAR)]), officer), by=officer
    )
    batch = Need.objects.first().batch
    sign_in(client, reviewer)
    client.post(reverse("needs:publish_many"), {"batch": batch, "confirmed": "1"})

    assert set(Need.objects.values_list("state", flat=True)) == {"published"}
    assert Task.objects.filter(case_kind="need_batch", closed_at__isnull=True).count() == 0
    page = (
        sign_in(client, rival)
        .get(reverse("needs:detail", args=[Need.objects.first().number]))
        .content.decode()
    )
    assert ("3,200" in page, "营业收入" in page) == (False, False)


def test_who_bears_anothers_name_files_for_itself_only(applicant, rival, firm, rival_firm):
    """Two organisations may bear one name from before; a sheet of one never reaches into the other's items."""
    confirm_import(run=brought(workbook([row(1, "", CASTING)]), applicant), by=applicant)
    type(rival_firm).objects.filter(pk=rival_firm.pk).update(name=firm.name, name_key=firm.name_key)
    rival = type(rival).objects.get(pk=rival.pk)

    run = brought(workbook([row(1, firm.name, CASTING, domain="", field=""), row(2, "", GEAR)]), rival)
    confirm_import(run=run, by=rival)

    assert (run.counts["new"], run.counts["changed"]) == (2, 0)
    assert list(Need.objects.order_by("id").values_list("owner", "submitted_by")) == [
        (firm.pk, applicant.pk), (rival_firm.pk, rival.pk), (rival_firm.pk, rival.pk),
    ]  # fmt: skip
