"""The set-up script is plain sh, so that an old Python is told so and does not fail on syntax."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    """A path with the few programs sh needs and a Python of the test's making."""
    for name in ["dirname", "sh"]:
        (tmp_path / name).symlink_to(str(shutil.which(name)))
    return tmp_path


def set_up(path, *args, **environment):
    command = [str(path / "sh"), str(ROOT / "tools/setup.sh"), *args]
    return subprocess.run(
        command, env={"PATH": str(path), **environment}, capture_output=True, text=True, check=False
    )


def old_python(path):
    script = path / "python3"
    script.write_text('#!/bin/sh\ncase "$2" in *print*) echo 3.8;; *) exit 1;; esac\n')
    script.chmod(0o755)


def test_an_old_python_gets_one_line_in_both_languages(path):
    old_python(path)
    done = set_up(path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "需要 Python 3.11" in done.stderr
    assert "found: 3.8" in done.stderr


def test_no_python_at_all_gets_the_same_line(path):
    done = set_up(path)
    assert done.returncode == 1
    assert "Python 3.11 or newer is required" in done.stderr


def test_a_python_named_by_hand_wins(path):
    old_python(path)
    done = set_up(path, "unknown-extra", PYTHON=sys.executable)
    assert done.returncode == 2
    assert "unknown-extra" in done.stdout
