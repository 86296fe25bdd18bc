"""The figures of shared/figures' own tests, over organisations."""

from zhuanhua.shared.figures.tests.conftest import six, test_figures

__all__ = ["six", "test_figures"]
