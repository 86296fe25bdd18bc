"""Are real telephone numbers taken as people write them, and is everything else told?"""

import pytest

from zhuanhua.core.phones import are_phones


@pytest.mark.parametrize("text", [
    "024-12345678", "02412345678", "(024)12345678", "（024）1234 5678", "13800138000", "138-0013-8000", "+86 24 1234 5678", "0086-24-12345678",
    "400-123-4567", "12345678", "０２４－１２３４５６７８", "024-12345678-801", "024-12345678转801", "024-12345678 分机 801", "024-12345678 ext. 801",
    "024—12345678", "024-12345678/13800138000", "024-12345678、87654321", "13800138000，13900139000", "024-12345678/79", "13800138000 024-12345678",
    "13800138000（王工）", "13800138000 或 13900139000",
])  # fmt: skip
def test_numbers_as_people_write_them(text):
    assert are_phones(text)


@pytest.mark.parametrize("text", [
    "abc", "无", "同上", "123", "王工", "13800138000abc", "a@example.com", "024-", "138001380001380013800", "/", "13800138000/abc", "转801", "-------",
])  # fmt: skip
def test_what_cannot_be_dialled(text):
    assert not are_phones(text)
