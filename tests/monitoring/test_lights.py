"""Step 5: lights of KPIs by ratio, target to date, progress in working days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.web.core import clock
from yunchou.web.monitoring import lights, progress, selectors
from yunchou.web.monitoring.registers import KPIS
from yunchou.web.projects import registers
from yunchou.web.projects.models import WorkItem
from yunchou.web.projects.registers.columns import Lookups

D = Decimal


def tone(direction, actual, due, yellow="0.9", red="0.75"):
    return lights.light(direction, D(actual), D(due), D(yellow), D(red)).tone


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("100", "good"),
        ("90", "good"),
        ("89.99", "warn"),
        ("75", "warn"),
        ("74.99", "act"),
        ("0", "act"),
    ],
)
def test_more_is_better_turns_at_its_lines(actual, expected):
    assert tone("up", actual, "100") == expected


@pytest.mark.parametrize(
    ("actual", "expected"),
    [("50", "good"), ("110", "good"), ("110.01", "warn"), ("130", "warn"), ("130.01", "act")],
)
def test_less_is_better_turns_at_its_lines(actual, expected):
    assert tone("down", actual, "100", "1.1", "1.3") == expected


def test_without_a_value_or_a_target_there_is_no_light():
    for actual, due in ((None, D(5)), (D(5), None), (D(5), D(0))):
        found = lights.light("up", actual, due, None, None)
        assert (found.tone, found.ratio) == ("", None)


def test_lines_that_nobody_stated_are_the_usual_ones():
    assert lights.light("up", D(80), D(100), None, None).tone == "warn"
    assert lights.light("down", D(120), D(100), None, None).tone == "warn"


@given(
    st.decimals(0, 10**6, places=2), st.decimals(1, 10**6, places=2),
    st.sampled_from(["up", "down"]),
)  # fmt: skip
def test_a_better_value_never_has_a_worse_light(actual, due, direction):
    order = {"act": 0, "warn": 1, "good": 2}
    better = actual + 1 if direction == "up" else max(D(0), actual - 1)
    now, then = (lights.light(direction, value, due, None, None).tone for value in (actual, better))
    assert order[then] >= order[now]


@pytest.mark.parametrize(
    ("day", "due"), [(dt.date(2025, 12, 31), 0), (dt.date(2026, 1, 1), 1), (dt.date(2026, 1, 50 - 20), 30),
                     (dt.date(2026, 4, 10), 100), (dt.date(2027, 1, 1), 100)],
)  # fmt: skip
def test_a_cumulative_target_is_spread_over_the_calendar(day, due):
    start, end = dt.date(2026, 1, 1), dt.date(2026, 4, 10)  # a hundred days
    assert lights.to_date(D(100), start, end, day) == due


def test_without_dates_the_whole_target_counts():
    assert lights.to_date(D(100), None, None, dt.date(2026, 1, 1)) == 100


def test_flows_are_cumulative_and_ratios_and_levels_are_not():
    assert lights.is_cumulative("sales_revenue", "元")
    assert lights.is_cumulative("lead_count", "条")
    for key, unit in (("gross_margin", "%"), ("avg_deal_size", "元"), ("qualified_pipeline", "元"),
                      ("own", "%"), ("own", "元/条")):  # fmt: skip
        assert not lights.is_cumulative(key, unit), key
    assert lights.is_cumulative("own", "家")


def test_direction_is_the_goals_then_the_dictionarys():
    assert lights.direction_of("refund_rate") == "down"
    assert lights.direction_of("refund_rate", "up") == "up"
    assert lights.direction_of("unknown") == "up"
    assert lights.direction_of("budget_execution", "hold") == "up"


@pytest.mark.django_db
def test_a_kpi_on_its_page_shows_light_share_and_what_is_due(client_of, manager, member, project):
    add = lambda **values: registers.add_row(  # noqa: E731
        actor=manager, project=project, entry=KPIS, values=values
    )[0]
    add(name="满意度", unit="%", target=88, actual=84)
    add(name="签约", unit="家", target=30, actual=1)
    add(name="未填", unit="家", target=30)
    with clock.at(dt.datetime(2026, 3, 6, 4, tzinfo=dt.UTC)):
        found = selectors.page(manager, project, Lookups(manager, project))
        rows = {row.obj.name: row.extra for row in found["kpis"]}
        assert rows["满意度"]["light"].tone == "good"
        assert rows["签约"]["flows"]
        assert 0 < rows["签约"]["due"] < 30
        assert rows["未填"]["word"] == "未填"
        assert found["counts"][""] == 1
        text = client_of(member).get("/p/XPSS/monitoring").content.decode()
    assert "到今天应达到" in text


@pytest.mark.django_db
def test_a_member_enters_an_actual_value_but_no_target(client_of, member, manager, project):
    row, _ = registers.add_row(
        actor=manager, project=project, entry=KPIS, values={"name": "签约", "target": 30}
    )
    client, url = client_of(member), f"/api/v1/projects/XPSS/registers/monitoring.kpi/{row.id}"
    send = lambda body: client.patch(url, body, content_type="application/json")  # noqa: E731
    assert send('{"actual": "1,234.5"}').json()["item"]["actual"] == 1234.5
    assert send('{"target": 1}').status_code == 403
    assert send('{"actual": "很多"}').status_code == 422


@pytest.mark.django_db
def test_a_negative_warning_line_is_refused(client_of, manager, project):
    body = {"name": "签约", "target": "30", "yellow_ratio": "-1"}
    assert client_of(manager).post("/p/XPSS/r/monitoring.kpi", body).status_code == 422


@pytest.mark.django_db
def test_progress_is_weighted_by_duration_and_compared_with_the_day(manager, project):
    items = WorkItem.objects.of(manager).filter(project=project)
    items.filter(name="问卷").update(percent=100)
    with clock.at(dt.datetime(2026, 3, 6, 4, tzinfo=dt.UTC)):
        found = progress.of_project(actor=manager, project=project)
    # of 5 + 5 + 2 days five are done; by Friday the plan wants the five and the two
    assert round(found.done, 6) == round(5 / 12 * 100, 6)
    assert round(found.planned, 6) == round(7 / 12 * 100, 6)
    assert found.baseline is None


@pytest.mark.django_db
def test_lateness_is_counted_in_working_days_over_the_holiday(manager, project):
    items = WorkItem.objects.of(manager).filter(project=project, kind="task")
    items.update(baseline_start=dt.date(2026, 9, 28), baseline_finish=dt.date(2026, 9, 30),
                 start=dt.date(2026, 9, 28), finish=dt.date(2026, 10, 9))  # fmt: skip
    found = progress.of_project(actor=manager, project=project)
    assert found.late == 2  # Thursday the 8th and Friday the 9th


@pytest.mark.django_db
def test_a_project_without_tasks_has_no_progress(manager, project):
    WorkItem.objects.of(manager).filter(project=project).update(start=None)
    assert progress.of_project(actor=manager, project=project) is None
