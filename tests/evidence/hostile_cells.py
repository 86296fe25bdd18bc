"""Cells that mislead, CSVs in every shape, and names of files that no system should trust."""

from datetime import date
from typing import Any

from tests.evidence.hostile_archives import kind
from tests.evidence.hostile_books import GOOD, TITLES, Raw, book, comma, second, workbook_xml
from tests.evidence.hostile_files import Faulty, Hostile, Refused, Taken

AMOUNT = "合同成交额（万元）"
YUAN = "合同成交额（元）"
FORMULAS = {
    "equals": '=HYPERLINK("http://evil.example","点我")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+9)*cmd|' /C calc'!A0",
    "full-width": "＝1+1",
    "quoted": "'=1+1",
}
HIDDEN_SIGNS = {"tab": "\t=1+1", "return": "\r=1+1", "line": "\n=1+1", "zero-width": "\u200b=1+1", "direction": "\u202e=1+1"}  # fmt: skip
EVEN = second(合同名称="水务监测装置", 卖方名称="启明霁桓有限公司", 买方名称="启明澈衡有限公司", 合同细类="11", 技术领域="05", 支付方式="once", 技术内容和目标="提高通量")  # fmt: skip
NUMBER = '<c r="@"><v>{}</v></c>'


def celled(name: str, reason: str, title: str, value: Any, expected: Any) -> Hostile:
    """A workbook whose row 3 has this value in this column."""
    return kind(name, reason, "合同.xlsx", lambda: book(GOOD, second(**{title: value})), expected)


def typed(name: str, reason: str, title: str, value: str, expected: Any) -> Hostile:
    """A CSV whose row 3 has this value in this column."""
    return kind(name, reason, "合同.csv", lambda: comma(GOOD, second(**{title: value})).encode(), expected)


def number(name: str, reason: str, title: str, value: str, expected: Any) -> Hostile:
    """A workbook whose row 3 has this number, as XML writes it."""
    return celled(name, reason, title, Raw(NUMBER.format(value)), expected)


def in_1904() -> bytes:
    """The same days in the count that begins in 1904."""
    shift = (date(1904, 1, 1) - date(1899, 12, 30)).days
    titles = ("登记日期", "签订日期", "履行起始日期", "履行截止日期")
    rows = [
        row
        | {
            title: Raw(f'<c r="@" s="1"><v>{(row[title] - date(1899, 12, 30)).days - shift}</v></c>')
            for title in titles
        }
        for row in (GOOD, second())
    ]
    listed = workbook_xml('<sheet name="合同" sheetId="1" r:id="r1"/>', before='<workbookPr date1904="1"/>')
    return book(*rows, book=listed)


def in_yuan(value: str) -> bytes:
    """A CSV whose amounts are yuan."""
    titles = [YUAN if title == AMOUNT else title for title in TITLES]
    return comma(GOOD | {AMOUNT: 3_860_000}, second(**{AMOUNT: value}), titles=titles).encode()


def mixed(first: str, last: str, row: dict[str, Any] | None = None) -> bytes:
    """A CSV whose last line is in another encoding than the rest."""
    lines = comma(GOOD, row or second()).strip().split("\r\n")
    return "\r\n".join(lines[:-1]).encode(first) + b"\r\n" + lines[-1].encode(last)


