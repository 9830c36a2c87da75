"""The first day, and what an owner sets for the workspace."""

from __future__ import annotations

import datetime as dt
import re
import struct
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.users import known
from yunchou.web.core import activity
from yunchou.web.core.errors import Conflict, DomainError, Forbidden, NotFound
from yunchou.web.core.models import Activity
from yunchou.web.core.permissions import Level
from yunchou.web.exchange.demo import load_demo
from yunchou.web.projects.models import Project, WorkItem
from yunchou.web.users import selectors, services, settings_pages, workspaces
from yunchou.web.users.logos import clean_logo
from yunchou.web.users.middleware import SESSION_COOKIE
from yunchou.web.users.models import Holiday, Member, User, Workspace

GOOD = "七上八下-correct-horse"
SETUP = {
    "workspace": "华南销售中心", "name": "周岚", "email": "zhou@b.example",
    "password": GOOD, "again": GOOD,
}  # fmt: skip


def png(width=2, height=2, extra=b"", scanlines=None):
    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = scanlines if scanlines is not None else (b"\0" + b"\x80" * 3 * width) * height
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    )  # fmt: skip


def jpeg(*segments, tail=b""):
    frame = b"\xff\xc0\x00\x0b\x08\x00\x02\x00\x02\x01\x01\x11\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\xff\x00\x56\xff\xd9"
    return b"\xff\xd8" + b"".join(segments) + frame + scan + tail


#: a real picture of one grey dot
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIs"
    "IxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcI"
    "CQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcY"
    "GRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKj"
    "pKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APn+"
    "v//Z"
)
PICTURES = {"png": png(64, 64), "jpg": JPEG}


# the first day


def test_an_empty_installation_is_set_up_by_one_link(db):
    path = known.setup_path()
    browser = Client()
    assert "开始使用" in browser.get(path).content.decode()
    assert browser.post(path, SETUP).status_code == 302
    actor = known.of_session(browser.cookies[SESSION_COOKIE].value)
    assert (actor.level, actor.workspace_name) == (Level.OWNER, "华南销售中心")
    assert User.objects.get().is_operator
    assert browser.get("/settings").status_code == 200
    assert workspaces.setup_link() is None
    assert Client().get(path).status_code == 410


def test_only_the_newest_setup_link_works(db):
    old, new = known.setup_path(), known.setup_path()
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_a_refused_setup_leaves_nothing_and_keeps_what_was_typed(db):
    path = known.setup_path()
    answer = Client().post(path, {**SETUP, "password": "short", "again": "short"})
    assert answer.status_code == 422
    assert "华南销售中心" in answer.content.decode()
    assert not Workspace.objects.exists()
    assert not User.objects.exists()
    assert Client().post(path, {**SETUP, "workspace": " "}).status_code == 422
    assert not User.objects.exists()


def test_the_sign_in_page_of_an_empty_installation_says_what_to_do(db):
    assert "yunchou user create --owner" in Client().get("/sign-in").content.decode()


def test_the_demo_is_emptied_by_its_owner_and_leads_to_the_first_day(db, client_of):
    workspace = load_demo()
    boss = Member.objects.in_workspace(workspace.id).get(level=int(Level.OWNER))
    owner = selectors.actor_of_member(boss.id)
    browser = client_of(owner)
    assert "/settings/demo" in browser.get("/settings").content.decode()
    assert "清空演示" in browser.get("/settings/demo").content.decode()
    answer = browser.post("/settings/demo")
    assert not Workspace.objects.exists()
    assert not User.objects.exists()
    assert answer.headers["Location"].startswith("/setup/")
    assert Client().post(answer.headers["Location"], SETUP).status_code == 302


def test_the_demo_page_is_for_owners_of_a_demo_only(owner, manager, client_of):
    assert client_of(owner).get("/settings/demo").status_code == 404
    assert client_of(manager).post("/settings/demo").status_code == 403


# name, time zone, further workspaces


def test_an_owner_renames_the_workspace_and_others_only_read(owner, manager, client_of):
    answer = client_of(owner).post("/settings", {"name": "华东大区", "timezone": "Asia/Tokyo"})
    assert answer.status_code == 302
    row = Workspace.objects.get(id=owner.workspace_id)
    assert (row.name, row.timezone) == ("华东大区", "Asia/Tokyo")
    assert client_of(manager).get("/settings").status_code == 200
    assert client_of(manager).post("/settings", {"name": "我的"}).status_code == 403
    last = Activity.objects.of(owner).get(stream_id=owner.workspace_id)
    assert last.verb == "workspace.changed"
    assert last.changes["name"] == ["华东销售中心", "华东大区"]


def test_settings_changed_by_somebody_else_meanwhile_are_a_conflict(owner):
    workspaces.change_workspace(actor=owner, values={"name": "甲"}, version=1)
    with pytest.raises(Conflict):
        workspaces.change_workspace(actor=owner, values={"name": "乙"}, version=1)


