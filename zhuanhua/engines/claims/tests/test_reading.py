"""Every format gives the same letter; what is no letter is refused in a sentence."""

from io import BytesIO

import pytest
from docx import Document

from zhuanhua.engines.claims import UnreadableLetterError, audit_text, read_bytes
from zhuanhua.engines.claims.reading import as_printed, unwrap
from zhuanhua.engines.claims.show import main

TEXT = "2018年登记技术合同8078项。"


def word_file():
    document = Document()
    document.add_paragraph("前言3项。")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "合同", "12项"
    document.add_paragraph("结尾5家。")
    kept = BytesIO()
    document.save(kept)
    return kept.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_offices(encoding):
    assert read_bytes("letter.txt", TEXT.encode(encoding)) == TEXT


def test_html_without_scripts_and_tags():
    page = "<html><head><style>p{width:3项}</style></head><body><p>登记<b>8078</b>项</p><script>var a='9项'</script><p>二</p></body></html>"

    assert read_bytes("letter.html", page.encode()) == "登记8078项\n二"


def test_word_paragraphs_and_tables_in_order():
    text = read_bytes("letter.docx", word_file())

    assert [claim.text for claim in audit_text(text).claims] == ["3项", "12项", "5家"]


def test_lines_broken_by_a_page_are_joined():
    broken = "2018年全市登记技术合同8078项，实现成交额252.\n04亿元，同比增长15.85%，推动科技与经济融合发展。\n一、下一步\n继续推进。"

    assert unwrap(broken).split("\n") == [
        "2018年全市登记技术合同8078项，实现成交额252.04亿元，同比增长15.85%，推动科技与经济融合发展。",
        "一、下一步",
        "继续推进。",
    ]


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 broken", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0old", bytes(range(256)) * 20]
)
def test_what_is_no_letter_is_refused_and_the_formats_are_named(data):
    with pytest.raises(UnreadableLetterError, match="txt、docx、pdf、html"):
        read_bytes("letter.bin", data)


@pytest.mark.parametrize("name", ["答复.docx", "答复.pdf", "答复.exe", "答复.xlsx"])
def test_words_under_the_name_of_another_format_are_refused(name):
    with pytest.raises(UnreadableLetterError, match="的内容不是"):
        read_bytes(name, "2018年登记技术合同8078项。".encode())


@pytest.mark.parametrize(
    ("text", "code"), [(TEXT, 0), ("机构41家（其中，国家级7家、省级13家、市级22家）。", 1)]
)
def test_exit_codes_say_what_was_found(tmp_path, text, code):
    path = tmp_path / "letter.txt"
    path.write_text(text, encoding="utf-8")

    assert main([str(path)]) == code
    assert main([str(tmp_path / "none.txt")]) == 2


@pytest.mark.parametrize(
    ("extracted", "printed"),
    [
        ("部署 6 ⼤重点任务 , 科研⼈员达 8400⼈。", "部署6大重点任务,科研人员达8400人。"),
        ("就业近 20 万⼈ , 增⻓ 2.42%， 占 GDP ⽐重", "就业近20万人,增长2.42%，占GDP比重"),
        ("表1 281 144", "表1 281 144"),
        ("Technology market 2018", "Technology market 2018"),
    ],
)
def test_a_pdf_says_what_its_page_shows(extracted, printed):
    assert as_printed(extracted) == printed
