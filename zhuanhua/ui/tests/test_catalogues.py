"""Are texts found, kept and checked?"""

from pathlib import Path

from zhuanhua.ui import catalogues


def app_with(tmp_path: Path, template: str, python: str = '"""."""\n') -> Path:
    app = tmp_path / "room"
    (app / "templates" / "room").mkdir(parents=True)
    (app / "templates" / "room" / "list.html").write_text(template, encoding="utf-8")
    (app / "pages.py").write_text(python, encoding="utf-8")
    return app


def write_english(app: Path, chinese: str, english: str) -> None:
    path = catalogues.po_path(app)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(f'msgid "{chinese}"\nmsgstr ""', f'msgid "{chinese}"\nmsgstr "{english}"'),
        encoding="utf-8",
    )


def test_texts_of_templates_and_python_are_found(tmp_path):
    app = app_with(
        tmp_path,
        '  {% if x %}\n<p>{% translate "登记" %}</p>{% endif %}{% blocktranslate with n=1 %}共{{ n }}项{% endblocktranslate %}',
        'from x import gettext as _\nA = _("退回")\n',
    )

    found = {message.id for message in catalogues.texts(app, [app], tmp_path) if message.id}

    assert found == {"登记", "共%(n)s项", "退回"}


def test_renewing_keeps_what_was_translated(tmp_path):
    app = app_with(tmp_path, '{% translate "登记" %}{% translate "退回" %}')
    catalogues.renew(app, [app], tmp_path)
    write_english(app, "登记", "Register")

    assert catalogues.renew(app, [app], tmp_path) == (2, 1)
    assert 'msgstr "Register"' in catalogues.po_path(app).read_text(encoding="utf-8")


def test_a_text_without_english_is_a_fault(tmp_path):
    app = app_with(tmp_path, '{% translate "登记" %}')
    catalogues.renew(app, [app], tmp_path)

    assert catalogues.faults(app, [app], tmp_path) == ["room/templates/room/list.html: no English for “登记”"]


def test_a_lost_placeholder_is_a_fault(tmp_path):
    app = app_with(tmp_path, "{% blocktranslate with n=1 %}共{{ n }}项{% endblocktranslate %}")
    catalogues.renew(app, [app], tmp_path)
    write_english(app, "共%(n)s项", "All")

    assert catalogues.faults(app, [app], tmp_path) == [
        "room/templates/room/list.html: the English of “共%(n)s项” has other placeholders: n"
    ]


def test_text_outside_translate_tags_is_a_fault(tmp_path):
    app = app_with(tmp_path, '<p>登记</p>{# 说明 #}{% include "x.html" with title="标题" %}')

    assert [fault.split(": ", 2)[2] for fault in catalogues.faults(app, [app], tmp_path)] == [
        "<p>登记</p>",
        'include "x.html" with title="标题"',
    ]


def test_two_apps_that_disagree_are_named(tmp_path):
    apps = [
        app_with(tmp_path / name, '{% translate "登记" %}').rename(tmp_path / f"{name}_room")
        for name in ("a", "b")
    ]
    for app, english in zip(apps, ("Register", "Registration"), strict=True):
        catalogues.renew(app, [app], tmp_path)
        write_english(app, "登记", english)

    assert catalogues.conflicts(apps) == ["“登记”: a_room says “Register”, b_room says “Registration”"]
