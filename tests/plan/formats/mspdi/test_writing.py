"""Plans as Microsoft Project XML, and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.plan.formats.mspdi.files import (
    DAY,
    STANDARD,
    assignment,
    link,
    mspdi,
    resource,
    tag,
    task,
    weekday,
)
from yunchou.messages import InputError
from yunchou.plan.archetypes.templates import load, template_ids
from yunchou.plan.formats.mspdi import order, xml
from yunchou.plan.formats.mspdi.read import read
from yunchou.plan.formats.mspdi.write import write
from yunchou.plan.model import Plan
from yunchou.plan.scheduling import schedule

#: parts of a plan that a project file cannot hold
ELSEWHERE = {
    "id", "archetype", "archetype_zh", "archetype_en", "market", "strategy", "goals", "scope",
    "change_control", "budget", "meetings", "channels", "kpis", "incentives", "risks", "training",
    "improvements", "retrospective_questions", "narrative", "schema_version",
}  # fmt: skip
PROJECT_ELSEWHERE = {
    "name_en", "code_prefix", "tax_basis", "typical_duration_days", "critical_path_workdays",
    "background", "basis", "sponsor_role", "manager_role", "schedule_anchor",
    "version", "secrecy",
}  # fmt: skip


def held(plan: Plan) -> dict[str, Any]:
    """Return what MSPDI holds of a plan."""
    content = plan.model_dump(mode="json", exclude_defaults=True, exclude=ELSEWHERE)
    content["project"] = {k: v for k, v in content["project"].items() if k not in PROJECT_ELSEWHERE}
    return content


def dated(plan: Plan) -> Plan:
    project = plan.project.model_copy(update={"start": dt.date(2026, 3, 2)})
    return plan.model_copy(update={"project": project})


@pytest.mark.parametrize("name", template_ids())
def test_a_template_comes_back_as_it_went(name: str):
    plan = dated(load(name))
    data, report = write(plan, "zh")
    back, _ = read(data, "plan.xml")
    assert held(back) == held(plan)
    assert report.balanced


def rich() -> Plan:
    return Plan.model_validate(
        {
            "project": {
                "name": "展会 & <发布>", "author": "李雷", "company": "某公司",
                "start": "2026-03-02", "status_date": "2026-03-06",
            },
            "people": [
                {"id": "li", "name": "李雷", "department": "市场部", "capacity_pct": 80,
                 "email": "li@example.com"},
            ],
            "roles": [{"id": "MKT", "name_zh": "市场", "name_en": "Marketing", "headcount": 6,
                       "fte_each": 0.6}],
            "calendars": [
                {"id": "site", "name": "工地", "base": "custom",
                 "week": {"sun": [], "mon": ["09:00-12:00", "13:00-18:00"],
                          "tue": ["09:00-12:00", "13:00-18:00"], "wed": [], "thu": [], "fri": [],
                          "sat": ["09:00-12:00"]},
                 "exceptions": [{"date": "2026-04-01", "until": "2026-04-03", "name": "检修"}]},
            ],
            "phases": [
                {"id": "P1", "name": "准备", "name_en": "Preparation", "accountable_role": "MKT",
                 "notes": "注意\n第二行", "tasks": [
                    {"id": "T1", "name": "设计", "duration_days": 5, "role": "MKT",
                     "deliverable": "图纸", "acceptance": "签字", "labels": ["设计", "急"],
                     "assignees": [{"person": "li", "units_pct": 50}], "priority": "high",
                     "percent": 40, "actual_start": "2026-03-03", "remaining": "24h",
                     "baseline": {"start": "2026-03-02", "finish": "2026-03-06"}},
                    {"id": "T2", "name": "搭建", "duration": "40h", "depends_on": ["T1"],
                     "links": [{"pred": "P0", "type": "SS", "lag": 2},
                               {"pred": "T1", "type": "FF", "lag": -3, "lag_unit": "ed"},
                               {"pred": "T1", "lag": 50, "lag_unit": "%"}],
                     "constraint": {"type": "FNLT", "date": "2026-05-20"}, "cost": 1234.56,
                     "calendar": "site"},
                    {"id": "T3", "name": "等批文", "duration": "10ed", "deadline": "2026-04-30"},
                    {"id": "M1", "name": "开展", "milestone": True, "depends_on": ["T2", "T3"]},
                 ]},
                {"id": "P0", "implicit": True, "tasks": [
                    {"id": "X", "name": "手排", "duration_days": 2, "manual": True,
                     "start": "2026-03-09", "finish": "2026-03-10", "notes": "n", "tasks": []},
                ]},
            ],
        }
    )  # fmt: skip


def test_all_that_the_file_can_hold_comes_back():
    plan = rich()
    content = held(plan)
    content["phases"][0]["tasks"][1]["links"][0]["pred"] = "X"
    plan = Plan.model_validate(content)
    data, report = write(plan, "zh")
    back = held(read(data, "plan.xml")[0])
    # the implicit phase has no row, and therefore no id of its own
    back["phases"][1]["id"] = "P0"
    assert back == content
    assert report.balanced


def test_what_has_no_place_is_reported_with_the_reason():
    plan = dated(load("new_product_launch"))
    report = write(plan, "zh")[1].to_dict()
    assert report["objects"]["risks"]["dropped"] == len(plan.risks)
    why = {line["path"]: line.get("why") for line in report["fields"] if line["fate"] == "dropped"}
    assert why["risks.*"]["zh"]
    assert why["project.background"]["en"]


def test_a_text_too_long_for_a_custom_field_is_reported():
    content = rich().model_dump()
    content["phases"][0]["tasks"][0]["acceptance"] = "长" * 300
    content["phases"][0]["tasks"][1]["links"] = []
    _, report = write(Plan.model_validate(content), "zh")
    lost = [line for line in report.fields if line.fate == "dropped" and line.kind == "task"]
    assert [line.field for line in lost] == ["acceptance"]


def test_an_undated_plan_is_written_without_dates_and_says_so():
    data, report = write(load("key_account_bid"), "zh")
    assert [notice.code for notice in report.warnings] == ["mspdi.undated"]
    assert b"<StartDate>" not in data and b"<Finish>" not in data


def test_a_plan_that_cannot_be_scheduled_is_not_written():
    content = rich().model_dump()
    content["phases"][0]["tasks"][0]["depends_on"] = ["M1"]
    content["phases"][0]["tasks"][1]["links"] = []
    with pytest.raises(InputError):
        write(Plan.model_validate(content), "zh")


def test_holidays_and_make_up_days_are_written_out():
    plan = dated(load("new_product_launch"))
    root = xml.parse(write(plan, "zh")[0])
    calendar = next(xml.children(xml.child(root, "Calendars"), "Calendar"))
    spans = {
        xml.text(xml.child(found, "TimePeriod"), "FromDate")[:10]: xml.flag(found, "DayWorking")
        for found in xml.children(xml.child(calendar, "Exceptions"), "Exception")
    }
    assert spans["2026-10-01"] is False
    assert spans["2026-10-10"] is True
    assert xml.text(root, "CalendarUID") == xml.text(calendar, "UID")


def test_elements_stand_in_the_order_of_the_schema():
    root = xml.parse(write(dated(load("exhibition_marketing")), "zh")[0])
    names = [xml.tag(found) for found in root]
    assert names == sorted(names, key=order.PROJECT.index)
    for row in xml.children(xml.child(root, "Tasks"), "Task"):
        fields = [xml.tag(found) for found in row]
        assert fields == sorted(fields, key=order.TASK.index)


def test_dates_of_the_rows_are_those_of_the_schedule():
    root = xml.parse(write(dated(load("new_product_launch")), "zh")[0])
    rows = {xml.text(r, "Name"): r for r in xml.children(xml.child(root, "Tasks"), "Task")}
    first = next(iter(load("new_product_launch").tasks()))
    row = rows[first.name]
    assert xml.text(row, "Start") == "2026-03-02T08:00:00"
    assert xml.text(row, "Finish").endswith("T17:00:00")
    assert xml.text(rows[load("new_product_launch").project.name], "UID") == "0"


def foreign() -> bytes:
    derived = (
        "<Calendar><UID>7</UID><Name>Li</Name><IsBaseCalendar>0</IsBaseCalendar>"
        f"<BaseCalendarUID>1</BaseCalendarUID><WeekDays>{weekday(7, DAY)}</WeekDays></Calendar>"
    )
    attribute = (
        "<ExtendedAttribute><FieldID>188743731</FieldID><Value>x</Value></ExtendedAttribute>"
    )
    return mspdi(
        task(4, 12.5, attribute, Type=1, EffortDriven=1, Estimated=1, DurationFormat=39,
             LevelingDelay=4800, GUID="abc", Start="2026-03-02T08:00:00",
             Finish="2026-03-03T12:30:00"),
        task(9, 48, link(4, 3, 4800, 8), link(4, 1, 25, 20), DurationFormat=8, Manual=1,
             Start="2026-03-10T09:30:00", Finish="2026-03-12T09:30:00", IgnoreResourceCalendar=1),
        task(12, 8, Active=0, ExternalTask=1, Start="2026-03-02T08:00:00", Finish="2026-03-02T17:00:00"),
        calendars=STANDARD + derived,
        resources=resource(3, "Li", CalendarUID=7, StandardRate=50, IsGeneric=1, Code="L1")
        + resource(5, "Beton", Type=0, MaterialLabel="t"),
        assignments=assignment(4, 3, "PT5H0M0S", Units="0.5", WorkContour=6, Delay=600,
                               OvertimeWork="PT1H0M0S", LevelingDelay=300)
        + assignment(4, 5, "PT2H0M0S", Units=2),
        HonorConstraints=0, MinutesPerDay=450, MinutesPerWeek=2250, DefaultStartTime="09:00:00",
        FinishDate="2026-03-12T09:30:00", CurrencyCode="EUR", SaveVersion=12, Subject="S",
        StatusDate="2026-03-05T17:00:00", ScheduleFromStart=1,
        ExtendedAttributes=tag("ExtendedAttribute", tag("FieldID", 188743731) + tag("Alias", "Y")),
    )  # fmt: skip


def test_a_file_of_project_comes_back_with_all_that_was_kept():
    plan, _ = read(foreign(), "p.xml")
    data, report = write(plan, "en")
    again, _ = read(data, "p.xml")
    assert again.model_dump() == plan.model_dump()
    assert report.balanced


def test_a_file_of_project_gets_our_fields_only_when_they_say_something():
    plan, _ = read(foreign(), "p.xml")
    assert b"Yunchou" not in write(plan, "en")[0]
    content = plan.model_dump()
    content["phases"][0]["tasks"][0]["deliverable"] = "图纸"
    changed = Plan.model_validate(content)
    data, _ = write(changed, "en")
    assert b"Yunchou" in data
    assert read(data, "p.xml")[0].model_dump() == changed.model_dump()


def test_characters_that_xml_cannot_carry_are_left_out():
    content = rich().model_dump()
    content["phases"][0]["tasks"][0]["name"] = "a\x00b\x1fc\ufffe表"
    content["phases"][0]["tasks"][1]["links"] = []
    back, _ = read(write(Plan.model_validate(content), "zh")[0], "p.xml")
    assert back.phases[0].tasks[0].name == "abc表"


def test_dates_counted_back_from_an_anchor_survive_the_way_through_project():
    plan = load("crm_rollout")
    project = plan.project.model_copy(update={"anchor_date": dt.date(2027, 11, 11)})
    plan = plan.model_copy(update={"project": project})
    data, report = write(plan, "zh")
    again, _ = read(data, "plan.xml")
    wanted = {line.id: (line.start, line.finish) for line in schedule(plan)}
    assert {line.id: (line.start, line.finish) for line in schedule(again)} == wanted
    held = [task.id for task in again.tasks() if task.constraint]
    assert "T103" in held and "T101" not in held
    told = next(line for line in report.fields if line.field == "anchored_start")
    assert (told.fate, told.count) == ("converted", len(held))
