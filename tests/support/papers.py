"""What paper does a test attach? The smallest PDF that opens; the mark makes one differ from another, and can be found in its bytes."""

from zhuanhua.demo.papers import pdf


def small_pdf(mark: bytes = b"one") -> bytes:
    """Give a PDF of one page; the mark stands in a comment behind it, as a later save would leave one."""
    page = pdf("合同", ["一、标的：样机研制。"]).read()
    return page + b"%" + mark + b"\nstartxref" + page.rpartition(b"startxref")[2]
