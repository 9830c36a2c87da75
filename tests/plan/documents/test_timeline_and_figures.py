"""Days of meetings, and the pictures."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from tests.plan.documents.conftest import START, document
from yunchou.plan.archetypes import load, template_ids
from yunchou.plan.documents.drawing import Drawing, Label, Rect, fit, text_width
from yunchou.plan.documents.figures import MOST_ROWS, ROW
from yunchou.plan.documents.timeline import Timeline, from_schedule
from yunchou.plan.documents.tree import Chart, Figure, Table, plain
from yunchou.plan.model import Meeting
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
