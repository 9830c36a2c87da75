"""`yunchou render` from the command line."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from tests.cli.console import yunchou


@pytest.fixture
def plan(tmp_path):
    source = files("yunchou.plan.archetypes") / "data" / "new_product_launch.yaml"
    target = tmp_path / "plan.yaml"
    target.write_bytes(source.read_bytes())
    return target


def run(*arguments):
    return yunchou("render", *arguments)


@pytest.mark.parametrize(
    ("kind", "magic"), [("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype")]
)
def test_a_plan_file_becomes_a_document(plan, tmp_path, kind, magic):
    target = tmp_path / f"方案.{kind}"
    result = run(plan, "-o", target, "--start", "2027-03-01", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert target.read_bytes().startswith(magic)
    assert told["bytes"] == target.stat().st_size
    assert told["start"] == "2027-03-01"
    assert told["draft"] is True
    assert len(told["chapters"]) == 23


def test_a_workbook_carries_the_plan_and_its_start(plan, tmp_path):
    from yunchou.plan import formats

    target = tmp_path / "plan.xlsx"
    told = json.loads(run(plan, "-o", target, "--start", "2027-03-01", "--json").output)
    assert told["format"] == "xlsx"
    read, _ = formats.read(target.read_bytes(), target.name)
    assert str(read.project.start) == "2027-03-01"
    assert len(list(read.tasks())) == 39


def test_a_plan_without_dates_is_printed_with_blanks(plan, tmp_path):
    told = json.loads(run(plan, "-o", tmp_path / "a.html", "--json").output)
    dated = json.loads(
        run(plan, "-o", tmp_path / "b.html", "--start", "2027-03-01", "--json").output
    )
    assert told["start"] is None
    assert told["blanks"] > dated["blanks"]


def test_an_anchor_date_schedules_backwards(plan, tmp_path):
    told = json.loads(
        run(plan, "-o", tmp_path / "a.html", "--anchor", "2027-06-18", "--json").output
    )
    assert told["start"] < "2027-06-18" < told["finish"]
    assert "2027年6月18日" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_it_says_how_many_values_are_missing(plan, tmp_path):
    result = run(plan, "-o", tmp_path / "a.html", "--lang", "zh")
    assert "处待补充" in result.output
    result = run(plan, "-o", tmp_path / "a.html", "--lang", "en")
    assert "still to be filled in" in result.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-o", "a.txt"], "render.unknown_kind"),
        (["-o", "nowhere/a.pdf"], "file.no_folder"),
        (["-o", "a.pdf", "--logo", "plan.yaml"], "render.picture"),
        (["-o", "a.pdf", "--logo", "none.png"], "file.unreadable"),
    ],
)
def test_bad_input_is_one_clear_message_and_nothing_is_written(
    plan, tmp_path, monkeypatch, arguments, code
):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    result = run(plan, *arguments, "--json")
    assert result.exit_code == 1
    assert json.loads(result.output)["error"]["code"] == code
    assert sorted(tmp_path.iterdir()) == before


def test_the_plan_is_never_overwritten(tmp_path, plan):
    source = plan.rename(tmp_path / "plan.html")
    result = run(source, "-o", source, "--json")
    assert json.loads(result.output)["error"]["code"] == "file.same"


def test_a_broken_plan_is_refused(tmp_path):
    source = tmp_path / "plan.yaml"
    source.write_text("project: [", encoding="utf-8")
    assert run(source, "-o", tmp_path / "a.pdf").exit_code == 1


def test_unknown_options_are_wrong_usage(plan, tmp_path):
    for wrong in (("--preset", "fancy"), ("--start", "gestern"), ("--lang", "fr")):
        assert run(plan, "-o", tmp_path / "a.pdf", *wrong).exit_code == 2
    assert not (tmp_path / "a.pdf").exists()
