"""Run `yunchou …` inside the test and see what a shell would."""

from __future__ import annotations

import contextlib
import io
from typing import NamedTuple

import pytest

from yunchou.cli import main


class Outcome(NamedTuple):
    """What a command left: exit code, standard output and standard error."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """Both streams."""
        return self.stdout + self.stderr


def yunchou(*arguments: object) -> Outcome:
    """Run a command line."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main([str(argument) for argument in arguments])
    return Outcome(int(ended.value.code or 0), out.getvalue(), err.getvalue())
