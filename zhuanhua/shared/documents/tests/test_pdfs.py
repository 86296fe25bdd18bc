"""Does a PDF have to open, is it told which one does not and what to do, and does a file that breaks its reader harm no other?"""

from io import BytesIO

import pytest

from tests.support.papers import small_pdf
from zhuanhua.shared.documents.checks import FileFault, kind_of
from zhuanhua.shared.documents.pdfs import READING, PdfReading


def read(content: bytes, reading: PdfReading = READING) -> str:
    """Give the word for some bytes."""
    return reading.verdict(BytesIO(content), len(content))


@pytest.fixture
def own():
    """Give a reader of this test's own, let go at its end."""
    reading = PdfReading()
    yield reading
    reading.end()


def test_a_page_is_whole():
    assert read(small_pdf()) == "whole"


def test_fourteen_bytes_are_no_contract_and_the_file_is_named():
    content = b"%PDF-1.7\n%%EOF"

    with pytest.raises(FileFault) as told:
        kind_of("合同.pdf", BytesIO(content), len(content))

    assert str(told.value) == "“合同.pdf”已损坏，打不开。请重新保存，或者重新扫描成PDF再传。"


def test_a_file_that_takes_too_long_is_left_and_the_next_is_read(own):
    own.seconds = 0.0
    slow = read(small_pdf(), own)
    own.seconds = 60.0

    assert (slow, read(small_pdf(), own)) == ("heavy", "whole")


def test_a_reader_that_ended_is_started_anew(own):
    read(small_pdf(), own)
    own._child.kill()

    assert read(small_pdf(), own) == "whole"


def test_the_file_can_be_read_again_afterwards():
    content = BytesIO(small_pdf())

    READING.verdict(content, len(content.getvalue()))

    assert content.tell() == 0
