"""Does the command line choose the right site, and say plainly what is wrong?"""

import os
import socket

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from config import environment
from zhuanhua.cli import door, frame, serve, words
from zhuanhua.cli.codes import IMPOSSIBLE
from zhuanhua.cli.mark import is_marked, may_be_demo, put_mark


@pytest.fixture(autouse=True)
def own_environment(monkeypatch):
    """Whatever a test changes in the environment is gone after it."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_demo_command_forgets_the_environments_site(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://bureau/real")
    monkeypatch.setenv("ZHUANHUA_DATA_DIR", "/srv/real")

    door.choose_site(["demo", "--port", "8001"])

    kept = {name: os.environ.get(name) for name in ("DATABASE_URL", "ZHUANHUA_DATA_DIR", "ZHUANHUA_DEMO")}
    assert kept == {"DATABASE_URL": None, "ZHUANHUA_DATA_DIR": None, "ZHUANHUA_DEMO": "1"}


@pytest.mark.parametrize(
    ("command", "expected"), [("figures", "1"), ("serve", None), ("backup", None), ("restore", None)]
)
def test_command_without_settings_reads_the_demo_but_never_serves_or_saves_it(monkeypatch, command, expected):
    for name in door.SITE_SETTINGS:
        monkeypatch.delenv(name, raising=False)

    door.choose_site([command])

    assert os.environ.get("ZHUANHUA_DEMO") == expected


@pytest.mark.parametrize("command", ["serve", "backup", "restore"])
def test_help_needs_no_site(monkeypatch, command):
    for name in door.SITE_SETTINGS:
        monkeypatch.delenv(name, raising=False)

    door.choose_site([command, "--help"])

    assert os.environ.get("ZHUANHUA_DEMO") == "1"


def test_named_site_is_left_alone(monkeypatch):
    monkeypatch.delenv("ZHUANHUA_DEMO", raising=False)
    monkeypatch.setenv("ZHUANHUA_SECRET_KEY", "k" * 60)

    door.choose_site(["figures", "list"])

    assert "ZHUANHUA_DEMO" not in os.environ


def test_mark_is_kept_in_the_file_and_another_file_is_refused(tmp_path):
    ours, other = tmp_path / "city.sqlite3", tmp_path / "other.sqlite3"
    put_mark(ours)
    other.write_bytes(b"SQLite format 3\0" + b"\0" * 4080)

    assert (is_marked(ours), may_be_demo(ours), may_be_demo(other), may_be_demo(tmp_path / "new")) == (
        True,
        True,
        False,
        True,
    )


def test_busy_port_is_named_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        sentence = serve.port_trouble("127.0.0.1", port)

    assert (
        sentence
        == f"端口{port}已被别的程序占用。请换一个端口，例如 make demo PORT={port + 1} 或 --port {port + 1}。"
    )


def test_command_asked_for_twice_is_the_same_command():
    commands = words.Parser(prog="zhuanhua").add_subparsers(dest="command")

    first = commands.add_parser("export", help="导出").add_subparsers(dest="part")
    second = commands.add_parser("export").add_subparsers(dest="part")

    assert first is second


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"ZHUANHUA_LANG": "en"}, "en"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh-hans"),
        ({}, "zh-hans"),
    ],
)
def test_language_follows_the_terminal(monkeypatch, settings, expected):
    for name in ("ZHUANHUA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert words.language() == expected


@pytest.mark.parametrize("command", ["serve", "backup", "restore"])
@pytest.mark.parametrize(
    ("terminal", "told"),
    [("zh_CN.UTF-8", "没有设置ZHUANHUA_SECRET_KEY。"), ("en_US.UTF-8", "ZHUANHUA_SECRET_KEY is not set.")],
)
def test_a_site_without_settings_is_told_in_the_terminals_language(
    monkeypatch, capsys, command, terminal, told
):
    def missing():
        environment.env("SECRET_KEY")

    for name in (*door.SITE_SETTINGS, "ZHUANHUA_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", terminal)
    monkeypatch.setattr(door, "set_up", missing)

    code = door.run([command])

    assert (code, capsys.readouterr().err.startswith(told)) == (IMPOSSIBLE, True)


@pytest.mark.parametrize(
    ("name", "text", "read", "told"),
    [
        ("DEMO", "perhaps", environment.flag, "ZHUANHUA_DEMO是“perhaps”。请填1或者0。"),
        ("PORT", "high", lambda name: environment.whole(name, 1), "ZHUANHUA_PORT是“high”。请填整数。"),
        ("MODE", "c", lambda name: environment.choice(name, "a", "b"), "ZHUANHUA_MODE是“c”。可填：a、b。"),
    ],
)
def test_a_wrong_setting_is_told_in_chinese(monkeypatch, name, text, read, told):
    monkeypatch.setenv(f"ZHUANHUA_{name}", text)

    with pytest.raises(ImproperlyConfigured) as fault:
        read(name)

    assert frame.setting_words(fault.value, "zh-hans") == told


def test_table_aligns_chinese_with_latin():
    assert words.table([("角色", "账号"), ("登记员", "reg")]) == "  角色    账号\n  登记员  reg"


def test_every_command_has_help_with_an_example():
    parser = door.build_parser()

    without = [name for name, command in parser.shelf.choices.items() if "例" not in (command.epilog or "")]

    assert without == []


@pytest.mark.parametrize("port", [0, -1, 99_999])
def test_a_port_that_cannot_be_is_told_in_a_sentence(port):
    assert serve.port_trouble("127.0.0.1", port).startswith(f"端口{port}不存在")


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh-hans", ["用法：", "参数", "选项", "显示本说明"]), ("en", ["usage:", "options", "show this help"])],
)
def test_the_frame_of_the_help_follows_the_language(language, expected):
    frame.follow_language()

    with translation.override(language):
        shown = door.build_parser().shelf.choices["doctor"].format_help() + frame.frame_word(
            "positional arguments"
        )

    others = ["usage", "options", "show this", "positional"] if language == "zh-hans" else ["用法", "选项"]
    assert [word for word in expected if word not in shown] == []
    assert [word for word in others if word in shown] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["figures", "show"], "缺少参数：code"),
        (["doctor", "--nothing"], "不认识的参数：--nothing"),
        (["figures", "nothing"], "不在可选之列"),
        (["serve", "--port", "soon"], "'soon' 不是要求的形式"),
    ],
)
def test_wrong_use_is_told_in_chinese(arguments, sentence, capsys):
    frame.follow_language()

    with pytest.raises(SystemExit) as left:
        door.build_parser().parse_args(arguments)

    told = capsys.readouterr().err
    assert (left.value.code, sentence in told, "error" in told) == (2, True, False)


@pytest.mark.django_db
def test_a_place_that_cannot_be_written_is_named_in_a_sentence(tmp_path, capsys):
    place = tmp_path / "nowhere" / "journal.jsonl"

    code = door.obey(["export", "journal", "--out", str(place)])

    assert code == IMPOSSIBLE
    assert capsys.readouterr().err.startswith(f"不能读写{place}：")
