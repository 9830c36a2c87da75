"""Step 4: the month, the series and the channels on their page."""

from __future__ import annotations

import pytest

from yunchou.web.communication.registers import CHANNELS, MEETINGS
from yunchou.web.projects import registers
from yunchou.web.projects.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def weekly(manager, project):
    values = {"name": "项目周例会", "type": "weekly", "rrule": "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=30",
              "duration_min": 120, "chair_role": "PM", "attendee_roles": ["SD"]}  # fmt: skip
    return registers.add_row(actor=manager, project=project, entry=MEETINGS, values=values)[0]


def test_the_month_shows_the_meeting_with_its_time(client_of, viewer, weekly):
    text = client_of(viewer).get("/p/XPSS/communication?month=2026-03").content.decode()
    assert "09:30 项目周例会" in text
    assert "2026 年 3 月" in text
    assert "month=2026-02" in text
    assert "month=2026-04" in text


def test_the_register_says_rule_chair_and_length_in_words(client_of, manager, weekly):
    text = client_of(manager).get("/p/XPSS/communication").content.decode()
    assert "每周一 09:30" in text
    assert "偏长" in text
    assert "销售总监" in text


def test_a_channel_is_shown_and_an_empty_page_teaches(client_of, manager, project):
    client = client_of(manager)
    assert "还没有会议" in client.get("/p/XPSS/communication").content.decode()
    registers.add_row(
        actor=manager, project=project, entry=CHANNELS, values={"name": "匿名箱", "use": "提意见"}
    )
    text = client.get("/p/XPSS/communication").content.decode()
    assert "匿名箱" in text
    assert "提意见" in text


@pytest.mark.parametrize("month", ["0001-01", "9999-99", "%01", "2027-02'--"])
def test_a_hostile_month_is_answered_with_this_month(client_of, manager, weekly, month):
    assert client_of(manager).get(f"/p/XPSS/communication?month={month}").status_code == 200


def test_a_meeting_at_a_far_milestone_is_still_to_come(client_of, manager, project):
    code = WorkItem.objects.of(manager).filter(project=project, kind="milestone").first().code
    WorkItem.objects.of(manager).filter(project=project, code=code).update(
        start="2097-03-01", finish="2097-03-01"
    )
    registers.add_row(
        actor=manager, project=project, entry=MEETINGS,
        values={"name": "复盘会", "start_type": "tasks", "start_items": [code]},
    )  # fmt: skip
    text = client_of(manager).get("/p/XPSS/communication").content.decode()
    assert "2097-03-01" in text
    assert "没有了" not in text