FINE = Faulty("合同成交额", "细于1分")
NO_NUMBER = Faulty("合同成交额", "不是数字")
NO_AMOUNT = Faulty("合同成交额", "")
LOST = Faulty("登记编号", "后几位可能已经丢失")
DAY = Faulty("签订日期", "不是日期")
AMOUNTS = (
    typed("capital-numerals", "大写", AMOUNT, "叁佰捌拾陆万元整", NO_NUMBER),
    typed("full-width-digits", "全角", AMOUNT, "３８６．５", Taken({"total_fen": 386_500_000})),
    typed("thousands", "commas in their place", AMOUNT, "1,234.5", Taken({"total_fen": 1_234_500_000})),
    typed("comma-misplaced", "a comma that might be a point", AMOUNT, "1,23", NO_NUMBER),
    typed("exponent-text", "1e5 as text", AMOUNT, "1e5", NO_NUMBER),
    typed("negative-zero-text", "-0 as text", AMOUNT, "-0", NO_NUMBER),
    typed("negative-text", "less than nothing", AMOUNT, "-386", Faulty("合同成交额", "不能是负数")),
    typed("unit-in-cell", "a unit in the cell", AMOUNT, "386万元", NO_NUMBER),
    typed("three-decimals", "a tenth of a fen", AMOUNT, "386.0000001", FINE),
    typed("infinity-text", "no number", AMOUNT, "∞", NO_NUMBER),
    typed("nan-text", "no number", AMOUNT, "NaN", NO_NUMBER),
    typed("huge-text", "a thousand digits", AMOUNT, "9" * 1_000, NO_AMOUNT),
    typed("arabic-digits", "digits of another script", AMOUNT, "٣٨٦", NO_NUMBER),
    typed("minus-sign", "a typographic minus", AMOUNT, "−386", Faulty("合同成交额", "不能是负数")),
    number("nan", "NaN as number", AMOUNT, "NaN", NO_AMOUNT),
    number("infinity", "a number too large", AMOUNT, "1E999", NO_AMOUNT),
    number("negative-zero", "-0 as number", AMOUNT, "-0", NO_AMOUNT),
    number("exponent", "1E5 as number", AMOUNT, "1E5", Taken({"total_fen": 100_000_000_000})),
    number("float-noise", "the last bits of a double", AMOUNT, "0.30000000000000004", Taken({"total_fen": 300_000})),
    number("too-large", "more than all money", AMOUNT, "1E18", Faulty("合同成交额", "90万亿")),
    number("number-is-text", "a word where a number is told", AMOUNT, "三百", NO_NUMBER),
    celled("truth-as-amount", "TRUE as amount", AMOUNT, Raw('<c r="@" t="b"><v>1</v></c>'), Faulty("合同成交额", "不是金额")),
    celled("day-as-amount", "a date as amount", AMOUNT, date(2018, 3, 2), Faulty("合同成交额", "不是金额")),
    kind("yuan-three-decimals", "a tenth of a fen, in yuan", "合同.csv", lambda: in_yuan("386.005"), FINE),
    kind("yuan", "yuan in the title", "合同.csv", lambda: in_yuan("3860000.5"), Taken({"total_fen": 386_000_050})),
)  # fmt: skip
CELLS = (
    number("id-as-float", "an id that Excel made a number", "登记编号", "1.1E+17", LOST),
    typed("id-as-exponent", "an id that Excel shortened", "登记编号", "2.01821E+15", LOST),
    number("uscc-as-number", "a code that Excel made a number", "卖方信用代码", "912101123456789000", Faulty("卖方信用代码", "存成了数字")),
    typed("uscc-as-exponent", "a code that Excel shortened", "卖方信用代码", "9.1330100E+17", Faulty("卖方信用代码", "科学记数")),
    kind("days-1904", "days counted from 1904", "合同.xlsx", in_1904, Taken({"signed_on": date(2018, 3, 2)})),
    typed("day-before-1900", "a day before the count begins", "签订日期", "1899-12-31", DAY),
    typed("no-such-day", "30 February", "签订日期", "2018-02-30", Faulty("签订日期", "没有这一天")),
    typed("day-in-words", "a day in characters", "签订日期", "二〇一八年三月二日", DAY),
    typed("month-first", "which is the month?", "签订日期", "03/02/2018", DAY),
    typed("two-digit-year", "which century?", "签订日期", "18-03-02", DAY),
    number("day-as-plain-number", "a count without date format", "签订日期", "43161", DAY),
    celled("day-negative", "a day before the count", "签订日期", Raw('<c r="@" s="1"><v>-5</v></c>'), Faulty("签订日期", "")),
    celled("day-zero", "the day before the first", "签订日期", Raw('<c r="@" s="1"><v>0</v></c>'), Faulty("签订日期", "")),
    celled("day-far", "a day after the last", "签订日期", Raw('<c r="@" s="1"><v>99999999</v></c>'), Faulty("签订日期", "")),
    celled("day-infinite", "a day that is no number", "签订日期", Raw('<c r="@" s="1"><v>1E300</v></c>'), Faulty("签订日期", "")),
    celled("huge-cell", "one cell of 3 MB", "合同名称", "长" * 1_000_000, Faulty("合同名称", "最多200字")),
    celled("full-width-id", "全角", "登记编号", "２０１８２１０１１１００００２０", Taken({"registration_number": "2018210111000020"})),
    typed("unknown-choice", "not in the list", "合同细类", "技术合作", Faulty("合同细类", "不在可选")),
    typed("error-text", "#REF! in a CSV", "合同名称", "#REF!", Faulty("合同名称", "错误值")),
    typed("missing", "a cell that must not be empty", "合同名称", "", Faulty("合同名称", "没有填")),
    typed("script-text", "a script as name", "合同名称", "<script>alert(1)</script>", Taken({"project_name": "<script>alert(1)</script>"})),
    typed("template-text", "a template as name", "合同名称", "{{7*7}}{% debug %}", Taken({"project_name": "{{7*7}}{% debug %}"})),
    typed("sql-text", "SQL as name", "合同名称", "');DROP TABLE contracts;--", Taken({"project_name": "');DROP TABLE contracts;--"})),
    celled("control-signs", "signs that XML forbids", "合同名称", "a\x01b", Taken({"project_name": "ab"})),
    *(typed(f"formula-{name}", "text that a spreadsheet would calculate", "合同名称", text, Taken({"project_name": text})) for name, text in FORMULAS.items()),
    *(typed(f"formula-behind-{name}", "a formula behind a sign that is not seen", "合同名称", text, Taken({"project_name": "=1+1"})) for name, text in HIDDEN_SIGNS.items()),
    celled("formula-as-text", "a formula as text in a workbook", "合同名称", FORMULAS["equals"], Taken({"project_name": FORMULAS["equals"]})),
)  # fmt: skip
TEXT_BROKEN = Refused(("引号没有配对", "另存"))
NO_TITLES = Refused(("没有对应的必填列", "请选择"), step="columns")
MIXED = Refused(("编码", "另存"))
COMMAS = (
    kind("csv-utf8", "plain", "合同.csv", lambda: comma().encode(), Taken()),
    kind("csv-bom", "with its mark", "合同.csv", lambda: comma().encode("utf-8-sig"), Taken()),
    kind("csv-two-boms", "with two marks", "合同.csv", lambda: b"\xef\xbb\xbf" + comma().encode("utf-8-sig"), Taken()),
    kind("csv-gb18030", "as Excel writes it in China", "合同.csv", lambda: comma().encode("gb18030"), Taken()),
    kind("csv-utf16", "as Excel writes Unicode text", "合同.txt", lambda: comma().encode("utf-16"), Taken()),
    kind("csv-utf16-be", "the other way round", "合同.csv", lambda: b"\xfe\xff" + comma().encode("utf-16-be"), Taken()),
    kind("csv-utf16-bare", "without its mark", "合同.csv", lambda: comma().encode("utf-16-le"), MIXED),
    kind("csv-utf32", "four bytes a sign", "合同.csv", lambda: comma().encode("utf-32"), Refused(("不能识别", "另存"))),
    kind("csv-utf7", "seven bits", "合同.csv", lambda: comma().encode("utf-7"), NO_TITLES),
    kind("csv-big5", "another country's encoding", "合同.csv", lambda: "登記編號,金額\r\n甲乙丙,1\r\n".encode("big5"), NO_TITLES),
    kind("csv-mixed-gb", "UTF-8 with a line of GB 18030", "合同.csv", lambda: mixed("utf-8", "gb18030"), MIXED),
    kind("csv-mixed-utf8", "GB 18030 with a line of UTF-8", "合同.csv", lambda: mixed("gb18030", "utf-8"), MIXED),
    kind("csv-mixed-readable", "GB 18030 with a line of UTF-8 that can be read as either", "合同.csv", lambda: mixed("gb18030", "utf-8", EVEN), Refused(("第3行与其他行的文字编码不同", "另存"))),
    kind("csv-surrogates", "half signs", "合同.csv", lambda: comma().encode() + b"\xed\xa0\x80,\xed\xbf\xbf\r\n", MIXED),
    kind("csv-nul", "a NUL between the signs", "合同.csv", lambda: comma().replace("装置", "装\0置").encode(), Refused(("不能识别", "另存"))),
    kind("csv-unclosed", "a quote that never closes", "合同.csv", lambda: comma(GOOD, second()).replace("膜组件", '"膜组件').encode(), TEXT_BROKEN),
    kind("csv-long-field", "one cell of a megabyte", "合同.csv", lambda: comma(GOOD, second(合同名称="长" * 400_000)).encode(), TEXT_BROKEN),
    kind("csv-sep-line", "a line that names the delimiter", "合同.csv", lambda: b"sep=,\r\n" + comma().encode(), Taken()),
    kind("csv-semicolons", "another delimiter", "合同.csv", lambda: comma().replace(",", ";").encode(), Taken()),
    kind("csv-tabs", "tabs", "合同.tsv", lambda: comma().replace(",", "\t").encode(), Taken()),
    kind("csv-line-ends", "three kinds of line end", "合同.csv", lambda: comma().replace("\r\n", "\r", 1).replace("\r\n", "\n", 1).encode(), Taken()),
    kind("csv-no-end", "no end of line", "合同.csv", lambda: comma().strip().encode(), Taken()),
    kind("csv-total", "a row of totals", "合同.csv", lambda: (comma() + "合计," * 10 + "772\r\n").encode(), Taken(note="合计")),
    kind("csv-short-row", "a row that ends early", "合同.csv", lambda: comma(GOOD, second()).rsplit(",", 2)[0].encode(), Faulty("履行截止日期", "没有填")),
    kind("csv-wide", "a cell beyond the last column", "合同.csv", lambda: (comma() + "," * 300 + "x").encode(), Refused(("第4行", "删去"))),
    kind("csv-doubled-row", "the same contract twice", "合同.csv", lambda: comma(GOOD, GOOD).encode(), Faulty("登记编号", "")),
)  # fmt: skip
NAMES = tuple(
    kind(f"name-{name}", reason, file_name, lambda: comma().encode(), Taken())
    for name, reason, file_name in (
        ("climbing", "a way out of the folder", "../../../etc/cron.d/合同.csv"),
        ("backslashes", "a way out on Windows", "..\\..\\合同.csv"),
        ("absolute", "a place of the system", "/etc/合同.csv"),
        ("device", "a device of Windows", "CON.csv"),
        ("null-device", "a device of Windows", "nul.csv"),
        ("turned", "written from right to left", "合同\u202evsc.exe.csv"),
        ("long", "300 signs", "长" * 300 + ".csv"),
        ("header", "a line end", "合同\r\nSet-Cookie: a=b\r\n.csv"),
        ("nul", "a NUL", "合同\0.exe.csv"),
        ("script", "a script", "<img src=x onerror=alert(1)>.csv"),
        ("stream", "a stream of Windows", "合同.csv:evil.csv"),
        ("hidden", "no stem", ".csv.csv"),
    )
)
