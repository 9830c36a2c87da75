"""One file per chapter; the order here is the order of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yunchou.messages import Text
from yunchou.plan.documents.sections import (
    annex_budget,
    annex_goals,
    annex_kpis,
    annex_meetings,
    annex_raci,
    annex_risks,
    annex_wbs,
    appraisal,
    budget,
    change,
    communication,
    goals,
    improvement,
    market,
    monitoring,
    overview,
    resources,
    retrospective,
    risks,
    schedule,
    scope,
    strategy,
    training,
)

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Section


class ChapterSpec(NamedTuple):
    """A chapter's key (also its key in `narrative`), its title, and what builds it."""

    id: str
    title: Text
    build: Section


CHAPTERS = (
    ChapterSpec("overview", Text("项目概述", "Overview"), overview.build),
    ChapterSpec("market", Text("市场与客户分析", "Market and customers"), market.build),
    ChapterSpec("goals", Text("项目目标", "Goals"), goals.build),
    ChapterSpec("scope", Text("项目范围", "Scope"), scope.build),
    ChapterSpec("strategy", Text("销售策略", "Sales strategy"), strategy.build),
    ChapterSpec("schedule", Text("工作分解与进度计划", "Work and schedule"), schedule.build),
    ChapterSpec("resources", Text("组织与资源", "Organisation and resources"), resources.build),
    ChapterSpec("budget", Text("预算与费用控制", "Budget and cost control"), budget.build),
    ChapterSpec(
        "communication",
        Text("沟通与反馈机制", "Communication and feedback"),
        communication.build,
    ),
    ChapterSpec("monitoring", Text("监控与评估", "Monitoring and evaluation"), monitoring.build),
    ChapterSpec("risks", Text("风险管理与应急预案", "Risks and contingency plans"), risks.build),
    ChapterSpec("change", Text("变更管理", "Change control"), change.build),
    ChapterSpec("appraisal", Text("绩效考核与激励", "Appraisal and incentives"), appraisal.build),
    ChapterSpec("training", Text("培训与工具使用", "Training and tools"), training.build),
    ChapterSpec("retrospective", Text("总结与复盘", "Retrospective"), retrospective.build),
    ChapterSpec(
        "improvement", Text("持续改进与学习", "Improvement and learning"), improvement.build
    ),
)

ANNEXES = (
    ChapterSpec("annex-goals", Text("目标分解表", "Goal breakdown"), annex_goals.build),
    ChapterSpec("annex-wbs", Text("工作分解结构（WBS）任务表", "WBS task table"), annex_wbs.build),
    ChapterSpec("annex-budget", Text("预算明细表", "Budget detail"), annex_budget.build),
    ChapterSpec("annex-risks", Text("风险登记册", "Risk register"), annex_risks.build),
    ChapterSpec("annex-raci", Text("责任分配矩阵（RACI）", "RACI matrix"), annex_raci.build),
    ChapterSpec("annex-kpis", Text("KPI考核表", "KPI appraisal sheet"), annex_kpis.build),
    ChapterSpec("annex-meetings", Text("会议日历", "Meeting calendar"), annex_meetings.build),
)