@pytest.mark.parametrize(
    "values", [{"name": " "}, {"timezone": "Mars/Olympus"}, {"slug": "x"}, {"is_demo": True}]
)
def test_settings_that_make_no_sense_are_refused(values, owner):
    with pytest.raises(DomainError):
        workspaces.change_workspace(actor=owner, values=values)


def test_another_workspace_is_opened_and_switched_back_from(owner, client_of):
    browser = client_of(owner)
    browser.post("/settings/workspaces", {"workspace": "第二个"})
    token = browser.cookies[SESSION_COOKIE].value
    assert known.of_session(token).workspace_name == "第二个"
    browser.post("/workspace", {"workspace": "huadongxiaoshouzhongxin"})
    assert known.of_session(token).workspace_id == owner.workspace_id


def test_nobody_switches_into_a_workspace_that_is_not_theirs(member, outsider, client_of):
    browser = client_of(member)
    slug = selectors.workspace(actor=outsider).slug
    assert browser.post("/workspace", {"workspace": slug}).status_code == 422
    token = browser.cookies[SESSION_COOKIE].value
    assert known.of_session(token).workspace_id == member.workspace_id


# the logo


def test_a_logo_is_shown_to_its_own_people_alone(owner, member, outsider, client_of):
    file = SimpleUploadedFile("logo.png", png())
    assert client_of(owner).post("/settings/logo", {"logo": file}).status_code == 302
    address = Workspace.objects.get(id=owner.workspace_id).logo
    shown = client_of(member).get(address)
    assert b"".join(shown.streaming_content) == png()
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert client_of(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_new_logo_replaces_the_file_of_the_old(
    owner, settings, django_capture_on_commit_callbacks
):
    folder = Path(settings.MEDIA_ROOT) / "logos" / str(owner.workspace_id)
    with django_capture_on_commit_callbacks(execute=True):
        workspaces.set_logo(actor=owner, data=png())
    with django_capture_on_commit_callbacks(execute=True):
        workspaces.set_logo(actor=owner, data=jpeg())
    assert [path.suffix for path in folder.iterdir()] == [".jpg"]
    with django_capture_on_commit_callbacks(execute=True):
        workspaces.remove_logo(actor=owner)
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["../../secret_key", "..%2f..%2fsecret_key", "x.png", ""])
def test_no_address_leads_out_of_the_folder(name, owner, client_of):
    workspaces.set_logo(actor=owner, data=png())
    answer = client_of(owner).get(f"/media/logos/{owner.workspace_id}/{name}")
    assert answer.status_code == 404


def test_text_camera_data_and_what_hangs_behind_are_cut_off():
    words = b"tEXt" + b"Comment\0<script>alert(1)</script>"
    text = struct.pack(">I", len(words) - 4) + words + struct.pack(">I", zlib.crc32(words))
    cleaned, kind = clean_logo(png(extra=text) + b"<?php evil")
    assert (cleaned, kind) == (png(), "png")
    exif = b"\xff\xe1\x00\x0cExif\0\0GPS!"
    comment = b"\xff\xfe\x00\x0a<script>"
    assert clean_logo(jpeg(exif, comment, tail=b"<html>")) == (jpeg(), "jpg")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a" + b"\0" * 50, b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n", png()[:-4], png()[:40], png(width=30_000, height=30_000),
        png(scanlines=b"\0" * 10_000_000), png(scanlines=b""), png(width=0),
        png().replace(b"IDAT", b"IDAX"), b"\xff\xd8\xff\xd9", jpeg()[:-2], jpeg()[:20],
        b"\xff\xd8\xff" + b"\xff" * 100, b"\xff\xd8\xff\xe0\x00\x00", png() + b"\0" * 1024 * 1024,
    ],
    ids=range(17),
)  # fmt: skip
def test_what_is_not_a_sound_picture_is_refused(data):
    with pytest.raises(DomainError):
        clean_logo(data)


def test_a_refused_logo_changes_nothing(owner, client_of):
    file = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>", content_type="image/png")
    assert client_of(owner).post("/settings/logo", {"logo": file}).status_code == 422
    assert Workspace.objects.get(id=owner.workspace_id).logo == ""


# holidays


def test_an_extra_holiday_moves_the_projects_and_its_removal_moves_them_back(owner, project):
    def finish():
        return WorkItem.objects.of(owner).get(code="T1").finish

    before = finish()
    seq = activity.current_seq(owner.workspace_id, project.id)
    row, moved = workspaces.set_holiday(actor=owner, day=dt.date(2026, 3, 4), name="厂庆")
    assert moved == 1
    assert finish() == before + dt.timedelta(days=3)  # Friday becomes Monday
    assert activity.current_seq(owner.workspace_id, project.id) == seq + 1
    assert workspaces.remove_holiday(actor=owner, holiday_id=row.id) == 1
    assert finish() == before


