"""The Gantt chart and the risk matrix as drawings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from yunchou.plan.documents.drawing import Diamond, Drawing, Label, Line, Rect, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yunchou.plan.documents.context import Context
    from yunchou.plan.model import Risk, Walk

WIDTH = 453.0
ROW = 14.0
HEAD = 30.0
#: rows of one part, which no page breaks: most phases have fewer
MOST_ROWS = 15
_SIZE = 8.0
_BARS = 268.0
#: room that the name of a month takes, and that of a year
_MONTH = 21.0
_YEAR = 28.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps days to points of the bar area."""

    first: dt.date
    last: dt.date

    def x(self, day: dt.date) -> float:
        """Left edge of a day."""
        span = (self.last - self.first).days + 1
        return _BARS + (day - self.first).days * (WIDTH - _BARS) / span

    def months(self) -> list[dt.date]:
        """First days of the months in view; the first may lie before the scale."""
        month = self.first.replace(day=1)
        found = []
        while month <= self.last:
            found.append(month)
            month = (month + dt.timedelta(days=32)).replace(day=1)
        return found


def gantt(c: Context) -> tuple[Drawing, tuple[Drawing, ...]] | None:
    """Draw head and phases of the Gantt chart; None while there are no dates."""
    first, last = c.timeline.start, c.timeline.finish
    if first is None or last is None:
        return None
    scale = Scale(first, last)
    band: list[Shape] = [Rect(0, 0, WIDTH, HEAD, "head"), *_head(c)]
    head = Drawing(WIDTH, HEAD, (*band, *_months(c, scale)))
    return head, tuple(_part(c, rows, scale) for rows in _parts(c.nodes))


def _parts(nodes: Sequence[Walk]) -> list[list[Walk]]:
    """Cut the rows before each phase, and a long phase into even pieces that fill its pages."""
    phases: list[list[Walk]] = []
    for node in nodes:
        if not phases or node.task is None:
            phases.append([])
        phases[-1].append(node)
    return [piece for phase in phases for piece in _pieces(phase)]


