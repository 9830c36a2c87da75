"""Files are kept under ids of our own, handed over as downloads, and never as pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yunchou.web.core import activity
from yunchou.web.core.errors import DomainError, Forbidden, NotFound
from yunchou.web.projects import selectors, uploads
from yunchou.web.projects.models import Attachment
from yunchou.web.projects.tasks import files


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def item(project, member):
    return selectors.get_work_item(actor=member, ref="XPSS-2")


def put(actor, item, name="报价单.xlsx", content=b"PK\x03\x04"):
    upload = SimpleUploadedFile("file", content)
    upload._name = name  # past Django's own cleaning: a client may send anything
    return files.add_file(actor=actor, item=item, upload=upload)[0]


def fetch(browser, row, wish=""):
    """Download all of it and return the answer with its bytes."""
    answer = browser.get(f"/files/{row.id}{wish}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, content


def test_a_file_comes_back_byte_for_byte(item, member, client_of):
    row = put(member, item, content=b"\x00\xff" * 1000)
    answer, content = fetch(client_of(member), row)
    assert content == b"\x00\xff" * 1000
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "%E6%8A%A5%E4%BB%B7%E5%8D%95.xlsx" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\windows\\x.ini",
        "/abs/olute.txt",
        "a/../../b.txt",
        "…/..",
        "\x00.txt",
    ],
)
def test_no_name_leads_out_of_the_folder(item, member, media, name):
    row = put(member, item, name=name)
    path = files.path_of(row)
    assert path.is_relative_to(Path(media).resolve())
    assert path.name == row.id.hex
    assert "/" not in row.name
    assert "\\" not in row.name
    assert "\x00" not in row.name


def test_a_place_outside_the_folder_is_not_opened(item, member, media):
    row = put(member, item)
    secret = Path(media).parent / "secret"
    secret.write_text("secret", encoding="utf-8")
    row.file = "../secret"
    with pytest.raises(NotFound):
        files.path_of(row)


@pytest.mark.parametrize("name", ["a.html", "b.svg", "c.xhtml", "d.xml", "e.mhtml", "f.htm"])
def test_what_a_browser_would_run_is_handed_over_as_bytes(item, member, client_of, name):
    row = put(member, item, name=name, content=b"<script>alert(1)</script>")
    answer, _content = fetch(client_of(member), row)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_direction_marks_cannot_disguise_an_ending():
    assert files.clean_file_name("报告\u202excod.exe") == "报告xcod.exe"


@pytest.mark.parametrize("name", ["a.exe", "b.BAT", "c.sh", "d.hta", "e.lnk"])
def test_programs_are_refused(item, member, name):
    with pytest.raises(DomainError):
        put(member, item, name=name)


def test_too_large_and_empty_files_are_refused_and_nothing_stays(item, member, media, settings):
    settings.ATTACHMENT_MAX_BYTES = 10
    for content in (b"x" * 11, b""):
        with pytest.raises(DomainError):
            put(member, item, content=content)
    assert not [path for path in Path(media).rglob("*") if path.is_file()]
    assert not Attachment.objects.of(member).exists()


def test_a_failed_write_leaves_no_file(item, member, media, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("database away")

    monkeypatch.setattr(files, "_keep", fail)
    with pytest.raises(RuntimeError):
        put(member, item)
    assert not [path for path in Path(media).rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a", "", "http://"]
)
def test_only_web_addresses_are_attached(item, member, url):
    with pytest.raises(DomainError):
        files.add_link(actor=member, item=item, url=url)


def test_an_address_is_attached_under_its_name(item, member):
    row, _change = files.add_link(actor=member, item=item, url="https://a.example/b", name=" 报告 ")
    assert (row.url, row.name) == ("https://a.example/b", "报告")


def test_taking_off_and_putting_on_can_be_undone(item, member):
    row = put(member, item)
    found = files.get_attachment(actor=member, attachment_id=row.id)
    change = files.trash_attachment(actor=member, row=found)
    with pytest.raises(NotFound):
        files.get_attachment(actor=member, attachment_id=row.id)
    activity.undo(actor=member, activity_id=change.id)
    assert files.path_of(files.get_attachment(actor=member, attachment_id=row.id)).is_file()


def test_a_viewer_downloads_but_does_not_upload(item, member, viewer, client_of):
    row = put(member, item)
    assert fetch(client_of(viewer), row)[0].status_code == 200
    with pytest.raises(Forbidden):
        put(viewer, selectors.get_work_item(actor=viewer, ref="XPSS-2"))


def test_nobody_else_downloads(item, member, finance, outsider, client_of, client):
    row = put(member, item)
    assert client_of(finance).get(f"/files/{row.id}").status_code == 404
    assert client_of(outsider).get(f"/files/{row.id}").status_code == 404
    assert client.get(f"/files/{row.id}").status_code == 302


def test_a_file_is_uploaded_on_the_page_and_over_the_api(project, member, client_of, item):
    browser = client_of(member)
    upload = SimpleUploadedFile("a.txt", b"a")
    page = browser.post("/p/XPSS/t/2/files", {"file": upload}, headers={"HX-Request": "1"})
    assert page.status_code == 200
    upload = SimpleUploadedFile("b.txt", b"b")
    answer = browser.post(f"/api/v1/projects/XPSS/items/{item.id}/attachments", {"file": upload})
    assert answer.status_code == 201
    found = Attachment.objects.of(member).order_by("name").values_list("name", flat=True)
    assert list(found) == ["a.txt", "b.txt"]


def test_a_refused_upload_says_why_on_the_page(project, member, client_of):
    answer = client_of(member).post(
        "/p/XPSS/t/2/files",
        {"file": SimpleUploadedFile("a.exe", b"MZ")},
        headers={"HX-Request": "1"},
    )
    assert answer.status_code == 422
    assert ".exe" in answer.content.decode()


@pytest.mark.parametrize("name", ["a.png", "b.JPG", "c.webp", "d.gif"])
def test_a_picture_is_shown_on_the_page_and_never_run(item, member, client_of, name):
    row = put(member, item, name=name, content=b"\x89PNG")
    browser = client_of(member)
    answer, _content = fetch(browser, row, "?show")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"].startswith("image/")
    assert f'<img src="/files/{row.id}?show"' in browser.get("/p/XPSS/t/2").content.decode()


@pytest.mark.parametrize("name", ["a.svg", "b.html", "c.pdf", "d.png.html"])
def test_what_is_no_picture_stays_a_download(item, member, client_of, name):
    row = put(member, item, name=name, content=b"<script>alert(1)</script>")
    browser = client_of(member)
    answer, _content = fetch(browser, row, "?show")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert f'<img src="/files/{row.id}' not in browser.get("/p/XPSS/t/2").content.decode()


@pytest.mark.parametrize(
    "address", ["/p/XPSS/t/2/files", "/api/v1/projects/XPSS/items/{id}/attachments"]
)
def test_a_body_over_the_limit_is_refused_before_it_is_read(
    project, item, member, client_of, settings, monkeypatch, address
):
    settings.ATTACHMENT_MAX_BYTES = 2**20

    def read(*args, **kwargs):
        raise AssertionError("the body was read")

    monkeypatch.setattr("django.http.multipartparser.MultiPartParser.parse", read)
    upload = SimpleUploadedFile("a.bin", b"x" * (2 * 2**20 + 1))
    answer = client_of(member).post(address.format(id=item.id), {"file": upload})
    assert answer.status_code == 413
    assert "1 MB" in answer.content.decode()
    assert answer.headers["Connection"] == "close"


def test_other_addresses_take_what_a_file_to_bring_in_may_have(settings):
    settings.ATTACHMENT_MAX_BYTES, settings.IMPORT_MAX_BYTES = 10, 20
    assert uploads.most_bytes("/p/XPSS/t/2/files") == 10 + uploads.FRAME
    assert uploads.most_bytes("/projects/import") == 20 + uploads.FRAME
