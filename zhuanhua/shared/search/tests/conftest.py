"""Each test has an index of its own, and looks at once."""

import pytest

from zhuanhua.shared.search import index, keeping


@pytest.fixture(autouse=True)
def own_index(tmp_path, monkeypatch):
    monkeypatch.setattr(index, "home", lambda: tmp_path / "search")
    monkeypatch.setattr(keeping, "PATIENCE", 0)
