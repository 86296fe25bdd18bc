"""Which reference figures does the catalogue have? The technology market by province and for the nation, from series that were brought in."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zhuanhua.shared.figures.catalogue import Dimension, Figure, register
from zhuanhua.shared.figures.series import NATION

if TYPE_CHECKING:
    import ibis

    from zhuanhua.shared.figures.backend import Ground

SOLD_AMOUNT, SOLD_COUNT = "v4_cg_jssc_je", "v4_cg_jssc_ht"
BOUGHT_AMOUNT, BOUGHT_COUNT = "v4_cg_jssr_je", "v4_cg_jssr_ht"
MEASURED = {  # the files call all of them 数量 or 金额
    SOLD_AMOUNT: _("输出技术合同成交额"),
    SOLD_COUNT: _("输出技术合同项数"),
    BOUGHT_AMOUNT: _("吸纳技术合同成交额"),
    BOUGHT_COUNT: _("吸纳技术合同项数"),
}
SOURCE = _("导入的参考数据，文献、取得处和问题见“参考数据”")
PROVINCE = {"place": Dimension(_("省份"), "place", is_open=True)}
NATIONAL = {"place": Dimension(_("地区"), "place", is_open=True)}


def numbers_of(variable: str, *, national: bool) -> "Callable[[Ground], ibis.Table]":
    """Give a function that gives the numbers of a variable that stand: the nation's own, or those of the provinces."""

    def table(ground: "Ground") -> "ibis.Table":
        import ibis

        values = ground.table("figures.SeriesValue")
        is_nation = values.place == NATION
        chosen = values.filter(
            values.is_current, values.variable == variable, is_nation if national else ~is_nation
        )
        return chosen.mutate(member=chosen.place.concat(ibis.literal(" "), chosen.year.cast("string")))

    return table


def reference(code: str, name: Any, definition: Any, variable: str, unit: str, *, national: bool) -> Figure:
    """Make one reference figure."""
    narrowed = {"place": NATION} if national else {"not_place": NATION}
    return Figure(
        code=f"reference.market.{code}",
        name=name,
        unit=unit,
        definition=definition,
        programme="reference",
        owner=_("国家统计局、科学技术部"),
        table=numbers_of(variable, national=national),
        measure=lambda values: values.amount.sum(),
        row=lambda values: values.amount,
        day="ends_on",
        identity="member",
        dimensions=NATIONAL if national else PROVINCE,
        drill="statistics:series_values",
        drill_params={"variable": variable, **narrowed},
        public=True,
        source=SOURCE,
        method=_("照统计年鉴的数，按年份；2000、2005、2010和2012年以后"),
        excludes="" if national else _("不分地区的部分；各省之和因此小于全国"),
    )


register(
    reference("sold_amount", _("各省输出技术合同成交额"), _("卖方在该省的技术合同成交额，按统计年鉴"), SOLD_AMOUNT, "yuan", national=False),
    reference("sold_count", _("各省输出技术合同项数"), _("卖方在该省的技术合同项数，按统计年鉴"), SOLD_COUNT, "count", national=False),
    reference("bought_amount", _("各省吸纳技术合同成交额"), _("买方在该省的技术合同成交额，按统计年鉴"), BOUGHT_AMOUNT, "yuan", national=False),
    reference("bought_count", _("各省吸纳技术合同项数"), _("买方在该省的技术合同项数，按统计年鉴"), BOUGHT_COUNT, "count", national=False),
    reference("national_amount", _("全国技术合同成交额"), _("全国认定登记的技术合同成交额，按统计年鉴"), SOLD_AMOUNT, "yuan", national=True),
    reference("national_count", _("全国技术合同项数"), _("全国认定登记的技术合同项数，按统计年鉴"), SOLD_COUNT, "count", national=True),
)  # fmt: skip
