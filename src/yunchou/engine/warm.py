"""Compile the kernels ahead of use: ``python -m yunchou.engine.warm`` at install, `warm` at start.

The machine code is cached on disk: some ten seconds once per installation, then about two seconds
per process, most of it the import of numba.
"""

from __future__ import annotations

import sys
from datetime import date

from yunchou.engine import compiled, cpm, jit
from yunchou.engine.calendars import natural_days
from yunchou.engine.network import Activity, Anchor, Link, Network, minute


def warm() -> bool:
    """Compile, or load from the cache, every kernel; False when there is no compiler to use."""
    if not jit.allowed():
        return False
    jit.compiled()
    compiled.compute_arrays([1] * jit.WORTH_CALLING, [0], [1])
    compiled.compile_arrays(
        [1] * jit.WORTH_CALLING,
        ([0], [1]),
        [natural_days()],
        [0] * jit.WORTH_CALLING,
        start=minute(date(2026, 1, 5)),
    ).compute(minute(date(2026, 1, 5)))
    network = Network(
        activities=(Activity("a", 480), Activity("b", 480)),
        links=(Link("a", "b"),),
        calendars=(natural_days(),),
        anchor=Anchor("b", minute(date(2026, 1, 5))),
    )
    cpm.compute(network, compiled=True)
    return True


if __name__ == "__main__":
    sys.exit(0 if warm() else 1)
