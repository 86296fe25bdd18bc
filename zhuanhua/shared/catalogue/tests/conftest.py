"""Both catalogues go through the same tests."""

import pytest


@pytest.fixture(params=["achievement", "need"])
def kind(request):
    return request.param
