"""Dependencies: made, changed, taken away, refused in words, and each taken back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.schedule.doors import items, take_back
from yunchou.web.core.errors import DomainError, Forbidden
from yunchou.web.schedule import services
from yunchou.web.schedule.models import Dependency


def dates(actor, project, name):
    item = items(actor, project)[name]
    return str(item.start), str(item.finish)


def test_a_link_moves_what_follows(manager, project):
    tasks = items(manager, project)
    link, change = services.add_link(actor=manager, pred=tasks["访谈"], succ=tasks["竞品"])
    assert link.type == "FS"
    assert dates(manager, project, "竞品") == ("2026-03-16", "2026-03-17")
    assert {entry.name for entry in change.moved} >= {"竞品", "通过"}


def test_lags_count_working_or_calendar_days(manager, project):
    tasks = items(manager, project)
    link, _ = services.add_link(
        actor=manager, pred=tasks["问卷"], succ=tasks["竞品"], lag=Decimal(2)
    )
    assert dates(manager, project, "竞品")[0] == "2026-03-11"
    services.change_link(actor=manager, link=link, values={"lag": 2, "lag_unit": "ed"})
    assert dates(manager, project, "竞品")[0] == "2026-03-09"
    services.change_link(
        actor=manager, link=link, values={"type": "SS", "lag": 1, "lag_unit": "wd"}
    )
    assert dates(manager, project, "竞品")[0] == "2026-03-03"


def test_a_circle_is_refused_and_named_by_its_tasks(manager, project):
    tasks = items(manager, project)
    with pytest.raises(DomainError) as refused:
        services.add_link(actor=manager, pred=tasks["访谈"], succ=tasks["问卷"])
    assert "XPSS-2 问卷" in refused.value.message
    assert "XPSS-3 访谈" in refused.value.message
    assert Dependency.objects.of(manager).filter(project=project).count() == 3


@pytest.mark.parametrize(("pred", "succ"), [("调研", "问卷"), ("问卷", "调研"), ("问卷", "问卷")])
def test_kin_cannot_depend_on_each_other(manager, project, pred, succ):
    tasks = items(manager, project)
    with pytest.raises(DomainError) as refused:
        services.add_link(actor=manager, pred=tasks[pred], succ=tasks[succ])
    assert refused.value.code == "link.kin"


def test_the_same_link_cannot_be_made_twice(manager, project):
    tasks = items(manager, project)
    with pytest.raises(DomainError, match="已有同样的依赖"):
        services.add_link(actor=manager, pred=tasks["问卷"], succ=tasks["访谈"])
    made, _ = services.add_link(actor=manager, pred=tasks["问卷"], succ=tasks["访谈"], type="SS")
    with pytest.raises(DomainError, match="已有同样的依赖"):
        services.change_link(actor=manager, link=made, values={"type": "FS"})


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"type": "XX"}, "link.kind"),
        ({"lag_unit": "y"}, "link.kind"),
        ({"lag": 10_001}, "link.lag"),
    ],
)
def test_what_a_link_cannot_be_is_refused(manager, project, values, code):
    link = Dependency.objects.of(manager).filter(project=project)[0]
    with pytest.raises(DomainError) as refused:
        services.change_link(actor=manager, link=link, values=values)
    assert refused.value.code == code


def test_viewers_link_nothing(viewer, project):
    tasks = items(viewer, project)
    project.effective = 10
    with pytest.raises(Forbidden):
        services.add_link(actor=viewer, pred=tasks["访谈"], succ=tasks["竞品"])


def test_adding_changing_and_removing_are_each_taken_back(manager, project):
    tasks = items(manager, project)
    before = dates(manager, project, "竞品")
    link, added = services.add_link(actor=manager, pred=tasks["访谈"], succ=tasks["竞品"])
    linked = dates(manager, project, "竞品")
    changed = services.change_link(actor=manager, link=link, values={"lag": 3})
    assert dates(manager, project, "竞品") != linked
    take_back(manager, changed.activity)
    assert dates(manager, project, "竞品") == linked
    fresh = services.get_link(actor=manager, project=project, link_id=link.id)
    removed = services.remove_link(actor=manager, link=fresh)
    assert dates(manager, project, "竞品") == before
    take_back(manager, removed.activity)
    assert dates(manager, project, "竞品") == linked
    take_back(manager, added.activity)
    assert dates(manager, project, "竞品") == before


def test_a_change_overtaken_by_another_is_not_taken_back(manager, project):
    tasks = items(manager, project)
    link, _ = services.add_link(actor=manager, pred=tasks["访谈"], succ=tasks["竞品"])
    first = services.change_link(actor=manager, link=link, values={"lag": 3})
    services.change_link(actor=manager, link=link, values={"lag": 4})
    with pytest.raises(DomainError, match="之后又有人改过"):
        take_back(manager, first.activity)
