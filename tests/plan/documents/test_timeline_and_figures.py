"""Days of meetings, and the pictures."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from lxml import etree

from tests.plan.documents.conftest import START, document
from yunchou.plan.archetypes import load, template_ids
from yunchou.plan.documents import build
from yunchou.plan.documents.drawing import Drawing, Label, Rect, fit, text_width
from yunchou.plan.documents.figures import HEAD, MOST_ROWS, ROW
from yunchou.plan.documents.timeline import Timeline, from_schedule
from yunchou.plan.documents.tree import Chart, Figure, Table, plain
from yunchou.plan.model import Meeting, Task
from yunchou.plan.scheduling import schedule


def timeline(template="new_product_launch"):
    plan = load(template)
    return plan, from_schedule(plan, schedule(plan, start=START))


def test_a_weekly_meeting_on_a_holiday_moves_to_the_next_working_day():
    _, line = timeline()
    weekly = Meeting(
        id="M", name="例会", rrule="FREQ=WEEKLY;BYDAY=MO", start={"type": "project_start"}
    )
    days = line.occurrences(weekly)
    # 5 April 2027, Monday, is the Qingming holiday
    assert dt.date(2027, 4, 5) not in days
    assert dt.date(2027, 4, 6) in days
    assert days == tuple(sorted(days))
    assert all(line.is_workday(day) for day in days)
    assert days[0] >= line.start
    assert days[-1] <= line.finish + dt.timedelta(days=10)


def test_a_review_is_held_on_the_day_of_its_milestone():
    plan, line = timeline()
    review = next(m for m in plan.meetings if m.type == "gate")
    assert line.occurrences(review) == tuple(
        sorted(line.nodes[key].finish for key in review.start.ids)
    )


def test_a_meeting_without_dates_or_with_a_broken_rule_has_no_days():
    _, line = timeline()
    assert Timeline().occurrences(Meeting(id="M", name="x", rrule="FREQ=DAILY")) == ()
    assert line.occurrences(Meeting(id="M", name="x", rrule="FREQ=NEVER")) == ()
    gone = Meeting(id="M", name="x", start={"type": "tasks", "ids": ["nope"]})
    assert line.occurrences(gone) == ()


def test_a_series_without_end_is_cut():
    _, line = timeline()
    assert len(line.occurrences(Meeting(id="M", name="x", rrule="FREQ=HOURLY"))) <= 400


@pytest.mark.parametrize("template", template_ids())
def test_gantt_pictures_hold_every_row_and_fit_on_a_page(template):
    plan = load(template)
    chart = next(
        block
        for chapter in document(template).chapters
        for block in chapter.blocks
        if isinstance(block, Chart)
    )
    numbers = [s.text for d in chart.parts for s in d.shapes if isinstance(s, Label) and s.x == 2]
    assert numbers == [node.wbs for node in plan.walk()]
    for drawing in (chart.head, *chart.parts):
        assert drawing.height <= MOST_ROWS * ROW
        for shape in drawing.shapes:
            if isinstance(shape, Rect):
                assert shape.x >= -0.01
                assert shape.x + shape.width <= drawing.width + 0.01


def test_the_risk_matrix_shows_every_risk_in_its_cell():
    for template in template_ids():
        figure = next(
            b
            for c in document(template).chapters
            if c.id == "risks"
            for b in c.blocks
            if isinstance(b, Figure)
        )
        shown = " ".join(s.text for s in figure.drawing.shapes if isinstance(s, Label))
        for risk in load(template).risks:
            assert risk.id in shown


def test_a_drawing_is_well_formed_whatever_it_says():
    drawing = Drawing(10, 10, (Label(1, 1, '<&>"]]>', room=100),))
    root = etree.fromstring(drawing.svg("a<b"))
    assert root[1].text == '<&>"]]>'


def test_a_text_is_cut_to_its_room():
    assert fit("短", 10, 100) == "短"
    cut = fit("很长很长很长很长的任务名称", 10, 60)
    assert cut.endswith("…")
    assert text_width(cut, 10) <= 62


def test_the_meeting_calendar_names_each_month_once():
    table = next(
        b
        for c in document().chapters
        if c.id == "annex-meetings"
        for b in c.blocks
        if isinstance(b, Table)
    )
    months = [plain(row.cells[0]) for row in table.rows if plain(row.cells[0])]
    assert months == sorted(set(months), key=months.index)
    assert months[0] == "2027年3月"


@pytest.mark.parametrize("day", [1, 15, 22, 25, 29, 31])
@pytest.mark.parametrize("month", [1, 3, 12])
def test_names_of_months_and_years_never_touch(day, month):
    plan = load("new_product_launch")
    begun = build(plan, schedule(plan, start=dt.date(2027, month, day)))
    blocks = [block for chapter in begun.chapters for block in chapter.blocks]
    head = next(block for block in blocks if isinstance(block, Chart)).head
    for line in (7, HEAD - 9):
        names = [
            s for s in head.shapes if isinstance(s, Label) and (s.x > 265, s.y) == (True, line)
        ]
        assert names
        for left, right in pairwise(sorted(names, key=lambda label: label.x)):
            assert left.x + text_width(left.text, left.size) < right.x
        last = max(names, key=lambda label: label.x)
        assert last.x + text_width(last.text, last.size) <= head.width + 1


def test_a_long_phase_is_cut_into_even_pieces():
    plan = load("renewal_upsell")
    phase = plan.phases[0]
    many = [Task(id=f"X{i}", name=f"拜访{i}", duration_days=1) for i in range(40)]
    long = plan.model_copy(update={"phases": [phase.model_copy(update={"tasks": many})]})
    blocks = [b for c in build(long, schedule(long, start=START)).chapters for b in c.blocks]
    heights = [part.height / ROW for b in blocks if isinstance(b, Chart) for part in b.parts]
    assert sum(heights) == 41
    assert max(heights) <= MOST_ROWS
    assert max(heights) - min(heights) <= 1
