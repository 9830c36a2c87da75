"""A progress bar for long work, on a terminal only and never in the way of the output."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from yunchou.cli.telling import language
from yunchou.messages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

#: a plan file of this size takes about a second
LONG_FILE_BYTES = 300_000

READ = Text("读取", "Reading")
COMPUTE = Text("计算", "Computing")
WRITE = Text("写出", "Writing")


def is_long(path: Path) -> bool:
    """Whether a file is so large that work on it is worth a bar."""
    try:
        return path.stat().st_size >= LONG_FILE_BYTES
    except OSError:
        return False


@contextmanager
def steps(names: Sequence[Text], *, shown: bool) -> Iterator[Callable[[], None]]:
    """Show a bar over named steps; the caller calls what it gets at the end of each."""
    with counted(len(names), [name.in_(language()) for name in names], shown=shown) as advance:
        yield advance


@contextmanager
def counted(
    total: int, names: Sequence[str], *, shown: bool = True
) -> Iterator[Callable[[], None]]:
    """Show a bar over so many equal pieces; ``names`` say what each is, the last one repeats."""
    if not (shown and sys.stderr.isatty()):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(names[0], total=total)
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            name = names[min(done, len(names) - 1)]
            bar.update(task, completed=done, description=name)

        yield advance
