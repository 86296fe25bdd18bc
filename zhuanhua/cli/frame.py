"""The words that are written before or around ours, where no catalogue is asked: argparse's own, and faults of the settings; in Chinese where the terminal is."""

import argparse
import gettext

from django.utils.translation import get_language

CHINESE = {
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示本说明并退出",
    "show program's version number and exit": "显示版本号并退出",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "the following arguments are required: %s": "缺少参数：%s",
    "one of the arguments %s is required": "以下参数须给出一个：%s",
    "unrecognized arguments: %s": "不认识的参数：%s",
    "not allowed with argument %s": "不能和 %s 同时使用",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r 不在可选之列，可选：%(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 不是要求的形式（%(type)s）",
    "expected one argument": "须给出一个值",
    "expected at most one argument": "最多给出一个值",
    "expected at least one argument": "至少给出一个值",
    "ignored explicit argument %r": "这个选项不带值，多出了 %r",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 不明确，可能是：%(matches)s",
}


SETTINGS = {
    "unset": "没有设置ZHUANHUA_{name}。请在环境变量里设置它，或者用ZHUANHUA_{name}_FILE指出存放它的文件；只看演示城市的，请运行 zhuanhua demo。",
    "flag": "ZHUANHUA_{name}是“{text}”。请填1或者0。",
    "whole": "ZHUANHUA_{name}是“{text}”。请填整数。",
    "choice": "ZHUANHUA_{name}是“{text}”。可填：{allowed}。",
}


def setting_words(fault: Exception, language: str) -> str:
    """Say what is wrong with a setting, in the terminal's language."""
    sentence = SETTINGS.get(getattr(fault, "ground", ""))
    if sentence is None or language.startswith("en"):
        return str(fault)
    return sentence.format(**fault.words)  # type: ignore[attr-defined]


def follow_language() -> None:
    """Let argparse, which asks the system's catalogues for its words, ask this table first."""
    argparse._ = frame_word  # type: ignore[attr-defined]


def frame_word(original: str) -> str:
    """Give argparse's English words, or ours in Chinese."""
    if (get_language() or "").startswith("en"):
        return original
    return CHINESE.get(original) or gettext.gettext(original)
