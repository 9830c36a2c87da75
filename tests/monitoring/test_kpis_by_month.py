"""KPIs by month: cell by cell or a row from Excel; the months make the whole as the KPI is."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError
from yunchou.web.exchange.plans import read_plan
from yunchou.web.monitoring import months, selectors
from yunchou.web.monitoring.models import KpiMonth, KpiTarget
from yunchou.web.monitoring.registers import KPIS
from yunchou.web.projects import registers
from yunchou.web.projects.models import Project
from yunchou.web.projects.registers.columns import Lookups

MARCH, APRIL, MAY = (dt.date(2027, month, 1) for month in (3, 4, 5))
FIGURE = st.decimals(-(10**6), 10**6, places=2)


@pytest.fixture
def make(manager, project):
    """Make a KPI of the dictionary or of one's own."""

    def entered(code="sales_revenue", unit="万元", **values):
        row, _change = registers.add_row(
            actor=manager, project=project, entry=KPIS, code=code,
            values={"name": code, "unit": unit, **values},
        )  # fmt: skip
        return registers.get_row(actor=manager, entry=KPIS, row_id=row.id, write=True)

    return entered


@pytest.fixture
def write(manager, project, client_of):
    browser = client_of(manager)

    def send(kpi, side, values, version=None):
        headers = {} if version is None else {"If-Match": str(version)}
        return browser.patch(
            f"/api/v1/projects/{project.key}/kpis/{kpi.id}/{side}s", json.dumps(values),
            content_type="application/json", headers=headers,
        )  # fmt: skip

    return send


def stored(kpi):
    return KpiTarget.objects.in_workspace(kpi.workspace_id).get(id=kpi.id)


@pytest.mark.parametrize(
    ("code", "unit", "stated", "whole"),
    [
        ("sales_revenue", "万元", "", 360),
        ("win_rate", "%", "", 120),
        ("qualified_pipeline", "万元", "", 150),
        ("ours", "家", "", 360),
        ("ours", "%", "", 120),
        ("sales_revenue", "万元", "last", 150),
        ("win_rate", "%", "sum", 360),
    ],
)
def test_months_make_the_whole_as_the_kpi_wants_it(make, write, code, unit, stated, whole):
    kpi = make(code, unit, aggregation=stated)
    answer = write(kpi, "target", {"2027-03": 90, "2027-04": 120, "2027-05": 150})
    assert answer.status_code == 200
    assert stored(kpi).target == whole


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,200", 1200),
        ("1.2万", 12000),
        ("85%", 85),
        (" 96.5 ", Decimal("96.5")),
        ("￥3元", 3),
        (0, 0),
    ],
)
def test_figures_are_read_as_people_and_excel_write_them(typed, value):
    assert months.read_value(typed, "2027-03") == value


@pytest.mark.parametrize("typed", ["一百", "1e99", "NaN", "--1", "1万万", "%", "9" * 70, True])
def test_what_is_no_figure_is_refused_with_its_month(typed):
    with pytest.raises(DomainError) as refusal:
        months.read_value(typed, "2027-03")
    assert refusal.value.field == "2027-03"


def test_a_row_from_excel_is_one_change_and_taken_back_at_once(
    make, write, manager, project, client_of
):
    kpi = make(target="500")
    answer = write(kpi, "target", {"2027-03": "1,200", "2027-04": "", "2027-05": "0.1万"}).json()
    assert answer["display"] == {"2027-03": "1,200", "2027-04": "", "2027-05": "1,000"}
    assert answer["item"]["target"] == 2200
    client_of(manager).post(f"/api/v1/projects/{project.key}/undo/{answer['undo']}")
    assert stored(kpi).target == 500
    assert not KpiMonth.objects.of(manager).exclude(target=None).exists()


@pytest.mark.parametrize("month", ["2027-13", "2027-3", "27-03", "", "2027-03-01", "0000-01"])
def test_what_is_no_month_is_refused(month, make, write):
    assert write(make(), "target", {month: 1}).status_code == 422


def test_two_people_on_one_month_are_shown_both_values_and_on_two_months_both_stand(make, write):
    kpi = make()
    seen = stored(kpi).version
    write(kpi, "target", {"2027-03": 10}, version=seen)
    assert write(kpi, "target", {"2027-04": 20}, version=seen).status_code == 200
    told = write(kpi, "target", {"2027-03": 30}, version=seen)
    assert told.status_code == 409
    body = told.json()
    assert (body["yours"], body["theirs"], body["field"]) == (30, 10, "2027-03")
    assert write(kpi, "target", {"2027-03": 30}, version=body["version"]).status_code == 200
    assert stored(kpi).target == 50


