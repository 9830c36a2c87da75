"""Dates, floats and modes of the critical path method."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.strategies import networks
from yunchou.engine.calendars import around_the_clock, cn_workdays, natural_days
from yunchou.engine.cpm import compute
from yunchou.engine.network import (
    Activity,
    Anchor,
    Calendar,
    Constraint,
    ConstraintKind,
    Driver,
    Edge,
    LagCalendar,
    LagUnit,
    Link,
    LinkType,
    Network,
    minute,
    moment,
)
from yunchou.engine.verify import verify
from yunchou.messages import InputError

DAY = 480
CALENDARS = (cn_workdays(), natural_days())


def at(text: str) -> int:
    return minute(datetime.fromisoformat(text))


START = at("2027-03-01T08:00")  # a Monday, four weeks without holidays


def network(activities, links=(), **more) -> Network:
    if not more.keys() & {"start", "finish", "anchor"}:
        more["start"] = START
    return Network(tuple(activities), tuple(links), CALENDARS, **more)


def solve(activities, links=(), **more):
    schedule = compute(network(activities, links, **more))
    assert verify(schedule) == ()
    return schedule


def dates(placed) -> tuple[str, str]:
    return f"{moment(placed.start):%m-%dT%H:%M}", f"{moment(placed.finish):%m-%dT%H:%M}"


def test_the_textbook_network_has_its_published_dates_and_floats():
    """Moder, Phillips & Davis style example: activity on node, durations in days."""
    work = {"A": 3, "B": 4, "C": 2, "D": 5, "E": 1, "F": 2, "G": 4, "H": 3}
    arrows = ["AC", "BD", "BE", "CF", "DG", "EG", "FH", "GH"]
    office = Calendar("every day", (((0, 1440),),) * 7)
    found = compute(
        Network(
            tuple(Activity(k, d * 1440) for k, d in work.items()),
            tuple(Link(x[0], x[1]) for x in arrows),
            (office,),
            start=0,
            minutes_per_day=1440,
        )
    )
    assert verify(found) == ()
    days = {
        a.id: (a.early_start // 1440, a.late_start // 1440, a.free_float // 1440) for a in found
    }
    assert days == {
        "A": (0, 6, 0),
        "B": (0, 0, 0),
        "C": (3, 9, 0),
        "D": (4, 4, 0),
        "E": (4, 8, 4),
        "F": (5, 11, 6),
        "G": (9, 9, 0),
        "H": (13, 13, 0),
    }
    assert found.critical_path() == ("B", "D", "G", "H")
    assert [a.id for a in found if a.critical] == ["B", "D", "G", "H"]
    assert found["C"].interfering_float == 6 * 1440


def test_a_task_ends_the_day_and_its_successor_begins_the_next():
    found = solve([Activity("a", DAY), Activity("b", DAY)], [Link("a", "b")])
    assert dates(found["a"]) == ("03-01T08:00", "03-01T17:00")
    assert dates(found["b"]) == ("03-02T08:00", "03-02T17:00")


def test_a_milestone_carries_the_finish_of_its_latest_predecessor():
    found = solve(
        [Activity("a", 5 * DAY), Activity("b", 2 * DAY), Activity("m", 0), Activity("c", DAY)],
        [Link("a", "m"), Link("b", "m"), Link("m", "c")],
    )
    assert dates(found["m"]) == ("03-05T17:00", "03-05T17:00")
    assert dates(found["c"]) == ("03-08T08:00", "03-08T17:00")
    assert found["m"].late_finish == found["m"].finish
    assert found["m"].critical


def test_a_milestone_without_predecessor_stands_at_the_project_start():
    assert dates(solve([Activity("m", 0)])["m"]) == ("03-01T08:00", "03-01T08:00")


def test_natural_days_work_through_the_weekend_and_hand_over_on_monday():
    found = solve(
        [Activity("a", 5 * DAY), Activity("b", 2 * DAY, calendar=1), Activity("c", DAY)],
        [Link("a", "b"), Link("b", "c")],
    )
    assert dates(found["b"]) == ("03-06T08:00", "03-07T17:00")
    assert dates(found["c"]) == ("03-08T08:00", "03-08T17:00")
    assert found.estimated_years == (2027,)


def test_a_published_year_is_not_called_estimated():
    found = solve([Activity("a", DAY)], start=at("2026-02-14T08:00"))
    assert dates(found["a"]) == ("02-14T08:00", "02-14T17:00")
    assert found.estimated_years == ()


@pytest.mark.parametrize(
    ("link", "start", "finish"),
    [
        (Link("a", "b", LinkType.FS), "03-04T08:00", "03-05T17:00"),
        (Link("a", "b", LinkType.FS, DAY), "03-05T08:00", "03-08T17:00"),
        (Link("a", "b", LinkType.FS, -DAY), "03-03T08:00", "03-04T17:00"),
        (Link("a", "b", LinkType.FS, 2 * 1440, LagUnit.ELAPSED), "03-08T08:00", "03-09T17:00"),
        (Link("a", "b", LinkType.FS, 50, LagUnit.PERCENT), "03-05T13:00", "03-09T12:00"),
        (Link("a", "b", LinkType.FS, 100, LagUnit.ELAPSED_PERCENT), "03-05T08:00", "03-08T17:00"),
        (Link("a", "b", LinkType.SS, DAY), "03-02T08:00", "03-03T17:00"),
        (Link("a", "b", LinkType.FF, DAY), "03-03T08:00", "03-04T17:00"),
        (Link("a", "b", LinkType.SF, 3 * DAY), "03-02T08:00", "03-03T17:00"),
    ],
)
def test_each_link_type_and_lag(link, start, finish):
    found = solve([Activity("a", 3 * DAY), Activity("b", 2 * DAY)], [link])
    assert dates(found["b"]) == (start, finish)


@pytest.mark.parametrize(
    ("owner", "start"),
    [
        (LagCalendar.SUCCESSOR, "03-08T08:00"),
        (LagCalendar.PREDECESSOR, "03-10T08:00"),
        (LagCalendar.PROJECT, "03-10T08:00"),
    ],
)
def test_a_lag_runs_on_the_calendar_it_names(owner, start):
    found = solve(
        [Activity("a", 5 * DAY), Activity("b", DAY, calendar=1)],
        [Link("a", "b", lag=2 * DAY, lag_calendar=owner)],
    )
    assert dates(found["b"])[0] == start


def test_an_elapsed_duration_runs_through_the_night():
    found = solve(
        [Activity("a", DAY), Activity("e", 1440, elapsed=True), Activity("b", DAY)],
        [Link("a", "e"), Link("e", "b")],
    )
    assert dates(found["e"]) == ("03-01T17:00", "03-02T17:00")
    assert dates(found["b"])[0] == "03-03T08:00"


WISH = at("2027-03-10T08:00")
WISH_END = at("2027-03-10T17:00")


@pytest.mark.parametrize(
    ("kind", "when", "start"),
    [
        (ConstraintKind.ASAP, None, "03-02T08:00"),
        (ConstraintKind.SNET, WISH, "03-10T08:00"),
        (ConstraintKind.FNET, WISH_END, "03-09T08:00"),
        (ConstraintKind.MSO, WISH, "03-10T08:00"),
        (ConstraintKind.MFO, WISH_END, "03-09T08:00"),
        (ConstraintKind.SNLT, WISH, "03-02T08:00"),
        (ConstraintKind.FNLT, WISH_END, "03-02T08:00"),
        (ConstraintKind.ALAP, None, "03-11T08:00"),
    ],
)
@pytest.mark.parametrize("honoured", [True, False])
def test_each_constraint_places_its_task(kind, when, start, honoured):
    found = solve(
        [
            Activity("a", DAY),
            Activity("b", 2 * DAY, constraint=Constraint(kind, when)),
            Activity("long", 10 * DAY),
        ],
        [Link("a", "b")],
        honour_constraints=honoured,
    )
    assert dates(found["b"])[0] == start
    assert found.conflicts == ()


def late(kind, when, *, honoured):
    return solve(
        [Activity("a", 3 * DAY), Activity("b", DAY, constraint=Constraint(kind, at(when)))],
        [Link("a", "b")],
        honour_constraints=honoured,
    )


@pytest.mark.parametrize(
    ("kind", "when"),
    [
        (ConstraintKind.SNLT, "2027-03-02T08:00"),
        (ConstraintKind.FNLT, "2027-03-02T17:00"),
        (ConstraintKind.MSO, "2027-03-02T08:00"),
        (ConstraintKind.MFO, "2027-03-02T17:00"),
    ],
)
def test_an_impossible_date_is_a_conflict_and_negative_float(kind, when):
    strict = late(kind, when, honoured=True)
    assert dates(strict["b"]) == ("03-02T08:00", "03-02T17:00")
    assert strict["a"].total_float == -2 * DAY
    assert [(c.code, c.activity, c.minutes) for c in strict.conflicts] == [("link", "b", 2 * DAY)]
    assert strict.conflicts[0].chain == ("a", "b")
    mild = late(kind, when, honoured=False)
    assert dates(mild["b"]) == ("03-04T08:00", "03-04T17:00")
    assert mild["b"].total_float == -2 * DAY
    assert [(c.code, c.minutes) for c in mild.conflicts] == [("constraint", 2 * DAY)]
    assert "2 个工作日" in mild.conflicts[0].text.zh


def test_a_deadline_lowers_late_finish_and_never_moves_the_task():
    found = solve(
        [Activity("a", 3 * DAY), Activity("b", 2 * DAY, deadline=at("2027-03-04T17:00"))],
        [Link("a", "b")],
    )
    assert dates(found["b"]) == ("03-04T08:00", "03-05T17:00")
    assert found["a"].total_float == -DAY
    (conflict,) = found.conflicts
    assert (conflict.code, conflict.minutes, conflict.chain) == ("deadline", DAY, ("a", "b"))
    assert "1 working days" in conflict.text.en


def test_a_kept_deadline_leaves_no_conflict_but_takes_float():
    found = solve([Activity("a", DAY, deadline=at("2027-03-02T17:00")), Activity("long", 5 * DAY)])
    assert found["a"].total_float == DAY
    assert found["a"].free_float == DAY
    assert found.conflicts == ()


def test_critical_slack_widens_what_counts_as_critical():
    tasks = [Activity("a", 4 * DAY), Activity("b", 5 * DAY)]
    assert not solve(tasks)["a"].critical
    assert solve(tasks, critical_slack=DAY)["a"].critical


def test_as_late_as_possible_uses_total_float_and_takes_successors_along():
    found = solve(
        [
            Activity("a", DAY, constraint=Constraint(ConstraintKind.ALAP)),
            Activity("b", DAY),
            Activity("long", 5 * DAY),
        ],
        [Link("a", "b")],
    )
    assert dates(found["a"]) == ("03-04T08:00", "03-04T17:00")
    assert found["a"].driven_by is Driver.LATE
    assert dates(found["b"]) == ("03-05T08:00", "03-05T17:00")
    assert found["a"].early_start == START


def test_manual_dates_stand_and_their_links_are_only_checked():
    found = solve(
        [
            Activity("a", 3 * DAY),
            Activity("m", 2 * DAY, manual_start=at("2027-03-02T08:00")),
            Activity("b", DAY),
        ],
        [Link("a", "m"), Link("m", "b")],
    )
    assert dates(found["m"]) == ("03-02T08:00", "03-03T17:00")
    assert found["m"].driven_by is Driver.MANUAL
    assert dates(found["b"])[0] == "03-04T08:00"
    assert [c.code for c in found.conflicts] == ["link"]
    assert found["a"].total_float == -2 * DAY


def test_a_manual_task_may_span_anything_and_an_elapsed_one_needs_no_finish():
    fixed = Activity("m", DAY, manual_start=START, manual_finish=at("2027-03-06T12:00"))
    clock = Activity("e", 1440, elapsed=True, manual_start=START)
    found = solve([fixed, clock])
    assert dates(found["m"]) == ("03-01T08:00", "03-06T12:00")
    assert dates(found["e"]) == ("03-01T08:00", "03-02T08:00")


def test_finished_tasks_keep_their_dates_and_leave_the_critical_path():
    found = solve(
        [
            Activity("a", 3 * DAY, actual_start=START, actual_finish=at("2027-03-05T12:00")),
            Activity("b", DAY),
        ],
        [Link("a", "b")],
    )
    assert dates(found["a"]) == ("03-01T08:00", "03-05T12:00")
    assert dates(found["b"])[0] == "03-05T13:00"
    assert not found["a"].critical
    assert found["a"].driven_by is Driver.ACTUAL
    assert found["b"].critical


def test_a_started_task_keeps_its_start_and_its_rest_follows_the_status_date():
    started = Activity("a", 4 * DAY, actual_start=START, remaining=2 * DAY)
    assert dates(solve([started])["a"]) == ("03-01T08:00", "03-04T17:00")
    status = at("2027-03-05T17:00")
    found = solve(
        [started, Activity("b", DAY), Activity("z", DAY)], [Link("a", "b")], status_date=status
    )
    assert dates(found["a"]) == ("03-01T08:00", "03-09T17:00")
    assert dates(found["b"])[0] == "03-10T08:00"
    assert dates(found["z"])[0] == "03-08T08:00"
    assert found["z"].driven_by is Driver.STATUS
    assert found["a"].late_start == START


def test_what_remains_of_an_early_start_waits_for_the_predecessor():
    found = solve(
        [Activity("a", 5 * DAY), Activity("b", 3 * DAY, actual_start=START, remaining=2 * DAY)],
        [Link("a", "b")],
    )
    assert dates(found["b"]) == ("03-01T08:00", "03-09T17:00")
    assert found["a"].total_float == 0


def test_a_started_task_keeps_its_latest_finish_as_a_wish():
    wish = Constraint(ConstraintKind.FNLT, at("2027-03-02T17:00"))
    found = solve([Activity("a", 4 * DAY, actual_start=START, remaining=3 * DAY, constraint=wish)])
    assert found["a"].total_float == -2 * DAY
    assert [c.code for c in found.conflicts] == ["constraint"]


def test_a_start_to_start_link_asks_nothing_of_a_started_predecessor():
    found = solve(
        [Activity("a", 4 * DAY, actual_start=START), Activity("b", 9 * DAY)],
        [Link("a", "b", LinkType.SS)],
    )
    assert found["a"].total_float == 5 * DAY


def test_work_all_done_but_not_closed_finishes_where_it_stopped():
    found = solve([Activity("a", 2 * DAY, actual_start=START, remaining=0)])
    assert dates(found["a"]) == ("03-01T08:00", "03-02T17:00")


def backwards(**more):
    tasks = [
        Activity("plan", 5 * DAY),
        Activity("build", 10 * DAY),
        Activity("fair", 3 * DAY, calendar=1),
        Activity("review", 2 * DAY),
        Activity("notes", DAY),
    ]
    links = [
        Link("plan", "build"),
        Link("build", "fair"),
        Link("fair", "review"),
        Link("plan", "notes"),
    ]
    return solve(tasks, links, **more)


def test_an_anchor_never_moves_and_what_precedes_it_is_as_late_as_possible():
    found = backwards(anchor=Anchor("fair", at("2027-04-10T08:00")))  # a Saturday
    assert dates(found["fair"]) == ("04-10T08:00", "04-12T17:00")
    assert dates(found["build"])[1] == "04-09T17:00"
    assert dates(found["plan"])[0] == "03-19T08:00"  # 清明 04-05 is off
    assert dates(found["review"])[0] == "04-13T08:00"
    assert dates(found["notes"])[0] == "03-26T08:00"
    assert found.shortage == 0
    assert found.conflicts == ()


def test_a_start_in_the_past_is_a_shortage_in_working_days():
    anchor = Anchor("fair", at("2027-04-10T08:00"))
    found = backwards(anchor=anchor, earliest=at("2027-03-24T08:00"))
    assert found.shortage == 3 * DAY
    (conflict,) = found.conflicts
    assert conflict.code == "shortage"
    assert "差 3 个工作日" in conflict.text.zh
    assert dates(found["fair"])[0] == "04-10T08:00"
    assert backwards(anchor=anchor, earliest=at("2027-03-19T08:00")).shortage == 0


def test_an_anchored_finish_and_an_anchored_milestone():
    found = backwards(anchor=Anchor("build", at("2027-04-09T17:00"), Edge.FINISH))
    assert dates(found["build"])[1] == "04-09T17:00"
    tasks, links = [Activity("a", DAY), Activity("m", 0)], [Link("a", "m")]
    found = solve(tasks, links, anchor=Anchor("m", at("2027-04-09T17:00")))
    assert dates(found["m"])[0] == "04-09T17:00"
    assert dates(found["a"])[0] == "04-09T08:00"


def test_an_anchor_on_a_day_off_is_reported():
    found = solve([Activity("a", DAY)], anchor=Anchor("a", at("2027-03-06T08:00")))
    assert dates(found["a"])[0] == "03-08T08:00"
    assert [c.code for c in found.conflicts] == ["anchor"]
    assert "3月6日" in found.conflicts[0].text.zh


def test_an_anchor_that_has_already_begun_stays_a_fact():
    begun = Activity("a", DAY, actual_start=at("2027-03-01T08:00"))
    found = solve([begun], anchor=Anchor("a", at("2027-03-06T08:00")))
    assert [c.code for c in found.conflicts] == ["anchor"]


def test_a_task_bound_to_be_early_stays_early_upstream_of_an_anchor():
    tasks = [
        Activity("early", DAY, constraint=Constraint(ConstraintKind.ASAP)),
        Activity("late", DAY),
        Activity("long", 4 * DAY),
        Activity("fair", DAY),
    ]
    links = [Link("early", "fair"), Link("late", "fair"), Link("long", "fair")]
    found = solve(tasks, links, anchor=Anchor("fair", at("2027-03-12T08:00")))
    assert dates(found["early"])[0] == "03-08T08:00"
    assert dates(found["late"])[0] == "03-11T08:00"


def test_from_the_finish_backwards_everything_is_late():
    found = backwards(finish=at("2027-04-30T17:00"))
    assert max(a.finish for a in found) == at("2027-04-30T17:00")
    assert dates(found["notes"]) == ("04-30T08:00", "04-30T17:00")
    assert found["notes"].driven_by is Driver.LATE
    assert found.start == found["plan"].start


def test_upstream_milestones_open_the_project_on_a_working_day():
    tasks = [Activity("go", 0), Activity("a", DAY), Activity("fair", DAY)]
    links = [Link("go", "a"), Link("a", "fair")]
    found = solve(tasks, links, anchor=Anchor("fair", at("2027-03-09T08:00")))
    assert dates(found["go"])[0] == "03-08T08:00"
    assert dates(found["a"])[0] == "03-08T08:00"


def test_an_empty_network_is_a_schedule_too():
    found = solve([])
    assert (found.start, found.finish, found.critical_path()) == (START, START, ())
    assert solve([], finish=START).start == START


def test_a_far_future_needs_no_larger_calendar_by_hand():
    found = solve([Activity("a", 250 * 60 * DAY)])
    assert moment(found.finish).year == 2085  # 249 working days a year, later 261
    assert found.estimated_years[0] == 2027


def test_working_time_that_never_comes_is_an_input_error():
    once = Calendar("once", ((),) * 7, {date(2027, 3, 1): ((480, 490),)})
    with pytest.raises(InputError) as caught:
        compute(Network((Activity("a", 20),), (), (once,), start=START))
    assert caught.value.code == "schedule.endless"


def test_days_express_minutes_in_working_days():
    assert solve([]).days(720) == 1.5


def test_the_clock_calendar_can_be_the_project_calendar():
    found = compute(Network((Activity("a", 60),), (), (around_the_clock(),), start=START + 1000))
    assert found["a"].start == START + 1000


def test_the_late_date_of_a_milestone_keeps_the_clock_lag_behind_it():
    found = solve(
        [Activity("a", 0), Activity("b", 0, deadline=START)],
        [Link("a", "b", lag=5, lag_unit=LagUnit.ELAPSED)],
    )
    assert found["a"].total_float == 0  # no working time is missing
    assert found["a"].late_finish + 5 <= START


@settings(max_examples=150, deadline=None)
@given(networks(kinds=(), deadlines=False))
def test_early_is_never_after_late_and_something_is_critical(made):
    found = compute(made, compiled=False)
    assert all(a.early_start <= a.late_start and a.total_float >= 0 for a in found)
    assert min(a.total_float for a in found) == 0


@settings(max_examples=100, deadline=None)
@given(networks(kinds=(), deadlines=False))
def test_removing_a_link_never_lengthens_the_project(made):
    whole = compute(made, compiled=False).finish
    for gone in range(len(made.links)):
        links = made.links[:gone] + made.links[gone + 1 :]
        assert compute(replace(made, links=links), compiled=False).finish <= whole


@settings(max_examples=100, deadline=None)
@given(networks(kinds=(), deadlines=False))
def test_a_task_delayed_by_its_total_float_leaves_the_finish_alone(made):
    found = compute(made, compiled=False)
    for placed, activity in itertools.islice(zip(found, made.activities, strict=True), 3):
        late = replace(activity, constraint=Constraint(ConstraintKind.SNET, placed.late_start))
        moved = tuple(late if a is activity else a for a in made.activities)
        assert compute(replace(made, activities=moved), compiled=False).finish == found.finish


@settings(max_examples=100, deadline=None)
@given(networks())
def test_any_network_with_a_start_has_a_lawful_schedule_backwards_too(made):
    target = made.start + 30 * 1440
    for mode in ({"finish": target}, {"anchor": Anchor(made.activities[-1].id, target)}):
        assert verify(compute(replace(made, start=None, **mode), compiled=False)) == ()


@st.composite
def facts(draw, activity: Activity) -> Activity:
    """The same activity untouched, started, finished or with manual dates."""
    kind = draw(st.sampled_from(["none", "started", "finished", "manual", "fixed"]))
    begin = START_OF_FACTS + draw(st.integers(0, 8)) * 1440 + draw(st.sampled_from([0, 5, 300]))
    end = begin + draw(st.integers(0, 4000))
    if kind == "started":
        left = draw(st.sampled_from([None, 0, 4, 40]))
        return replace(activity, actual_start=begin, remaining=left)
    if kind == "finished":
        return replace(activity, actual_start=begin, actual_finish=end)
    if kind == "manual":
        return replace(activity, manual_start=begin)
    if kind == "fixed":
        return replace(activity, manual_start=begin, manual_finish=end)
    return activity


START_OF_FACTS = at("2027-03-03T08:00")


@settings(max_examples=150, deadline=None)
@given(st.data(), networks(size=5))
def test_facts_and_manual_dates_leave_every_rule_standing(data, made):
    activities = tuple(data.draw(facts(a)) for a in made.activities)
    status = data.draw(st.sampled_from([None, START_OF_FACTS + 4 * 1440]))
    found = replace(made, activities=activities, status_date=status)
    schedule = compute(found, compiled=False)
    assert verify(schedule) == ()
    assert compute(found, compiled=True).activities == schedule.activities
    for mode in ({"finish": made.start + 30 * 1440}, {"anchor": Anchor("t0", made.start + 9000)}):
        assert verify(compute(replace(found, start=None, **mode), compiled=False)) == ()
