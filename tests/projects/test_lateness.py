"""One measure of what is late: working days of the project's calendar, the same on every page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from yunchou.web.boards import selectors as boards
from yunchou.web.core import clock
from yunchou.web.monitoring import figures, progress
from yunchou.web.projects import my_work, overview, portfolio, selectors
from yunchou.web.projects.lights import TOLERANCE
from yunchou.web.projects.models import Assignment, Project, WorkItem
from yunchou.web.projects.tasks import task
from yunchou.web.schedule import gantt
from yunchou.web.users import workspaces
from yunchou.web.users.models import User

pytestmark = pytest.mark.django_db

DAY = dt.date
#: before the National Day holiday of 2026, which lasts from 1 to 7 October; 10 October is worked
BASELINE = DAY(2026, 9, 30)
FORECAST = DAY(2026, 10, 10)
LATE = 3  # Thursday the 8th, Friday the 9th and the make-up Saturday; ten days by the calendar


@pytest.fixture(autouse=True)
def nothing_kept():
    """Rows are written past the services here, so nothing may be remembered between readings."""
    portfolio.forget()


@pytest.fixture
def slipped(project, manager):
    """Every task of the project is critical, has slipped over the holiday and is lin's."""
    slip(manager, BASELINE, FORECAST)
    for item in WorkItem.objects.of(manager).filter(project=project, kind="task"):
        Assignment.objects.create(
            workspace_id=project.workspace_id, project=project, item=item,
            member_id=manager.member_id,
        )  # fmt: skip
    return project


def slip(actor, baseline, finish):
    rows = WorkItem.objects.of(actor)
    rows.exclude(kind="phase").update(
        baseline_start=DAY(2026, 9, 28), baseline_finish=baseline, start=DAY(2026, 9, 28),
        finish=finish, critical=True,
    )  # fmt: skip
    rows.filter(kind="phase").update(finish=finish)
    Project.objects.of(actor).update(start=DAY(2026, 9, 28), finish=finish)
    portfolio.forget()


def on(day: dt.date):
    return clock.at(dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC))


def told(actor) -> dict[str, Any]:
    """Return by how many days the first task or its project is late, as each page tells it."""
    project = selectors.get_project(actor=actor, key="XPSS")
    (card,) = portfolio.cards(actor=actor)
    _project, page = task.read(actor=actor, key="XPSS", number=2)
    found = progress.of_project(actor=actor, project=project)
    mine = next(each for each in my_work.open_tasks(actor=actor) if each.number == 2)
    return {
        "list": card.slip, "light": int("".join(re.findall(r"\d+", card.schedule.word)) or 0),
        "overview": found.late, "task": page["behind"], "mine": mine.behind,
        "gantt": drawn(actor, project),
    }  # fmt: skip


def drawn(actor, project) -> int:
    """Count the slip as the Gantt counts it: days after the baseline that are not off."""
    answer = gantt.drawing(actor=actor, project=project)
    assert answer["covers"][0] <= BASELINE < FORECAST <= answer["covers"][1]
    row = dict(zip(answer["columns"], answer["tasks"][1], strict=True))
    first, last = (DAY.fromisoformat(str(row[name])) for name in ("baseline_finish", "finish"))
    days = (first + dt.timedelta(n + 1) for n in range((last - first).days))
    return sum(day.isoformat() not in set(answer["nonworking"]) for day in days)


def test_a_slip_over_the_holiday_is_the_same_number_everywhere(slipped, manager):
    with on(BASELINE):
        found = told(manager)
    assert set(found.values()) == {LATE}, found


def test_the_workspaces_extra_days_count_everywhere_at_once(slipped, manager, owner):
    with on(BASELINE):
        told(manager)  # what was kept from before is not told after
        workspaces.set_holiday(actor=owner, day=DAY(2026, 10, 8), name="厂庆")
        slip(manager, BASELINE, FORECAST)
        found = told(manager)
    assert set(found.values()) == {LATE - 1}, found


def test_a_calendar_without_days_off_counts_every_day(slipped, manager):
    Project.objects.of(manager).update(calendar="natural_days")
    with on(BASELINE):
        found = told(manager)
    assert set(found.values()) == {10}, found


def test_pages_say_working_days(slipped, manager, client_of):
    client = client_of(manager)
    with on(BASELINE):
        pages = {path: client.get(path).content.decode()
                 for path in ("/", "/projects", "/mine", "/p/XPSS/", "/p/XPSS/t/2")}  # fmt: skip
    for path, page in pages.items():
        assert f"晚 {LATE} 个工作日" in page, path
        assert not re.search(r"(晚|早|逾期) \d+ 天", page), path