def test_members_measure_and_planners_aim(make, member, viewer, project, client_of):
    kpi = make()
    address = f"/api/v1/projects/{project.key}/kpis/{kpi.id}"
    for actor, side, status in (
        (member, "actuals", 200), (member, "targets", 403),
        (viewer, "actuals", 403), (viewer, "targets", 403),
    ):  # fmt: skip
        answer = client_of(actor).patch(
            f"{address}/{side}", '{"2027-03": 1}', content_type="application/json"
        )
        assert answer.status_code == status, (actor.name, side)
    assert client_of(viewer).get(f"{address}/months").json()["months"][0]["actual"] == 1


def test_an_even_share_adds_up_to_the_target_to_the_last_unit(make, manager, project):
    kpi = make(target="1000")
    change = months.spread(actor=manager, kpi=kpi)
    rows = KpiMonth.objects.of(manager).exclude(target=None)
    values = [row.target or Decimal(0) for row in rows]
    assert sum(values) == 1000
    assert all(value == value.to_integral_value() for value in values)
    assert max(values) - min(values) < len(values)
    assert change is not None
    assert stored(kpi).target == 1000
    rate = make("win_rate", "%", target="30")
    months.spread(actor=manager, kpi=rate)
    shares = KpiMonth.objects.of(manager).filter(kpi=rate).values_list("target", flat=True)
    assert set(shares) == {Decimal(30)}


def test_nothing_is_spread_without_a_target(make, manager):
    with pytest.raises(DomainError):
        months.spread(actor=manager, kpi=make())


def test_the_light_follows_the_months_rather_than_the_calendar():
    values = {MARCH: Decimal(10), APRIL: Decimal(30), MAY: Decimal(60)}
    assert months.due("sum", values, dt.date(2027, 4, 15)) == 10 + 15
    assert months.due("average", values, dt.date(2027, 4, 15)) == 20
    assert months.due("last", values, dt.date(2027, 4, 15)) == 30
    assert months.due("sum", {}, dt.date(2027, 4, 15)) is None
    assert months.due("sum", values, dt.date(2027, 2, 28)) == 0


@given(
    st.dictionaries(st.dates(MARCH, dt.date(2030, 1, 1)).map(lambda d: d.replace(day=1)), FIGURE)
)
def test_at_the_end_the_months_want_the_whole(values):
    ended = dt.date(2031, 1, 1)
    for way in ("sum", "average", "last"):
        assert months.due(way, values, ended) == months.whole(way, values)


def test_months_go_into_the_plan_file_and_a_copy_begins_without_them(make, write, manager, project):
    kpi = make()
    write(kpi, "target", {"2027-03": 10})
    write(kpi, "actual", {"2027-03": 9.5})
    plan = read_plan(actor=manager, project=project)
    found = next(one for one in plan.kpis if one.key == kpi.code)
    assert [(m.month, m.target, m.actual) for m in found.months] == [("2027-03", 10, 9.5)]


def test_the_page_shows_two_lines_a_kpi_and_where_the_list_says_otherwise(
    make, write, manager, viewer, project, client_of, django_assert_max_num_queries
):
    kpi = make()
    write(kpi, "target", {"2027-03": 10})
    fresh = registers.get_row(actor=manager, entry=KPIS, row_id=kpi.id, write=True)
    registers.change_row(
        actor=manager, entry=KPIS, row=fresh, values={"target": "12"}, version=None
    )
    page = client_of(manager).get(f"/p/{project.key}/monitoring").content.decode()
    assert "yc-sheet" in page
    assert "指标表里是 12" in page
    seen = client_of(viewer).get(f"/p/{project.key}/monitoring").content.decode()
    assert "data-sheet" not in seen
    for number in range(20):
        make(f"K{number}")
    lookups = Lookups(manager, project)
    with django_assert_max_num_queries(12):
        selectors.page(manager, project, lookups)


def test_a_table_of_months_ends_somewhere():
    endless = Project(start=dt.date(2027, 1, 31), finish=dt.date(2199, 1, 1))
    assert len(months.span(endless, [])) == months.LONGEST
    assert (
        months.span(Project(start=dt.date(2027, 1, 31), finish=dt.date(2027, 3, 1)), [])[-1]
        == MARCH
    )


def test_the_chain_of_changes_holds(make, write, manager, project):
    kpi = make()
    write(kpi, "actual", {"2027-03": 1})
    assert activity.broken_link(manager.workspace_id, project.id) is None
