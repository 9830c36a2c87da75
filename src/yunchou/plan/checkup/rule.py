"""What a check-up rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from yunchou.messages import Text

if TYPE_CHECKING:
    from yunchou.plan.checkup.context import Context

Severity = Literal["error", "warning", "hint"]

#: what only the people of the organisation can supply: names, dates, evidence with its source
Pending = Literal["", "people", "dates", "evidence"]

#: kind of entity -> what it is called in a place
KINDS: dict[str, Text] = {
    "project": Text("项目", "Project"),
    "goal": Text("目标", "Goal"),
    "scope": Text("范围", "Scope"),
    "phase": Text("阶段", "Phase"),
    "task": Text("任务", "Task"),
    "role": Text("角色", "Role"),
    "person": Text("人员", "Person"),
    "budget": Text("预算", "Budget"),
    "budget_line": Text("预算行", "Budget line"),
    "meeting": Text("会议", "Meeting"),
    "channel": Text("反馈渠道", "Channel"),
    "kpi": Text("指标", "KPI"),
    "incentive": Text("激励", "Incentive"),
    "risk": Text("风险", "Risk"),
    "change_rule": Text("变更规则", "Change rule"),
    "training": Text("培训", "Training"),
    "market": Text("市场", "Market"),
    "strategy": Text("销售策略", "Strategy"),
    "narrative": Text("正文", "Narrative"),
    "retro": Text("复盘", "Retrospective"),
    "improvement": Text("改进项", "Improvement"),
    "schedule": Text("进度", "Schedule"),
}


class Chapter(NamedTuple):
    """A chapter of the document and the step of the method in which it is written.

    `step` is 1–10; market and customers come before the first step and carry 0.
    `page` is the slug of that step's pages.
    """

    number: str
    name: Text
    step: int
    page: str


COVER = Chapter("封面", Text("封面", "Cover"), 10, "practices")
OVERVIEW = Chapter("一", Text("项目概述", "Overview"), 1, "goals")
MARKET = Chapter("二", Text("市场与客户分析", "Market and customers"), 0, "market")
GOALS = Chapter("三", Text("项目目标", "Goals"), 1, "goals")
SCOPE = Chapter("四", Text("项目范围", "Scope"), 1, "goals")
STRATEGY = Chapter("五", Text("销售策略", "Sales strategy"), 1, "goals")
SCHEDULE = Chapter("六", Text("工作分解与进度计划", "WBS and schedule"), 2, "schedule")
PEOPLE = Chapter("七", Text("组织与资源", "Organisation and resources"), 3, "resources")
BUDGET = Chapter("八", Text("预算与费用控制", "Budget"), 3, "resources")
COMMUNICATION = Chapter("九", Text("沟通与反馈机制", "Communication"), 4, "communication")
MONITORING = Chapter("十", Text("监控与评估", "Monitoring"), 5, "monitoring")
RISKS = Chapter("十一", Text("风险管理与应急预案", "Risks and contingency"), 6, "risks")
CHANGE = Chapter("十二", Text("变更管理", "Change control"), 10, "practices")
APPRAISAL = Chapter("十三", Text("绩效考核与激励", "Appraisal and incentives"), 5, "monitoring")
TRAINING = Chapter("十四", Text("培训与工具使用", "Training and tools"), 8, "learning")
RETRO = Chapter("十五", Text("总结与复盘", "Retrospective"), 7, "retros")
IMPROVEMENT = Chapter("十六", Text("持续改进与学习", "Improvement and learning"), 8, "learning")


class Place(NamedTuple):
    """Where: the kind and id of an entity, for a link, and the path in the plan file."""

    kind: str
    ref: str
    path: str

    @property
    def label(self) -> Text:
        """The place as people name it, `目标 G2`."""
        kind = KINDS[self.kind]
        if not self.ref or self.kind in {"project", "schedule", "market", "strategy", "retro"}:
            return kind
        return Text(f"{kind.zh} {self.ref}", f"{kind.en} {self.ref}")


class Hit(NamedTuple):
    """One breach of a rule: where, why, and what to write instead."""

    place: Place
    reason: Text
    remedy: Text
    pending: Pending = ""


Find = Callable[["Context"], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the check-up.

    Parameters
    ----------
    id
        Stable name, `GOAL-05`.
    chapter
        Where in the document it belongs, which gives the step too.
    severity
        `error`: the plan contradicts itself or cannot be carried out; `warning`: it would not be
        signed; `hint`: it can be better.
    title, why
        What is asked for, and what goes wrong otherwise.
    find
        Yields the breaches in a plan.
    """

    id: str
    chapter: Chapter
    severity: Severity
    title: Text
    why: Text
    find: Find


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach of a rule in one plan.

    `pending` is not empty when nothing but people, dates or market evidence is missing.
    """

    rule: Rule
    place: Place
    reason: Text
    remedy: Text
    pending: Pending = ""

    @property
    def severity(self) -> Severity:
        """The severity of its rule."""
        return self.rule.severity

    def to_dict(self, lang: str = "zh") -> dict[str, Any]:
        """Return the finding as plain data in one language."""
        rule, chapter = self.rule, self.rule.chapter
        return {
            "rule": rule.id,
            "severity": rule.severity,
            "title": rule.title.in_(lang),
            "why": rule.why.in_(lang),
            "chapter": f"{chapter.number} {chapter.name.zh}" if lang == "zh" else chapter.name.en,
            "step": chapter.step,
            "page": chapter.page,
            "path": self.place.path,
            "place": self.place.label.in_(lang),
            "anchor": {"kind": self.place.kind, "id": self.place.ref},
            "reason": self.reason.in_(lang),
            "remedy": self.remedy.in_(lang),
            "pending": self.pending or None,
        }
