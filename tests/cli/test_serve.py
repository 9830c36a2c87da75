"""`yunchou serve`: what it says before it serves."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time

import pytest
from django.db import connection
from django.db.utils import OperationalError

from yunchou.cli import serve
from yunchou.messages import InputError
from yunchou.web.config import env
from yunchou.web.users.models import SignInLink

RUN = "from yunchou.cli import main; main()"


def test_a_busy_port_gets_one_clear_line_with_another_to_try():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError) as refused:
            serve.refuse_busy_port("127.0.0.1", port)
    assert str(port) in refused.value.in_("zh")
    assert f"PORT={port + 1}" in refused.value.in_("en")


def test_an_unreachable_database_gets_one_clear_line(monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(connection, "ensure_connection", away)
    with pytest.raises(InputError) as refused:
        serve.prepare_database(migrate=False)
    line = refused.value.in_("zh")
    assert "connection refused" in line
    assert "DATABASE_URL" in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("host", "name"),
    [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("yunchou.example", "yunchou.example")],
)
def test_the_address_told_is_the_one_to_visit(host, name):
    assert serve.reachable(host) == name


def test_a_wildcard_is_told_as_an_address_of_this_machine():
    assert serve.reachable("0.0.0.0") not in {"0.0.0.0", ""}  # noqa: S104 (what people type)


def test_an_empty_installation_is_told_its_setup_link(db, capsys):
    serve._welcome("http://127.0.0.1:8000", demo=False)
    assert "http://127.0.0.1:8000/setup/" in capsys.readouterr().out


def test_an_installation_with_people_is_told_no_link(owner, capsys):
    serve._welcome("http://127.0.0.1:8000", demo=False)
    said = capsys.readouterr().out
    assert "/setup/" not in said
    assert "/link/" not in said
    assert not SignInLink.objects.exists()


def test_the_secret_key_is_kept_for_its_owner_alone(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    folder = tmp_path / "data"
    first = env.secret_key(folder)
    assert env.secret_key(folder) == first
    assert len(first) >= 50
    assert (folder / "secret_key").stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert [path.name for path in folder.iterdir()] == ["secret_key"]


def test_a_started_server_answers_and_ends_on_a_signal(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"YUNCHOU_DATA_DIR": str(tmp_path), "DATABASE_URL": "", "YUNCHOU_LANG": "en"}
    with subprocess.Popen(
        [sys.executable, "-c", RUN, "serve", "--port", str(port)],
        env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as server:  # fmt: skip
        try:
            assert _answers(port, server)
            server.terminate()
            assert server.wait(30) == 0
        finally:
            server.kill()
        said = server.stdout.read() if server.stdout else ""
    assert "/setup/" in said
    assert "Traceback" not in said


def _answers(port, server):
    from urllib.error import URLError
    from urllib.request import urlopen

    for _ in range(600):
        if server.poll() is not None:
            return False
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except (URLError, OSError):
            time.sleep(0.1)
    return False
