"""Bars for long work: on a terminal, on standard error, gone afterwards."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from yunchou.cli import progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def take_over(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal in the place of standard error, within the test: pytest changes it before."""
    made = Terminal()
    monkeypatch.setattr("sys.stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("YUNCHOU_LANG", "zh")
    return made


def test_long_work_shows_its_steps(monkeypatch: pytest.MonkeyPatch):
    terminal = take_over(monkeypatch)
    with progress.steps((progress.READ, progress.WRITE), shown=True) as done:
        done()
        done()
    assert "写出" in terminal.getvalue() and "2/2" in terminal.getvalue()


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch):
    terminal = take_over(monkeypatch)
    with progress.steps((progress.READ,), shown=False) as done:
        done()
    assert terminal.getvalue() == ""


def test_a_pipe_gets_no_bar(capsys: pytest.CaptureFixture[str]):
    with progress.steps((progress.READ,), shown=True) as done:
        done()
    assert capsys.readouterr().err == ""


def test_only_large_files_are_long_work(tmp_path):
    small, large = tmp_path / "a", tmp_path / "b"
    small.write_bytes(b"x")
    large.write_bytes(b"x" * progress.LONG_FILE_BYTES)
    found = [progress.is_long(path) for path in (small, large, tmp_path / "none")]
    assert found == [False, True, False]
