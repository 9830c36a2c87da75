"""Networks for property tests: small, with everything in them, on days of a few minutes' work."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from yunchou.engine.network import (
    Activity,
    Calendar,
    Constraint,
    ConstraintKind,
    LagCalendar,
    LagUnit,
    Link,
    LinkType,
    Network,
    minute,
)

# Working days of twenty minutes keep the minute-by-minute reference quick and make every edge near.
MORNING, AFTERNOON = (480, 490), (780, 790)
DAY = (MORNING, AFTERNOON)
START = minute(date(2027, 3, 3)) + 480  # a Wednesday
CALENDARS = (
    Calendar("five days", (DAY,) * 5 + ((), ()), {date(2027, 3, 8): (), date(2027, 3, 13): DAY}),
    Calendar("seven days", (DAY,) * 7),
    Calendar(
        "evenings", ((), ((1200, 1212),), (), ((1190, 1200),), ((1380, 1440),), (MORNING,), ())
    ),
)
KINDS = [k for k in ConstraintKind if k not in (ConstraintKind.ASAP, ConstraintKind.ALAP)]


def instants() -> st.SearchStrategy[int]:
    """Instants of the first three weeks, on and off working time, with the edges favoured."""
    clock = st.sampled_from([480, 485, 490, 600, 780, 790, 1000, 1200, 1440])
    return st.builds(lambda day, at: START - 480 + day * 1440 + at, st.integers(-2, 20), clock)


def constraints(kinds: list[ConstraintKind]) -> st.SearchStrategy[Constraint | None]:
    made = st.builds(Constraint, st.sampled_from(kinds), instants())
    return st.one_of(st.none(), st.none(), made)


@st.composite
def networks(draw, kinds=tuple(KINDS), deadlines=True, size=6) -> Network:
    """Acyclic networks with a start, three calendars, four link types and all lags."""
    count = draw(st.integers(1, size))
    activities = tuple(
        Activity(
            id=f"t{i}",
            duration=draw(st.sampled_from([0, 1, 7, 10, 20, 33])),
            calendar=draw(st.sampled_from([None, 0, 1, 2])),
            elapsed=draw(st.sampled_from([False, False, False, True])),
            constraint=draw(constraints(list(kinds))) if kinds else None,
            deadline=draw(st.one_of(st.none(), instants())) if deadlines else None,
        )
        for i in range(count)
    )
    links = tuple(draw(_links(i, j)) for j in range(count) for i in range(j) if draw(_present))
    return Network(
        activities=activities,
        links=links,
        calendars=CALENDARS,
        start=START,
        honour_constraints=draw(st.booleans()),
        minutes_per_day=20,
    )


_present = st.sampled_from([True, True, False])


def _links(i: int, j: int) -> st.SearchStrategy[Link]:
    return st.builds(
        Link,
        st.just(f"t{i}"),
        st.just(f"t{j}"),
        st.sampled_from([LinkType.FS, *LinkType]),
        st.sampled_from([0, 0, 0, 5, 10, 20, 50, -5, -20]),
        st.sampled_from([LagUnit.WORKING, LagUnit.WORKING, LagUnit.ELAPSED, LagUnit.PERCENT]),
        st.sampled_from(list(LagCalendar)),
    )
