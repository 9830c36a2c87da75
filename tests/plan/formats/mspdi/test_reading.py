"""What a file of Microsoft Project says, and the account of every field of it."""

from __future__ import annotations

import pytest

from tests.plan.formats.mspdi.files import (
    DAY,
    STANDARD,
    assignment,
    link,
    mspdi,
    plan_of,
    resource,
    tag,
    task,
    weekday,
)
from yunchou.messages import InputError
from yunchou.plan import formats
from yunchou.plan.formats.mspdi.read import read


def first(plan):
    return next(plan.tasks())


def test_levels_become_phases_and_nesting():
    plan = plan_of(
        task(0, level=0, Name="Whole"),
        task(1, Summary=1, Name="Phase"),
        task(2, level=2),
        task(3, 8, link(2), level=2, Summary=1, Name="Inner"),
        task(4, level=3),
        task(5),
    )
    assert [(phase.name, phase.implicit) for phase in plan.phases] == [("Phase", False), ("", True)]
    assert [(node.id, node.wbs) for node in plan.walk()] == [
        ("1", "1"),
        ("2", "1.1"),
        ("3", "1.2"),
        ("4", "1.2.1"),
        ("5", "2"),
    ]


def test_a_first_level_summary_with_links_stays_a_task():
    plan = plan_of(task(1), task(2, 8, link(1), Summary=1), task(3, level=2))
    assert [phase.implicit for phase in plan.phases] == [True]
    assert plan.phases[0].tasks[1].links[0].pred == "1"


def test_a_file_without_namespace_is_read():
    plan, report = read(mspdi(task(1), namespace=""), "p.xml")
    assert first(plan).name == "T1"
    assert report.balanced


def test_the_registry_finds_the_format_by_content():
    assert formats.detect(mspdi(task(1)), "something.bin").name == "mspdi"


@pytest.mark.parametrize(
    ("kind", "lag", "shown", "expected"),
    [
        (1, 0, 7, ("FS", 0, "wd")),
        (0, 4800, 7, ("FF", 8, "h")),
        (3, -2400, 5, ("SS", -4, "h")),
        (2, 28800, 8, ("SF", 48, "eh")),
        (1, 50, 19, ("FS", 50, "%")),
    ],
)
def test_links_keep_type_lag_and_unit(kind: int, lag: int, shown: int, expected: tuple):
    found = list(plan_of(task(1), task(2, 8, link(1, kind, lag, shown))).tasks())[1].links[0]
    assert (found.type, found.lag, found.lag_unit) == expected


@pytest.mark.parametrize("more", [{"CrossProject": 1}, {}])
def test_links_to_what_is_not_there_are_dropped_and_named(more: dict):
    content = mspdi(task(1), task(2, 8, link(1 if more else 9, **more)))
    plan, report = read(content, "p.xml")
    assert list(plan.tasks())[1].links == []
    assert [notice.code for notice in report.warnings] == ["mspdi.link_lost"]
    assert report.totals["objects"]["dropped"] == 1


def test_facts_constraints_and_money_of_a_task():
    row = task(
        1, 40, ConstraintType=4, ConstraintDate="2026-03-04T08:00:00",
        Deadline="2026-03-20T17:00:00", PercentComplete=25, ActualStart="2026-03-04T08:00:00",
        RemainingDuration="PT30H0M0S", Priority=900, Cost=123450, Notes="看一看", Milestone=1,
        HyperlinkAddress="https://example.com/a", Hyperlink="A",
    )  # fmt: skip
    found = first(plan_of(row))
    assert (found.duration, found.remaining, found.percent) == ("40h", "30h", 25)
    assert found.constraint and found.constraint.type == "SNET"
    assert str(found.constraint.date) == "2026-03-04 08:00:00"
    assert (found.priority, found.milestone, found.notes) == ("urgent", True, "看一看")
    assert found.cost == 123450
    assert (found.attachments[0].name, found.attachments[0].url) == ("A", "https://example.com/a")


@pytest.mark.parametrize(
    ("told", "shown", "expected"),
    [
        ("PT12H30M0S", 5, "12.5h"),
        ("PT48H0M0S", 8, "48eh"),
        ("PT0H0M0S", 7, "0h"),
        ("P1DT2H0M0S", 7, "26h"),
        ("PT57H8M24S", 9, "57.14h"),
    ],
)
def test_durations_are_working_or_clock_hours(told: str, shown: int, expected: str):
    assert first(plan_of(task(1, Duration=told, DurationFormat=shown))).duration == expected


