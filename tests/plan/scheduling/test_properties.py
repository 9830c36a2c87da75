"""What holds of every plan: links are kept, floats say what they promise, files come back."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.scheduling.plans import plan_of
from yunchou.engine.calendars import cn_workdays
from yunchou.plan.formats.mspdi.read import read
from yunchou.plan.formats.mspdi.write import write
from yunchou.plan.scheduling import schedule

WORK = cn_workdays()
STARTS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 11, 30))


@st.composite
def tasks(draw: st.DrawFn) -> list[dict]:
    """Draw tasks of whole days; each may follow earlier ones."""
    made = []
    for number in range(draw(st.integers(1, 9))):
        names = [f"T{n}" for n in range(number)]
        after = draw(st.lists(st.sampled_from(names), unique=True, max_size=3)) if names else []
        length = draw(st.integers(0, 12))
        made.append(
            {
                "id": f"T{number}",
                "duration_days": length,
                "milestone": length == 0,
                "depends_on": sorted(after),
            }
        )
    return made


@given(tasks(), STARTS)
def test_no_task_begins_before_its_predecessors_are_done(rows: list[dict], start: dt.date):
    found = schedule(plan_of(*rows), start=start)
    for row in rows:
        line = found[row["id"]]
        for pred in row["depends_on"]:
            ended, begun = found[pred].end, line.begin
            assert ended is not None and begun is not None and ended <= begun


@given(tasks(), STARTS)
def test_a_task_occupies_exactly_its_duration_in_working_days(rows: list[dict], start: dt.date):
    found = schedule(plan_of(*rows), start=start)
    for row in rows:
        if not row["duration_days"]:
            continue
        line = found[row["id"]]
        span = (line.finish - line.start).days + 1
        worked = [line.start + dt.timedelta(days=n) for n in range(span)]
        assert sum(bool(WORK.intervals(day)) for day in worked) == row["duration_days"]
        assert WORK.intervals(line.start) and WORK.intervals(line.finish)


@given(tasks(), STARTS)
def test_float_is_what_a_task_may_slip_and_no_more(rows: list[dict], start: dt.date):
    plan = plan_of(*rows)
    found = schedule(plan, start=start)
    assert all(line.total_float_days >= line.free_float_days >= 0 for line in found)
    row = max(rows, key=lambda r: found[r["id"]].total_float_days)
    room = found[row["id"]].total_float_days
    if not row["duration_days"] or room != int(room):
        return
    row["duration_days"] += int(room)
    assert schedule(plan_of(*rows), start=start).finish == found.finish
    row["duration_days"] += 1
    assert schedule(plan_of(*rows), start=start).finish > found.finish


@given(tasks(), STARTS)
def test_a_plan_goes_to_mspdi_and_comes_back_with_the_same_dates(rows: list[dict], start: dt.date):
    plan = plan_of(*rows, start=start)
    data, report = write(plan, "zh")
    back, _ = read(data, "plan.xml")
    assert report.balanced
    assert [task.model_dump() for task in back.tasks()] == [
        task.model_dump() for task in plan.tasks()
    ]
    assert schedule(back).to_dict()["tasks"] == schedule(plan).to_dict()["tasks"]
