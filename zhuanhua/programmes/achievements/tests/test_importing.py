"""Does a list of patents come in with its columns mapped, and the collection form with its own?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhuanhua.programmes.achievements.actions.importing import kind_of_number
from zhuanhua.programmes.achievements.models import Achievement
from zhuanhua.shared.catalogue import queries
from zhuanhua.shared.catalogue.catalogues import catalogue_of
from zhuanhua.shared.exchange.actions.importing import check_import, confirm_import, set_mapping, start_import
from zhuanhua.shared.exchange.sheets import sheet_of

pytestmark = pytest.mark.django_db
TEXT = "本发明公开了一种铸件表面缺陷检测装置，包括线阵相机、光源和除尘风刀，相机设于辊道上方，检测速度每秒二点五米。"
PATENTS = f"""id,title,assignee,abstract,label_id
a1,一种铸件表面缺陷检测装置,启明理工大学,{TEXT},0
a2,一种铸件表面缺陷检测装置,启明理工大学,{TEXT.replace("二点五", "三")},0
a3,一种水稻育秧基质,启明农业大学,由秸秆和腐殖酸发酵而成的水稻育秧基质，提高成活率。,3
"""


def brought(content, by, name="patents.csv"):
    run = start_import(
        sheet=sheet_of("achievements"), upload=SimpleUploadedFile(name, content.encode()), by=by
    )
    return check_import(run=set_mapping(run=run, mapping=run.mapping, unit="", by=by), by=by)


def test_patents_come_in_under_the_house_that_brings_them(university_user):
    run = brought(PATENTS, university_user)
    confirm_import(run=run, by=university_user)

    items = Achievement.objects.order_by("id")
    assert [item.holder for item in items] == ["启明理工大学", "启明理工大学", "启明农业大学"]
    assert {item.owner for item in items} == {university_user.organisation}
    assert {item.level for item in items} == {"public"}
    assert brought(PATENTS, university_user).counts["same"] == 3


def test_the_same_patent_filed_twice_is_found_as_a_duplicate(university_user):
    confirm_import(run=brought(PATENTS, university_user), by=university_user)
    catalogue = catalogue_of("achievement")

    [group] = queries.duplicate_groups(catalogue, queries.mine(catalogue, university_user))
    assert [item.source_key for item in group] == ["a1", "a2"]


def test_the_collection_form_is_read_with_maturity_rights_and_price(university_user):
    content = "成果名称,成果简介,成果阶段,专利号,参考价格（万元）,合作方式,一级领域\n检测装置,检测铸件。,中试,ZL201810123456.7,80,许可,先进制造与自动化\n"
    confirm_import(run=brought(content, university_user, "成果.csv"), by=university_user)

    item = Achievement.objects.get()
    assert (item.trl, item.price_fen, item.cooperation, item.field) == (6, 80_000_000, ["licence"], "80")
    assert item.rights == [{"kind": "invention", "number": "ZL201810123456.7", "status": ""}]


def test_a_level_of_readiness_beyond_nine_is_named(university_user):
    run = brought("成果名称,成果简介,TRL\n检测装置,检测铸件。,12\n", university_user)

    assert [(fault["row"], fault["column"], fault["message"]) for fault in run.errors] == [
        (2, "技术成熟度", "不在1到9之间。")
    ]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("ZL201810123456.7", "invention"),
        ("CN201520123456", "utility"),
        ("201830123456.X", "design"),
        ("软著登字123", "other_right"),
    ],
)
def test_the_number_of_a_patent_tells_its_kind(number, kind):
    assert kind_of_number(number) == kind
