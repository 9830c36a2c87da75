"""Marked strings are found in Python and in templates, and compiled catalogues say them."""

from __future__ import annotations

import gettext

import pytest

from tools import catalogues

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "保存"
msgstr "Save"
"""


@pytest.fixture
def step(tmp_path):
    (tmp_path / "templates/step").mkdir(parents=True)
    (tmp_path / "views.py").write_text(
        "_('保存'); pgettext_lazy('按钮', '打开'); ngettext('%(n)s 项', '%(n)s 项', n); print('不算')\n",
        encoding="utf-8",
    )
    (tmp_path / "templates/step/page.html").write_text(
        "<p>{{ _('第 %(n)s 页', n=3) }}</p>{% set x = caller(_('取消')) %}", encoding="utf-8"
    )
    return tmp_path


def test_every_marked_string_is_found_and_no_other(step):
    found = {(message, context) for _file, _line, message, context in catalogues.messages(step)}
    assert found == {
        ("保存", None),
        ("打开", "按钮"),
        (("%(n)s 项", "%(n)s 项"), None),
        ("第 %(n)s 页", None),
        ("取消", None),
    }


def test_a_compiled_catalogue_translates(tmp_path):
    path = tmp_path / "django.po"
    path.write_text(PO, encoding="utf-8")
    with catalogues.compile_one(path).open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("保存") == "Save"
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".new")] == []


def test_a_string_without_english_is_named_with_its_place(step):
    locale = step / "locale/en/LC_MESSAGES"
    locale.mkdir(parents=True)
    (locale / "django.po").write_text(PO, encoding="utf-8")
    found = {message for (message, _context), _place in catalogues.untranslated(step)}
    assert found == {"打开", "%(n)s 项", "第 %(n)s 页", "取消"}
    places = dict(catalogues.untranslated(step))
    assert places["取消", None] == f"{step.name}/templates/step/page.html:1"
