"""What a file is, and what is said when it is nothing that is known."""

from __future__ import annotations

import pytest

from yunchou.messages import InputError
from yunchou.plan import formats
from yunchou.plan.formats import detect, read, write
from yunchou.plan.model import Plan

PLAN = Plan.model_validate({"project": {"name": "甲"}, "phases": [{"id": "P1", "name": "乙"}]})


def fails(data: bytes, filename: str = "文件") -> InputError:
    with pytest.raises(InputError) as caught:
        read(data, filename)
    return caught.value


@pytest.mark.parametrize("name", ["yaml", "xlsx", "mspdi"])
def test_what_is_written_is_recognised_whatever_its_name(name: str):
    data, report = write(PLAN, name)
    for filename in ("x", f"x{formats.get(name).suffixes[0]}", "x.txt", "X.JSON"):
        assert detect(data, filename).name == name
    assert report.balanced


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"\x00" * 50])
def test_an_empty_file_is_empty(data: bytes):
    error = fails(data, "a/b/方案.yaml")
    assert error.code == "format.empty"
    assert error.in_("zh") == "方案.yaml：文件是空的。请重新导出后再试。"


@pytest.mark.parametrize(
    ("data", "filename", "says"),
    [
        (b"%PDF-1.7\n...", "方案.yaml", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "图.xlsx", "PNG"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 500, "计划.mpp", ".mpp"),
        (b"a,b,c\n1,2,3\n", "board.json", "CSV"),
        ("任务名称;开始;结束\n".encode(), "计划.csv", "CSV"),
        (b'{"data": [{"gid": "1"}]}', "asana.json", "JSON"),
        (b"<html><body></body></html>", "x.xml", "XML"),
        (b"MZ" + b"\x00" * 300, "x", "二进制"),
        (b"hello", "x.txt", "文本"),
        (b"PK\x03\x04" + b"\x00" * 100, "x.zip", "ZIP"),
        (b"BEGIN:VCALENDAR\nVERSION:2.0\n", "x.ics", "iCalendar"),
    ],
)
def test_a_file_of_another_kind_is_named(data: bytes, filename: str, says: str):
    error = fails(data, filename)
    assert error.code == "format.wrong_kind"
    assert says in error.in_("zh")
    assert "Supported" in error.in_("en")


def test_a_file_over_the_limit_is_refused_with_its_size():
    error = fails(b"project: x\n" * 6_200_000, "大.yaml")
    assert error.code == "format.too_big"
    assert "65.0 MB" in error.in_("zh")
    assert "64 MB" in error.in_("zh")


def test_a_file_of_60_mb_of_yaml_is_refused_before_it_fills_the_memory():
    data = b"project: {name: a}\nx: [" + b"1,\n" * 20_000_000 + b"]"
    assert fails(data, "大.yaml").code == "yaml.too_big"


def test_a_file_that_ends_inside_a_character_is_cut_off():
    data = "project: {name: 销售方案".encode()
    assert fails(data[:-1], "x.yaml").code == "format.truncated"


def test_an_encoding_that_nobody_knows_is_refused():
    assert fails(b"project: {name: \xff\xff\x80}", "x.yaml").code == "format.encoding"


def test_an_unknown_format_and_one_that_is_only_read_are_said():
    with pytest.raises(InputError, match="no format named") as caught:
        write(PLAN, "docx")
    assert "mspdi" in caught.value.in_("zh")
    with pytest.raises(InputError) as caught:
        write(PLAN, "trello")
    assert caught.value.code == "format.read_only"


def test_every_format_has_a_name_for_people_and_a_suffix():
    found = formats.all_formats()
    assert [form.name for form in found] == list(formats.NAMES)
    assert all(form.label.zh and form.label.en and form.suffixes for form in found)
    assert formats.by_suffix("计划.XLSX") is formats.get("xlsx")
    assert formats.by_suffix("计划.pdf") is None
