"""A letter on paper: Word with its own or the ordinary layout, PDF, both with every figure in an appendix."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from tests.support.cast import sign_in
from zhuanhua.accountability.replies import actions
from zhuanhua.accountability.replies.letter_docx import keeps_layout, letter_docx, marks_docx
from zhuanhua.accountability.replies.letter_pdf import letter_pdf
from zhuanhua.accountability.replies.tests import factories
from zhuanhua.core.errors import Refusal
from zhuanhua.engines.claims.reading import read_bytes

pytestmark = pytest.mark.django_db


def word(*lines, header=""):
    document = Document()
    document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        paragraph = document.add_paragraph()
        for place, piece in enumerate(line if isinstance(line, list) else [line]):
            paragraph.add_run(piece).bold = place % 2 == 1
    out = BytesIO()
    document.save(out)
    return SimpleUploadedFile("答复稿.docx", out.getvalue())


LINES = (
    "关于0469号提案的答复",
    "方委员：",
    ["2026年登记技术合同", "{{contracts.co", "unt year=2026}}", "，研发经费支出{{ref:rd.2017}}。"],
    "启明市科学技术局",
    "{{letter:date}}",
)


@pytest.fixture
def draft(register_one, officer):
    return factories.draft(by=officer)


@pytest.fixture
def issued(register_one, officer, reviewer, leader):
    return factories.again(factories.issued(by=officer, signers=[reviewer], leader=leader))


def taken(letter, by, *lines, header=""):
    return actions.take_word_draft(letter=letter, upload=word(*(lines or LINES), header=header), by=by)


def test_the_issued_word_file_has_numbers_and_appendix(issued):
    text = read_bytes("a.docx", letter_docx(issued))

    assert "2026年登记技术合同1项，研发经费支出140.1亿元。" in text
    assert ("沈科函〔2026〕12号" in text, "答复用数一览" in text, "{{" in text) == (True, True, False)
    assert ("1条" in text, "2017年科技统计公报，第2页" in text) == (True, True)


def test_the_issued_pdf_has_them_too(issued):
    pages = [page.extract_text() for page in PdfReader(BytesIO(letter_pdf(issued))).pages]

    assert "技术合同1项" in "".join("".join(pages).split())
    assert "答复用数一览" in pages[-1]


def test_a_draft_says_on_paper_that_it_is_none_yet(draft):
    assert "不得对外" in read_bytes("a.docx", letter_docx(draft))
    assert "{{contracts.count year=2026}}" in read_bytes("a.docx", marks_docx(draft))


def test_a_word_file_gives_the_text_and_lends_its_layout(draft, officer):
    letter = taken(draft, officer)

    document = Document(BytesIO(letter_docx(letter)))
    line = next(each for each in document.paragraphs if "登记技术合同" in each.text)
    assert (letter.title, letter.addressee) == ("关于0469号提案的答复", "方委员：")
    assert (keeps_layout(letter), line.text) == (True, "2026年登记技术合同1项，研发经费支出140.1亿元。")
    assert [(run.text, bool(run.bold)) for run in line.runs if run.text][1] == ("1项", True)


def test_a_text_changed_on_the_page_gets_the_ordinary_layout(draft, officer):
    letter = taken(draft, officer)

    letter = actions.edit_letter(letter=letter, values={"body": letter.body + "\n完。"}, by=officer)

    assert (keeps_layout(letter), "完。" in read_bytes("a.docx", letter_docx(letter))) == (False, True)


def test_the_marks_file_can_be_brought_back(draft, officer):
    upload = SimpleUploadedFile("稿.docx", marks_docx(draft))

    letter = actions.take_word_draft(letter=draft, upload=upload, by=officer)

    assert (letter.body, letter.title, keeps_layout(letter)) == (draft.body, draft.title, True)


@pytest.mark.parametrize(
    ("lines", "header", "why"),
    [
        (("没有主送的稿子",), "", "没有找到标题"),
        (("关于提案的答复", "方委员："), "", "没有正文"),
        (LINES, "共41家", "页眉"),
    ],
)
def test_a_file_that_is_no_letter_is_refused_and_nothing_changes(draft, officer, lines, header, why):
    with pytest.raises(Refusal, match=why):
        taken(draft, officer, *lines, header=header)
    letter = factories.again(draft)
    assert (letter.body, letter.layout_id) == (draft.body, None)


def test_tracked_changes_are_refused(draft, officer):
    document = Document()
    for line in LINES[:2]:
        document.add_paragraph(line)
    paragraph = document.add_paragraph("正文")
    paragraph._p.append(paragraph._p.makeelement(paragraph._p.tag.replace("}p", "}ins"), {}))
    out = BytesIO()
    document.save(out)

    with pytest.raises(Refusal, match="修订痕迹"):
        actions.take_word_draft(letter=draft, upload=SimpleUploadedFile("a.docx", out.getvalue()), by=officer)


def test_the_same_file_twice_is_one_file(draft, officer):
    letter = taken(draft, officer)
    content = word(*LINES)

    again = actions.take_word_draft(letter=letter, upload=content, by=officer)

    assert again.layout_id is not None


def test_word_and_pdf_are_downloaded_by_the_pages(client, issued, officer):
    sign_in(client, officer)

    answers = [client.get(f"/replies/letters/{issued.number}/letter.{kind}") for kind in ("docx", "pdf")]

    assert [answer.content[:4] for answer in answers] == [b"PK\x03\x04", b"%PDF"]
