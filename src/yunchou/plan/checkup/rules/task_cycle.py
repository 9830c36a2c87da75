"""Dependencies do not run in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import SCHEDULE, Hit, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


def find(context: Context) -> Iterator[Hit]:
    """Report one circle, named by its tasks; the others show when it is broken."""
    cycle = _cycle(context.before)
    if cycle:
        chain = " → ".join([*cycle, cycle[0]])
        at = context.by_id[cycle[0]]
        yield Hit(
            Place("task", cycle[0], f"{at.path}.depends_on"),
            Text(f"前置关系成环：{chain}。", f"Dependencies run in a circle: {chain}."),
            Text("去掉其中一条不真实的前置关系。", "Remove the dependency that is not real."),
        )


def _cycle(before: dict[str, list[str]]) -> list[str]:
    state: dict[str, int] = {}
    for start in before:
        if start in state:
            continue
        path, stack = [start], [iter(before[start])]
        state[start] = 1
        while stack:
            step = next(stack[-1], None)
            if step is None:
                state[path.pop()] = 2
                stack.pop()
            elif state.get(step) == 1:
                return path[path.index(step) :][::-1]
            elif step not in state:
                state[step] = 1
                path.append(step)
                stack.append(iter(before[step]))
    return []


RULE = Rule(
    "TASK-02",
    SCHEDULE,
    "error",
    Text("前置关系不成环", "Dependencies are acyclic"),
    Text(
        "成环的任务谁也不能先开始，进度无法计算。",
        "In a circle nobody can begin, and no schedule can be computed.",
    ),
    find,
)
