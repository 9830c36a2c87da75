"""The kernels as plain Python or compiled by numba, chosen by size and by what is there.

Importing numba costs more than a second, a small network about a millisecond: a command that
schedules one plan of ordinary size never pays for the compiler. A long-running process calls
`warm.warm` once and then everything of more than a few tasks takes the compiled path.
Both give the same numbers.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from yunchou.engine import kernels

if TYPE_CHECKING:
    from collections.abc import Callable

HELPERS: Final = (
    "work_at",
    "start_at",
    "finish_at",
    "latest_start",
    "shift",
    "unshift",
    "constrained",
    "constrained_late",
    "place_special",
    "span",
)
ENTRIES: Final = (
    "rank_activities",
    "group_incoming",
    "forward",
    "backward",
    "free_floats",
    "place_late",
    "straight",
)
WORTH_IMPORTING: Final = 30_000  # activities from which a cold process gains by loading numba
WORTH_CALLING: Final = 40  # … and from which a warm one gains by converting to arrays


class Kernels(Protocol):
    """The entry points of `yunchou.engine.kernels`, plain or compiled."""

    rank_activities: Callable[..., int]
    group_incoming: Callable[..., None]
    forward: Callable[..., int]
    backward: Callable[..., None]
    free_floats: Callable[..., None]
    place_late: Callable[..., int]
    straight: Callable[..., int]


def allowed() -> bool:
    """Tell whether the compiled path may be used: no ``YUNCHOU_NO_JIT``, and numba is there."""
    return not os.environ.get("YUNCHOU_NO_JIT") and loaded() is not None


def wanted(activities: int) -> bool:
    """Tell whether the compiled path pays for a network of this size in this process."""
    enough = WORTH_CALLING if "numba" in sys.modules else WORTH_IMPORTING
    return activities >= enough and allowed()


@lru_cache(maxsize=1)
def loaded() -> Any:
    """Return the numba module, or None where it is not installed."""
    try:
        import numba
        import numba.extending
    except ImportError:
        return None
    return numba


@lru_cache(maxsize=1)
def compiled() -> Kernels:
    """Return the compiled kernels; the machine code is cached on disk beside the source."""
    numba = loaded()
    for name in HELPERS:
        numba.extending.register_jitable(getattr(kernels, name))
    entries = {name: numba.njit(cache=True, nogil=True)(getattr(kernels, name)) for name in ENTRIES}
    return cast("Kernels", SimpleNamespace(**entries))


def plain() -> Kernels:
    """Return the kernels as ordinary functions."""
    return cast("Kernels", kernels)