def test_baseline_nought_is_the_signed_one_and_the_others_are_kept():
    def baseline(number: int, start: str) -> str:
        return f"<Baseline>{tag('Number', number)}{tag('Start', start)}</Baseline>"

    row = task(1, 8, baseline(0, "2026-03-02T08:00:00"), baseline(3, "2026-03-09T08:00:00"))
    found = first(plan_of(row))
    assert found.baseline and str(found.baseline.start) == "2026-03-02 08:00:00"
    assert found.extras["mspdi"]["Baseline"] == [{"Number": "3", "Start": "2026-03-09T08:00:00"}]


def test_people_carry_their_share_and_only_work_that_does_not_follow():
    plan = plan_of(
        task(1, 16),
        resources=resource(0)
        + resource(1, "李雷", MaxUnits="0.5", EmailAddress="li@example.com", Group="华东")
        + resource(2, "水泥", Type=0)
        + resource(3, "韩梅梅"),
        assignments=assignment(1, 1, "PT8H0M0S", Units="0.5")
        + assignment(1, 3, "PT4H0M0S")
        + assignment(1, 2, "PT2H0M0S")
        + assignment(1, -65535)
        + assignment(7, 1),
    )
    assert [(p.id, p.name, p.capacity_pct) for p in plan.people] == [
        ("R1", "李雷", 50),
        ("R3", "韩梅梅", 100),
    ]
    found = first(plan).assignees
    assert [(a.person, a.units_pct, a.extras.get("work")) for a in found] == [
        ("R1", 50, None),
        ("R3", 100, "4h"),
    ]
    assert plan.extras["materials"][0]["kind"] == "material"
    assert first(plan).extras["materials"][0]["resource"] == "R2"


def test_every_object_and_field_is_accounted_for():
    content = mspdi(
        task(1, 8, "<Strange>x</Strange>", EarlyStart="2026-03-02T08:00:00"),
        "<Task><UID>2</UID><ID>2</ID><IsNull>1</IsNull></Task>",
        resources=resource(1, "A"),
        assignments=assignment(1, 1, "PT8H0M0S") + assignment(9, 9),
    )
    plan, report = read(content, "p.xml")
    assert report.balanced
    objects = report.to_dict()["objects"]
    assert objects["task"] == {"read": 2, "kept": 1, "converted": 0, "dropped": 1}
    assert objects["assignment"] == {"read": 2, "kept": 1, "converted": 0, "dropped": 1}
    fates = {(line.kind, line.field): line.fate for line in report.fields}
    assert fates["task", "Strange"] == "kept"
    assert first(plan).extras["mspdi"]["Strange"] == "x"
    early = next(line for line in report.fields if line.field == "EarlyStart")
    assert early.fate == "dropped" and early.reason


def exception(body: str, **more: str) -> str:
    rest = "".join(tag(k, v) for k, v in more.items())
    return f"<Exceptions><Exception>{body}{rest}</Exception></Exceptions>"


def span(first_day: str, last: str) -> str:
    bounds = tag("FromDate", f"{first_day}T00:00:00") + tag("ToDate", f"{last}T23:59:00")
    return tag("TimePeriod", bounds)


@pytest.mark.parametrize(
    ("body", "dates"),
    [
        (span("2026-05-01", "2026-05-03") + "<Type>1</Type>", ["2026-05-01"]),
        (span("2026-05-01", "2026-05-15")
         + "<Type>6</Type><Period>1</Period><DaysOfWeek>32</DaysOfWeek>",
         ["2026-05-01", "2026-05-08", "2026-05-15"]),
        (span("2026-01-01", "2028-12-31")
         + "<Type>2</Type><Period>1</Period><Month>9</Month><MonthDay>10</MonthDay>",
         ["2026-10-10", "2027-10-10", "2028-10-10"]),
        (span("2026-01-01", "2026-03-31")
         + "<Type>4</Type><Period>1</Period><MonthDay>15</MonthDay>",
         ["2026-01-15", "2026-02-15", "2026-03-15"]),
        (span("2026-01-01", "2026-02-28")
         + "<Type>5</Type><Period>1</Period><MonthItem>5</MonthItem>"
         "<MonthPosition>1</MonthPosition>",
         ["2026-01-13", "2026-02-10"]),
        (span("2026-01-01", "2027-12-31")
         + "<Type>3</Type><Period>1</Period><Month>10</Month><MonthItem>4</MonthItem>"
         "<MonthPosition>4</MonthPosition>",
         ["2026-11-30", "2027-11-29"]),
        (span("2026-01-01", "2026-12-31")
         + "<Type>1</Type><Period>2</Period><Occurrences>3</Occurrences>"
         "<EnteredByOccurrences>1</EnteredByOccurrences>",
         ["2026-01-01", "2026-01-03", "2026-01-05"]),
        (span("2026-05-02", "2026-05-01"), []),
        ("<Type>1</Type>", []),
    ],
)  # fmt: skip
def test_exceptions_recur_as_the_schema_says(body: str, dates: list[str]):
    off = exception(body, DayWorking="0")
    calendar = STANDARD.replace("</WeekDays>", f"</WeekDays>{off}")
    found = plan_of(task(1), calendars=calendar).calendars[0].exceptions
    assert [item.date.isoformat() for item in found] == dates


