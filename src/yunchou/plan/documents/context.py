"""What every section needs at hand: the plan, its dates, the language, and names for roles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from yunchou.plan.documents import wording
from yunchou.plan.documents.tree import Inline, Paragraph, Span

if TYPE_CHECKING:
    from yunchou.plan.documents.options import Options
    from yunchou.plan.documents.timeline import NodeDates, Timeline
    from yunchou.plan.documents.tree import Block
    from yunchou.plan.model import Person, Phase, Plan, Task, Walk

_STRAIGHT = str.maketrans("“”", '""')
_TOKEN = re.compile(r"\{\{\s*([^{}]{1,80}?)\s*\}\}")


def say(text: object) -> Inline:
    """Return plain text as a run."""
    return (Span(str(text)),)


def strong(text: object) -> Inline:
    """Return bold text as a run."""
    return (Span(str(text), "strong"),)


@dataclass(frozen=True)
class Context:
    """The plan with everything the sections ask of it."""

    plan: Plan
    timeline: Timeline
    options: Options
    _names: dict[str, str] = field(default_factory=dict)

    # -- language ------------------------------------------------------------------

    @property
    def english(self) -> bool:
        """Whether the document is in English."""
        return self.options.lang == "en"

    def __call__(self, zh: str, en: str) -> str:
        """Pick a wording; curly quotes are full-width in Chinese fonts, so English has straight."""
        return en.translate(_STRAIGHT) if self.english else zh

    def width(self, zh: float, en: float) -> float:
        """Pick a column width."""
        return en if self.english else zh

    def name(self, zh: str, en: str) -> str:
        """Pick a name that may be missing in English."""
        return en if self.english and en else zh

    @property
    def stop(self) -> str:
        """What ends a sentence."""
        return ". " if self.english else "。"

    def join(self, parts: Iterable[str]) -> str:
        """Join names in a row."""
        return (", " if self.english else "、").join(parts)

    # -- blanks --------------------------------------------------------------------

    @property
    def blank(self) -> Inline:
        """What stands where a value is missing: never an invented one."""
        return (Span(self("待补充", "to be filled in"), "blank"),)

    def or_blank(self, text: object) -> Inline:
        """Return the text, or a highlighted blank."""
        return say(text) if text not in (None, "") else self.blank

    # -- people --------------------------------------------------------------------

    @cached_property
    def roles(self) -> dict[str, str]:
        """Names of roles by id."""
        return {role.id: self.name(role.name_zh, role.name_en) for role in self.plan.roles}

    def role(self, key: str | None) -> str:
        """Return the name of a role; an unknown id is shown as it is."""
        return self.roles.get(key or "", key or "")

    def short(self, name: str) -> str:
        """Cut what stands behind a stroke: 项目经理/PMO needs no more room than 项目经理."""
        return name.split("/")[0] if name.count("/") == 1 and "、" not in name else name

    def short_role(self, key: str | None) -> str:
        """Return the short name of a role, for narrow columns."""
        return self.short(self.role(key))

    def owner(self, key: str | None) -> str:
        """Return who holds a role: up to two people by name, else the role."""
        names = [person.name for person in self.plan.people if key in person.roles]
        return self.join(names) if 0 < len(names) <= 2 else self.short_role(key)

    @cached_property
    def people(self) -> dict[str, str]:
        """Names of people by id."""
        return {person.id: person.name for person in self.plan.people}

    def person(self, name: str) -> Person | None:
        """Return somebody who is called so; None when the plan knows nobody of that name."""
        return next((person for person in self.plan.people if name and person.name == name), None)

    def titled(self, name: str) -> Inline:
        """Write a name with the position, as covers do."""
        person = self.person(name)
        return self.or_blank(f"{name} · {person.position}" if person and person.position else name)

    def answerable(self, owner: str | None, role: str | None) -> str:
        """Return who answers for something: the person named, by id or by name, else the role."""
        return self.people.get(owner or "", owner or "") or self.owner(role)

    def worker(self, task: Task) -> str:
        """Return who does a task: the people assigned, else who holds its role."""
        assigned = [self.people.get(item.person, item.person) for item in task.assignees]
        return self.join(assigned[:3]) if assigned else self.owner(task.role)

    # -- work ----------------------------------------------------------------------

    @cached_property
    def nodes(self) -> tuple[Walk, ...]:
        """Phases and tasks in WBS order."""
        return tuple(self.plan.walk())

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """Phases that are a level of the WBS, not only a holder of first-level tasks."""
        return tuple(phase for phase in self.plan.phases if not phase.implicit)

    @cached_property
    def wbs(self) -> dict[str, str]:
        """WBS numbers by id."""
        return {node.id: node.wbs for node in self.nodes}

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Tasks by id."""
        return {task.id: task for task in self.plan.tasks()}

    def task_name(self, key: str) -> str:
        """Return the name of a task by id."""
        task = self.tasks.get(key)
        return self.name(task.name, task.name_en) if task else key

    def node_name(self, node: Walk) -> str:
        """Return the name of a WBS node."""
        part = node.task or node.phase
        return self.name(part.name, part.name_en)

    @cached_property
    def milestones(self) -> tuple[Task, ...]:
        """Milestones in WBS order."""
        return tuple(task for task in self.plan.tasks() if task.milestone)

    # -- dates ---------------------------------------------------------------------

    def dates(self, key: str | None) -> NodeDates | None:
        """Return the dates of a node."""
        return self.timeline.nodes.get(key or "")

    def day(self, day: dt.date | None) -> Inline:
        """Write a day in a table."""
        return say(day.isoformat()) if day else self.blank

    def long(self, day: dt.date | None) -> Inline:
        """Write a day in running text."""
        return say(wording.long_date(day, self.options.lang)) if day else self.blank

    @property
    def start(self) -> dt.date | None:
        """First day of the project."""
        return self.timeline.start or _date(self.plan.project.start)

    @property
    def finish(self) -> dt.date | None:
        """Last day of the project."""
        return self.timeline.finish or _date(self.plan.project.finish)

    # -- money ---------------------------------------------------------------------

    @property
    def basis(self) -> str:
        """Whether amounts include tax, in words."""
        inclusive = self.plan.project.tax_basis == "tax_inclusive"
        return self("含税", "tax included") if inclusive else self("不含税", "before tax")

    @property
    def unit(self) -> str:
        """Unit of summary amounts."""
        code = self.plan.project.currency
        if self.english:
            return f"{code} 10k"
        return "万元" if code == "CNY" else f"万{code}"

    @property
    def yuan_unit(self) -> str:
        """Unit of amounts in detail."""
        code = self.plan.project.currency
        return "元" if code == "CNY" and not self.english else code

    def money(self, fen: int) -> str:
        """Write a summary amount with its unit."""
        if self.english:
            return f"{self.plan.project.currency} {wording.yuan(fen)}"
        return f"{wording.wan(fen / 100 if fen % 100 else fen // 100)}{self.unit}"

    @property
    def budget(self) -> Inline:
        """The planned total with its tax basis, blank while nothing is planned."""
        budget = self.plan.budget
        planned = bool(budget.lines or budget.total_planned)
        return say(self.taxed(budget.total_planned)) if planned else self.blank

    def taxed(self, fen: int) -> str:
        """Write a summary amount with unit and tax basis."""
        return (
            f"{self.money(fen)} ({self.basis})"
            if self.english
            else (f"{self.money(fen)}（{self.basis}）")
        )

    # -- quantities ----------------------------------------------------------------

    def quantity(self, value: float | None, unit: str) -> Inline:
        """Write a goal or KPI value with its unit; large yuan in 万元."""
        if value is None:
            return self.blank
        if unit == "元" and abs(value) >= 10000 and not self.english:
            return say(f"{wording.wan(value)}万元")
        text = wording.number(value)
        if self.english:
            name = UNITS_EN.get(unit, unit)
            return say(f"{text}{name}" if name == "%" else f"{text} {name}".rstrip())
        return say(f"{text}{unit}")

    # -- narrative -----------------------------------------------------------------

    def narrative(self, *names: str) -> tuple[Block, ...]:
        """Return the paragraphs somebody wrote for a chapter, tokens resolved from data."""
        told = self.plan.narrative
        text = "\n".join(told[name] for name in dict.fromkeys(names) if name in told)
        lines = [line.strip() for line in text.split("\n")]
        return tuple(Paragraph(self.resolve(line)) for line in lines if line)

    def resolve(self, text: str) -> Inline:
        """Replace `{{token}}` by data; one that is not known shows as an error."""
        spans: list[Span] = []
        end = 0
        for match in _TOKEN.finditer(text):
            spans += [Span(text[end : match.start()])] if match.start() > end else []
            spans += self.token(match[1])
            end = match.end()
        spans += [Span(text[end:])] if end < len(text) else []
        return tuple(spans)

    def token(self, name: str) -> Inline:
        """Return the value of one token."""
        from yunchou.plan.documents.tokens import value

        found = value(self, name)
        if found is not None:
            return found
        return (Span(self(f"〔未知变量：{name}〕", f"[unknown token: {name}]"), "error"),)


#: units that templates use, in English
UNITS_EN = {
    "元": "CNY",
    "人": "people",
    "倍": "×",
    "元/人": "CNY per person",
    "元/户": "CNY per customer",
    "元/条": "CNY per lead",
    "分": "points",
    "天": "days",
    "家": "",
    "小时": "hours",
    "小时/周": "hours per week",
    "月": "months",
    "条": "",
}


def _date(value: dt.date | dt.datetime | None) -> dt.date | None:
    return value.date() if isinstance(value, dt.datetime) else value


Section = Callable[[Context], tuple["Block", ...]]
