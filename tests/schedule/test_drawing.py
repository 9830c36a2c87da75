"""The drawing: shape, holidays, a steady number of statements, and who gets it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.schedule.doors import another, ask, items
from yunchou.web.projects.tasks import bulk
from yunchou.web.schedule import gantt
from yunchou.web.users.models import Holiday


def statements(run):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        run()
    return len(caught)


def test_the_drawing_holds_tasks_links_people_and_columns(manager, project):
    found = gantt.drawing(actor=manager, project=project)
    rows = {
        row["name"]: row
        for row in (dict(zip(found["columns"], r, strict=True)) for r in found["tasks"])
    }
    assert rows["访谈"]["start"] == dt.date(2026, 3, 9)
    assert rows["访谈"]["duration"] == 5
    assert rows["调研"]["kind"] == "summary"
    assert {tuple(link[3:]) for link in found["links"]} == {("FS", 0.0, "wd")}
    assert found["statuses"][0]["category"] == "todo"
    assert found["project"]["me"] == str(manager.member_id)


def test_holidays_stand_as_one_band_and_days_off_one_by_one(manager, project):
    first, last = dt.date(2026, 9, 20), dt.date(2026, 10, 20)
    Holiday.objects.create(
        workspace_id=manager.workspace_id, day=dt.date(2026, 10, 12), working=False, name="司庆"
    )
    bands = gantt.bands(manager, first, last)
    assert ["2026-10-01", "2026-10-07", "国庆节"] in bands
    assert ["2026-10-12", "2026-10-12", "司庆"] in bands


@pytest.mark.parametrize("path", ["gantt", "board", "outlook", "baselines", "columns"])
def test_statements_do_not_grow_with_tasks(manager, project, client_of, path):
    client = client_of(manager)
    ask(client, "get", f"XPSS/{path}")
    few = statements(lambda: ask(client, "get", f"XPSS/{path}"))
    rows = [{"name": f"走访 {n}", "duration": 2} for n in range(200)]
    bulk.paste(actor=manager, project=project, rows=rows, after=items(manager, project)["竞品"])
    ask(client, "get", f"XPSS/{path}")  # what is counted once a change has been counted
    assert statements(lambda: ask(client, "get", f"XPSS/{path}")) == few


def test_an_edit_costs_as_many_statements_among_two_hundred_tasks(manager, project, client_of):
    client = client_of(manager)
    item = items(manager, project)["竞品"]
    path = f"XPSS/items/{item.id}"
    ask(client, "patch", path, {"duration": 3})
    few = statements(lambda: ask(client, "patch", path, {"duration": 4}))
    rows = [{"name": f"走访 {n}", "duration": 2} for n in range(200)]
    bulk.paste(actor=manager, project=project, rows=rows, after=item)
    assert statements(lambda: ask(client, "patch", path, {"duration": 3})) <= few + 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("get", "gantt", None),
        ("get", "board", None),
        ("get", "outlook", None),
        ("get", "baselines", None),
        ("get", "columns", None),
        ("post", "links", {"pred": "{问卷}", "succ": "{竞品}"}),
        ("post", "baselines", {"name": ""}),
        ("patch", "frame", {"planned_start": "2026-03-09"}),
        ("post", "columns", {"name": "待确认"}),
    ],
)
def test_outsiders_find_nothing_and_viewers_only_look(
    manager, viewer, outsider, project, client_of, method, path, body
):
    ids = {name: str(item.id) for name, item in items(manager, project).items()}
    if body and "pred" in body:
        body = {"pred": ids["问卷"], "succ": ids["竞品"]}
    assert ask(client_of(outsider), method, f"XPSS/{path}", body)[0] == 404
    assert ask(client_of(viewer), method, f"XPSS/{path}", body)[0] == (
        200 if method == "get" else 403
    )
    assert ask(client_of(manager), method, f"XPSS/{path}", body)[0] in {200, 201}


def test_children_of_another_project_are_not_found(manager, project, plan, client_of):
    other = another(manager, plan)
    client = client_of(manager)
    mine, foreign = items(manager, project), items(manager, other)
    link = ask(client, "get", "OTHER/gantt")[1]["links"][0][0]
    column = ask(client, "get", "OTHER/columns")[1][0]["id"]
    baseline = ask(client, "post", "OTHER/baselines", {})[1]["id"]
    for method, path, body in (
        ("post", "links", {"pred": str(mine["问卷"].id), "succ": str(foreign["竞品"].id)}),
        ("patch", f"links/{link}", {"lag": 1}),
        ("delete", f"links/{link}", None),
        ("patch", f"columns/{column}", {"name": "别人的"}),
        ("post", f"columns/{column}/move", {}),
        ("delete", f"columns/{column}", None),
        ("delete", f"baselines/{baseline}", None),
    ):
        assert ask(client, method, f"XPSS/{path}", body)[0] == 404, path


def test_a_link_over_the_api_answers_with_what_moved_and_how_to_undo(manager, project, client_of):
    client, tasks = client_of(manager), items(manager, project)
    body = {"pred": str(tasks["访谈"].id), "succ": str(tasks["竞品"].id), "lag": 1}
    status, made = ask(client, "post", "XPSS/links", body)
    assert status == 201
    assert {entry["name"] for entry in made["moved"]} >= {"竞品"}
    status, changed = ask(client, "patch", f"XPSS/links/{made['link']}", {"type": "SS"})
    assert status == 200
    assert changed["seq"] > made["seq"]
    assert ask(client, "post", f"XPSS/undo/{changed['undo']}")[0] == 200


def test_the_pages_answer_and_say_what_cannot_be_kept(manager, viewer, project, client_of):
    client = client_of(manager)
    for path in ("", "/list", "/board", "/frame", "/baselines", "/board/columns"):
        assert client.get(f"/p/XPSS/schedule{path}").status_code == 200, path
    assert client_of(viewer).get("/p/XPSS/schedule/frame").status_code == 403
    assert "守不住" not in client.get("/p/XPSS/schedule/notes").content.decode()
    form = {"mode": "backward", "anchor_item": str(items(manager, project)["通过"].id),
            "anchor_date": "2026-03-06", "start": "2026-03-02"}  # fmt: skip
    shown = client.post("/p/XPSS/schedule/frame/preview", form, headers={"HX-Request": "true"})
    assert "时间不够" in shown.content.decode()
    saved = client.post("/p/XPSS/schedule/frame", form, headers={"HX-Request": "true"})
    assert saved.status_code == 204
    assert "undo" in saved.headers["HX-Trigger"]
    assert "时间不够" in client.get("/p/XPSS/schedule/notes").content.decode()


def test_a_refused_frame_keeps_what_was_typed(manager, project, client_of):
    form = {"mode": "backward", "anchor_date": "2026-03-06", "start": "2026-03-02"}
    answer = client_of(manager).post("/p/XPSS/schedule/frame", form)
    assert answer.status_code == 422
    assert 'value="2026-03-06"' in answer.content.decode()


def test_the_table_without_script_tells_the_progress_of_a_phase(manager, project, client_of):
    client, found = client_of(manager), items(manager, project)
    ask(client, "patch", f"XPSS/items/{found['问卷'].id}", {"percent": 50})
    page = client.get("/p/XPSS/schedule/list").content.decode()
    phase = page[page.index("调研</a>") :]
    assert '<td class="num">21%</td>' in phase[: phase.index("</tr>")]
