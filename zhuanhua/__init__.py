"""Zhuanhua 转化: the open platform on which a city turns research into business."""

__version__ = "0.1.0"