def test_the_old_and_the_new_way_to_state_an_exception_are_one():
    old = weekday(0, "<DayWorking>0</DayWorking>" + span("2026-05-01", "2026-05-01"))
    new = exception(span("2026-05-01", "2026-05-01"), Name="劳动节", DayWorking="0")
    calendar = STANDARD.replace("</WeekDays>", f"{old}</WeekDays>{new}")
    found = plan_of(task(1), calendars=calendar).calendars[0].exceptions
    assert [(item.date.isoformat(), item.name, item.hours) for item in found] == [
        ("2026-05-01", "劳动节", [])
    ]


def test_a_derived_calendar_inherits_and_a_work_week_is_kept():
    week = tag(
        "WorkWeeks",
        tag("WorkWeek", span("2026-05-04", "2026-05-10") + "<Name>旺季</Name>"
            + tag("WeekDays", weekday(7, DAY))),
    )  # fmt: skip
    derived = (
        "<Calendar><UID>2</UID><Name>李雷</Name><IsBaseCalendar>0</IsBaseCalendar>"
        f"<BaseCalendarUID>1</BaseCalendarUID><WeekDays>{weekday(6, '<DayWorking>0</DayWorking>')}"
        f"</WeekDays>{week}</Calendar>"
    )
    found = plan_of(task(1), calendars=STANDARD + derived).calendars[1]
    assert (found.id, found.base, found.week) == ("C2", "C1", {"fri": []})
    assert found.extras["work_weeks"][0]["week"] == {"sat": ["08:00-12:00", "13:00-17:00"]}


def test_a_base_that_is_not_there_is_replaced_and_named():
    odd = STANDARD.replace("<BaseCalendarUID>-1<", "<BaseCalendarUID>9<")
    plan, report = read(mspdi(task(1), calendars=odd), "p.xml")
    assert plan.calendars[0].base == "custom"
    assert [notice.code for notice in report.warnings] == ["mspdi.calendar_base"]


def test_without_any_calendar_the_standard_week_is_worked():
    plan = plan_of(task(1), calendars="", CalendarUID=5)
    assert plan.project.calendar == "standard"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'<!DOCTYPE Project [<!ENTITY a "b">]><Project>&a;</Project>', "mspdi.dtd"),
        (b'<!DOCTYPE Project SYSTEM "http://example.com/x.dtd"><Project/>', "mspdi.dtd"),
        (mspdi(task(1))[:400], "mspdi.broken"),
        (b"<Other/>", "mspdi.wrong_kind"),
        (b'<?xml version="1.0" encoding="UTF-8"?><Project>\xff\xfe</Project>', "mspdi.encoding"),
        (mspdi(task(1, UID="u" * 70)), "mspdi.invalid"),
    ],
)
def test_bad_files_are_refused_with_one_clear_message(content: bytes, code: str):
    with pytest.raises(InputError) as caught:
        read(content, "dir/plan.xml")
    assert caught.value.code == code
    assert caught.value.place.startswith("plan.xml")


def test_an_entity_bomb_is_refused_before_it_grows():
    bomb = '<!DOCTYPE P [<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    content = f'<?xml version="1.0"?>{bomb}]><Project><Name>&j;</Name></Project>'.encode()
    with pytest.raises(InputError) as caught:
        read(content, "bomb.xml")
    assert caught.value.code == "mspdi.dtd"