def test_pages_say_working_days_in_english(slipped, manager, client_of):
    User.objects.filter(id=manager.user_id).update(language="en")
    client = client_of(manager)
    with on(BASELINE):
        for path in ("/", "/projects", "/p/XPSS/", "/p/XPSS/t/2"):
            page = client.get(path).content.decode()
            assert f"{LATE} working days" in page, path


@pytest.mark.parametrize(
    ("finish", "late", "tone"),
    [
        (BASELINE, 0, "good"), (DAY(2026, 10, 7), 0, "good"), (DAY(2026, 10, 8), 1, "warn"),
        (DAY(2026, 10, 13), TOLERANCE, "warn"), (DAY(2026, 10, 14), TOLERANCE + 1, "act"),
    ],
)  # fmt: skip
def test_the_light_is_the_same_on_home_list_overview_and_monitoring(
    slipped, manager, client_of, finish, late, tone
):
    slip(manager, BASELINE, finish)
    client = client_of(manager)
    with on(BASELINE):
        (card,) = portfolio.cards(actor=manager)
        assert (card.slip, card.schedule.tone) == (late, tone)
        project = selectors.get_project(actor=manager, key="XPSS")
        figure = figures.work(manager, project)
        strip = next(
            each for each in overview.page(manager, project)["figures"] if each.label == "进度"
        )
        (answer,) = client.get("/api/v1/projects").json()["items"]
        pages = [client.get(path).content.decode() for path in ("/", "/projects", "/p/XPSS/t/2")]
    assert figure is not None
    assert figure.tone == strip.tone == answer["lights"]["schedule"]["tone"] == tone
    written = {tone for page in pages for tone in re.findall(r'<span class="late (\w+)">', page)}
    assert written == ({tone} if late else set())


def test_what_is_over_without_a_baseline_counts_working_days_too(slipped, manager, client_of):
    rows = WorkItem.objects.of(manager).filter(project=slipped)
    rows.update(baseline_start=None, baseline_finish=None, finish=BASELINE)
    with on(FORECAST):
        project = selectors.get_project(actor=manager, key="XPSS")
        (card,) = portfolio.cards(actor=manager)
        assert (card.slip, card.schedule.word) == (None, f"晚 {LATE} 个工作日")
        waits = overview.to_do(manager, project, clock.today(project.timezone))
        assert {(each.kind, each.end) for each in waits} == {("逾期", f"晚 {LATE} 个工作日")}
        assert {each.late for each in my_work.open_tasks(actor=manager)} == {LATE}
        board = boards.board(actor=manager, project=project)
        assert {each["late_days"] for column in board["columns"] for each in column["cards"]} == {
            LATE
        }
        assert task.read(actor=manager, key="XPSS", number=2)[1]["late"] == LATE
        figure = figures.work(manager, project)
        assert figure is not None
        assert (figure.tone, f"关键任务晚 {LATE} 个工作日" in figure.note) == ("warn", True)
        page = client_of(manager).get("/p/XPSS/t/2").content.decode()
    assert f"逾期 {LATE} 个工作日" in page


def test_the_worst_task_is_the_worst_by_working_days(slipped, manager):
    rows = WorkItem.objects.of(manager).filter(project=slipped, kind="task").order_by("number")
    first, second, third = rows
    for row, baseline, finish in (
        (first, DAY(2026, 9, 30), DAY(2026, 10, 8)),  # eight days, one of them worked
        (second, DAY(2026, 9, 21), DAY(2026, 9, 24)),  # three days, all of them worked
        (third, DAY(2026, 9, 30), DAY(2026, 9, 30)),
    ):
        rows.filter(id=row.id).update(baseline_finish=baseline, finish=finish)
    WorkItem.objects.of(manager).filter(kind="milestone").update(baseline_finish=None)
    with on(DAY(2026, 9, 21)):
        (card,) = portfolio.cards(actor=manager)
    assert card.schedule.word == "晚 3 个工作日"


def test_what_was_over_on_friday_is_over_on_sunday_without_a_working_day(slipped, manager):
    friday = DAY(2026, 9, 4)
    WorkItem.objects.of(manager).filter(project=slipped).update(baseline_finish=None, finish=friday)
    with on(friday + dt.timedelta(days=2)):
        project = selectors.get_project(actor=manager, key="XPSS")
        waits = overview.to_do(manager, project, clock.today(project.timezone))
    assert {(each.kind, each.end, each.tone) for each in waits} == {("逾期", "已过期", "act")}


def test_a_project_with_a_calendar_that_cannot_be_read_does_not_close_the_list(slipped, manager):
    Project.objects.of(manager).update(calendar="不存在")
    with on(BASELINE):
        (card,) = portfolio.cards(actor=manager)
    assert card.slip == LATE