def test_a_working_saturday_brings_the_projects_forward(owner, project):
    def finish():
        return WorkItem.objects.of(owner).get(code="T2").finish

    before = finish()
    workspaces.set_holiday(actor=owner, day=dt.date(2026, 3, 7), name="冲刺", working=True)
    assert finish() < before


def test_a_closed_project_keeps_its_dates(owner, project):
    Project.objects.of(owner).filter(id=project.id).update(state="closed")
    _row, moved = workspaces.set_holiday(actor=owner, day=dt.date(2026, 3, 4), name="厂庆")
    assert moved == 0


def test_setting_a_day_twice_changes_it(owner):
    workspaces.set_holiday(actor=owner, day=dt.date(2027, 5, 20), name="厂庆")
    workspaces.set_holiday(actor=owner, day=dt.date(2027, 5, 20), name="盘点", working=True)
    assert list(Holiday.objects.of(owner).values_list("name", "working")) == [("盘点", True)]


def test_holidays_are_the_owner_s_and_the_workspace_s_own(owner, manager, outsider):
    row, _moved = workspaces.set_holiday(actor=owner, day=dt.date(2027, 5, 20), name="厂庆")
    with pytest.raises(Forbidden):
        workspaces.set_holiday(actor=manager, day=dt.date(2027, 5, 21), name="厂庆")
    with pytest.raises(NotFound):
        workspaces.remove_holiday(actor=outsider, holiday_id=row.id)
    assert Holiday.objects.of(owner).count() == 1


def test_the_form_of_a_holiday_works_and_names_a_wrong_date(owner, client_of):
    browser = client_of(owner)
    form = {"day": "2027-05-20", "holiday": "厂庆", "working": ""}
    assert browser.post("/settings/holidays", form).status_code == 302
    assert "厂庆" in browser.get("/settings?year=2027").content.decode()
    refused = browser.post("/settings/holidays", {**form, "day": "20/5/27"})
    assert refused.status_code == 422
    assert 'value="华东销售中心"' in refused.content.decode()
    row = Holiday.objects.of(owner).get()
    shown = browser.get("/settings?year=2027").content.decode()
    (button,) = re.findall(rf'<button[^>]+value="{row.id}"[^>]*>', shown)
    assert re.findall(r'\btype="(\w+)"', button) == ["submit"]
    assert browser.post("/settings/holidays", {"remove": str(row.id)}).status_code == 302
    assert not Holiday.objects.of(owner).exists()


def test_the_year_table_joins_days_and_marks_what_is_estimated():
    rows = settings_pages.statutory(2018)
    spring = next(row for row in rows if row["name"].startswith("春节"))
    assert (spring["first"], spring["last"]) == (dt.date(2018, 2, 15), dt.date(2018, 2, 21))
    assert not settings_pages.estimated(2018)
    assert settings_pages.estimated(2035)


def test_the_settings_page_marks_an_estimated_year(owner, client_of):
    browser = client_of(owner)
    assert "已公布" in browser.get("/settings?year=2020").content.decode()
    assert "预估" in browser.get("/settings?year=2035").content.decode()
    for odd in ("abc", "99999", "-1", "²"):
        assert browser.get("/settings", {"year": odd}).status_code == 200


def test_one_s_own_name_follows_into_every_workspace(owner, client_of):
    browser = client_of(owner)
    browser.post("/settings/workspaces", {"workspace": "第二个"})
    browser.post("/profile", {"name": "周岚岚"})
    mine = Member.objects.across_workspaces().filter(user_id=owner.user_id)
    assert set(mine.values_list("name", "pinyin")) == {("周岚岚", "zhoulanlan zll")}


def test_hostile_text_is_shown_as_text(owner, client_of):
    browser = client_of(owner)
    evil = "<img src=x onerror=alert(1)>\"'{{7*7}}"
    services.rename_self(actor=owner, name=evil)
    browser.post("/settings", {"name": evil})
    for path in ("/people", "/settings", "/profile", f"/people/{owner.member_id}"):
        body = browser.get(path).content.decode()
        assert "<img src=x" not in body
        assert "{{7*7}}" in body


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
@pytest.mark.parametrize("picture", ["png", "jpg"])
def test_the_logo_stands_on_the_cover_of_the_document(kind, picture, owner, project):
    from yunchou.web.practices.selectors import download

    plain = download(actor=owner, project=project, kind=kind)
    workspaces.set_logo(actor=owner, data=PICTURES[picture])
    again = selectors.actor_of_member(owner.member_id)
    assert again is not None
    assert len(download(actor=again, project=project, kind=kind)) > len(plain) + 100