def _pieces(rows: list[Walk]) -> list[list[Walk]]:
    count = -(-len(rows) // MOST_ROWS)
    edges = [len(rows) * at // count for at in range(count + 1)]
    return [rows[a:b] for a, b in pairwise(edges)]


def _part(c: Context, rows: Sequence[Walk], scale: Scale) -> Drawing:
    height = ROW * len(rows)
    edges = [max(scale.x(month), _BARS) for month in scale.months()]
    shapes: list[Shape] = [Line(x, 0, x, height) for x in edges]
    for position, node in enumerate(rows):
        middle = ROW * position + ROW / 2
        shapes += _row(c, node, middle)
        shapes += _mark(c, node, scale, middle)
        shapes.append(Line(0, middle + ROW / 2 - 0.25, WIDTH, middle + ROW / 2 - 0.25))
    return Drawing(WIDTH, height, tuple(shapes))


def _owner(c: Context) -> float:
    """Left edge of the owner's column: English names of roles are long."""
    return 150 if c.english else 166


def _head(c: Context) -> list[Shape]:
    y = HEAD - 9
    return [
        Label(2, y, c("编码", "WBS"), _SIZE, bold=True),
        Label(30, y, c("任务", "Task"), _SIZE, bold=True),
        Label(_owner(c), y, c("责任", "Owner"), _SIZE, bold=True),
        Label(236, y, c("工期", "Days"), _SIZE, anchor="end", bold=True),
        Label(262, y, c("浮动", "Float"), _SIZE, anchor="end", bold=True),
    ]


def _months(c: Context, scale: Scale) -> list[Shape]:
    """Name years, and months as far as there is room: each, every second, third or sixth.

    A month that is cut by the edge of the chart has no name when the next one's would touch it.
    """
    shapes: list[Shape] = []
    months = scale.months()
    edges = [*(max(scale.x(month), _BARS) for month in months), WIDTH + 3]
    step = next((n for n in (1, 2, 3, 6) if n * (WIDTH - _BARS) / len(months) >= _MONTH), 12)
    for position, month in enumerate(months):
        left = edges[position]
        if step < 6 or month.month % 6 == 1:
            shapes.append(Line(left, HEAD - 17, left, HEAD))
        new_year = min(position + 13 - month.month, len(months))
        if (month.month == 1 or position == 0) and edges[new_year] - left > _YEAR:
            name = c(f"{month.year}年", str(month.year))
            shapes.append(Label(left + 3, 7, name, _SIZE - 0.5, "muted"))
        room = edges[min(position + step, len(months))] - left
        if (month.month - 1) % step == 0 and step < 12 and room >= _MONTH:
            name = c(f"{month.month}月", f"{month:%b}")
            shapes.append(Label(left + 3, HEAD - 9, name, _SIZE - 0.5, bold=True))
    return shapes


def _row(c: Context, node: Walk, y: float) -> list[Shape]:
    bold = node.is_summary
    left = 30 + 5 * max(node.depth - 1, 0)
    dates = c.dates(node.id)
    owner = c.short(c.worker(node.task) if node.task else c.owner(node.phase.accountable_role))
    shapes: list[Shape] = [
        Label(2, y, node.wbs, _SIZE, room=27),
        Label(left, y, c.node_name(node), _SIZE, bold=bold, room=_owner(c) - left - 4),
        Label(_owner(c), y, owner, _SIZE, room=214 - _owner(c)),
    ]
    milestone = node.task is not None and node.task.milestone
    if dates and dates.duration is not None and not milestone and not node.is_summary:
        text = f"{round(dates.duration, 1):g}{c('天', '')}"
        shapes.append(Label(236, y, text, _SIZE, anchor="end"))
    if dates and dates.total_float is not None and not node.is_summary:
        ink = "critical" if dates.critical else "text"
        shapes.append(Label(262, y, f"{round(dates.total_float, 1):g}", _SIZE, ink, "end"))
    return shapes


def _mark(c: Context, node: Walk, scale: Scale, y: float) -> list[Shape]:
    dates = c.dates(node.id)
    if dates is None:
        return []
    left, right = scale.x(dates.start), scale.x(dates.finish + dt.timedelta(days=1))
    if node.task is not None and node.task.milestone:
        return [Diamond(min(right, WIDTH - 4), y, 8)]
    if node.is_summary:
        return [Rect(left, y - 2.2, right - left, 4.4, "summary", 1)]
    ink = "critical" if dates.critical else "bar"
    return [Rect(left, y - 3.4, max(right - left, 1.5), 6.8, ink, 1.2)]


def legend(c: Context) -> str:
    """Say in words what the marks of the Gantt chart mean."""
    return c(
        "红色为关键任务（总浮动为零），蓝色为非关键任务，深灰为阶段，菱形为里程碑；"
        "工期与浮动以工作日计。",
        "Red bars are critical (no total float), blue bars are not; dark bars are phases, "
        "diamonds are milestones. Durations and float are in working days.",
    )


def level(points: int) -> str:
    """Return the light of a risk by its score."""
    return "red" if points >= 15 else "yellow" if points >= 8 else "green"


_CELL_W = 72.0
_CELL_H = 40.0
_LEFT = 58.0


def risk_matrix(c: Context, risks: Sequence[Risk]) -> Drawing:
    """Draw the 5×5 matrix of probability and impact with the risks' numbers in its cells."""
    shapes: list[Shape] = []
    for probability in range(5, 0, -1):
        y = (5 - probability) * _CELL_H
        shapes.append(Label(_LEFT - 6, y + _CELL_H / 2, str(probability), 9, anchor="end"))
        for impact in range(1, 6):
            cell = [r.id for r in risks if (r.probability, r.impact) == (probability, impact)]
            shapes += _cell(cell, probability * impact, _LEFT + (impact - 1) * _CELL_W, y)
    bottom = 5 * _CELL_H
    for impact in range(1, 6):
        x = _LEFT + (impact - 0.5) * _CELL_W
        shapes.append(Label(x, bottom + 9, str(impact), 9, anchor="middle"))
    shapes += [
        Label(4, bottom / 2 - 6, c("概率", "Proba-"), 9, "muted"),
        Label(4, bottom / 2 + 6, c("（1–5）", "bility"), 9, "muted"),
        Label(_LEFT + 2.5 * _CELL_W, bottom + 22, c("影响（1–5）", "Impact"), 9, "muted", "middle"),
    ]
    return Drawing(_LEFT + 5 * _CELL_W + 2, bottom + 30, tuple(shapes))


def _cell(ids: Sequence[str], points: int, x: float, y: float) -> list[Shape]:
    shapes: list[Shape] = [
        Rect(x, y, _CELL_W, _CELL_H, level(points), stroke="paper"),
        Label(x + _CELL_W - 4, y + 8, str(points), 6.5, "muted", "end"),
    ]
    lines = [" ".join(ids[i : i + 3]) for i in range(0, len(ids), 3)][:2]
    if len(ids) > 6:
        lines[-1] += "…"
    for position, text in enumerate(lines):
        middle = y + _CELL_H / 2 + 3 + (position - (len(lines) - 1) / 2) * 11
        shapes.append(
            Label(x + _CELL_W / 2, middle, text, 9, anchor="middle", bold=True, room=_CELL_W - 4)
        )
    return shapes