def test_an_outline_without_end_is_refused():
    with pytest.raises(InputError) as caught:
        plan_of(*[task(n, level=n) for n in range(1, 2000)])
    assert caught.value.code == "mspdi.too_deep"


def test_hostile_names_stay_text():
    name = "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert first(plan_of(task(1, Name=name))).name == "<script>alert(1)</script>"


def test_unreadable_values_are_no_reason_to_fail():
    row = task(1, Duration="soon", Cost="NaN", PercentComplete="x", Deadline="?", Priority="")
    found = first(plan_of(row))
    assert (found.duration, found.cost, found.percent, found.deadline) == (None, None, None, None)


def test_what_has_no_place_is_kept_as_it_is_however_often_it_stands():
    code = "<OutlineCode><FieldID>{0}</FieldID><ValueID>{0}</ValueID></OutlineCode>"
    row = task(1, 8, code.format(1), code.format(2), code.format(3), Contact="王", HideBar=0)
    mask = "<Mask><Level>{0}</Level><Separator>.</Separator></Mask>"
    masks = tag("Masks", mask.format(1) + mask.format(2) + mask.format(3) + "<Empty/>")
    plan = plan_of(row, WBSMasks=masks)
    raw = first(plan).extras["mspdi"]
    assert [found["FieldID"] for found in raw["OutlineCode"]] == ["1", "2", "3"]
    assert raw["Contact"] == "王" and "HideBar" not in raw
    levels = plan.project.extras["mspdi"]["WBSMasks"]["Masks"]
    assert [found["Level"] for found in levels["Mask"]] == ["1", "2", "3"]
    assert "Empty" not in levels


def test_time_phased_data_is_dropped_with_the_reason():
    row = task(1, 8, "<TimephasedData><Type>1</Type><Value>PT8H0M0S</Value></TimephasedData>")
    plan, report = read(mspdi(row), "p.xml")
    lost = next(line for line in report.fields if line.field == "TimephasedData")
    assert lost.fate == "dropped" and lost.reason
    assert "mspdi" not in first(plan).extras


def test_a_day_marked_working_without_times_has_the_usual_ones():
    bare = weekday(7, "<DayWorking>1</DayWorking>")
    calendar = STANDARD.replace("</WeekDays>", f"{bare}</WeekDays>")
    assert plan_of(task(1), calendars=calendar).calendars[0].week["sat"] == [
        "08:00-12:00",
        "13:00-17:00",
    ]


def test_a_file_in_gb18030_is_read():
    data = mspdi(task(1, Name="渠道盘点")).decode().replace("UTF-8", "GB18030")
    assert first(read(data.encode("gb18030"), "p.xml")[0]).name == "渠道盘点"


@pytest.mark.parametrize("encoding", ["x-klingon", "GB18030"])
def test_a_declared_encoding_that_is_not_that_of_the_content_is_refused(encoding: str):
    data = mspdi(task(1, Name="渠道")).replace(b"UTF-8", encoding.encode()) + b"<!-- \xff -->"
    with pytest.raises(InputError) as caught:
        read(data, "p.xml")
    assert (caught.value.code, caught.value.place) == ("mspdi.encoding", "p.xml")


def test_entities_are_refused_in_gb18030_too():
    head = '<?xml version="1.0" encoding="GB18030"?><!DOCTYPE a [<!ENTITY b "c">]>'
    body = mspdi(task(1)).decode().partition("?>")[2]
    with pytest.raises(InputError) as caught:
        read(f"{head}{body}".encode("gb18030"), "p.xml")
    assert caught.value.code == "mspdi.dtd"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (mspdi(task(1, Name="Tâche")).decode().encode("latin-1"), "mspdi.encoding"),
        (mspdi(task(1, Notes="x" * 10_500_000)), "mspdi.too_big"),
        (mspdi(task(1, Name="a\x01b")), "mspdi.broken"),
        (mspdi(task(1, Name="&nosuch;")), "mspdi.broken"),
    ],
    ids=["not in its encoding", "huge note", "control character", "unknown entity"],
)
def test_what_is_wrong_with_the_xml_is_said_with_line_and_column(content: bytes, code: str):
    with pytest.raises(InputError) as refused:
        read(content, "p.xml")
    assert refused.value.code == code
    assert "line 1" in refused.value.text.en and refused.value.remedy is not None
