"""十一 风险管理与应急预案: the matrix, the five that matter most, and the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.figures import level, risk_matrix
from yunchou.plan.documents.sections.parts import LIGHTS, head, note, para, row, run, table
from yunchou.plan.documents.tree import Column, Figure, Items, Span

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block, Inline, Row
    from yunchou.plan.model import Risk


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    risks = c.plan.risks
    if not risks:
        return (para(c.blank),)
    top = sorted(risks, key=lambda risk: (-risk.points, risk.id))[:5]
    matrix = Figure(risk_matrix(c, risks), c("风险矩阵", "Risk matrix"))
    return (
        para(_lead(c)),
        head(c("风险矩阵", "Risk matrix")),
        matrix,
        note(
            c(
                "得分＝概率×影响；15分及以上为红色，8至14分为黄色，7分及以下为绿色。",
                "Score = probability × impact: red from 15, yellow from 8, green below.",
            )
        ),
        head(c("前五项风险与应急预案", "The five foremost risks")),
        _top(c, top),
        head(c("风险管理规则", "Rules")),
        _rules(c),
    )


def _lead(c: Context) -> str:
    counts = dict.fromkeys(LIGHTS, 0)
    for risk in c.plan.risks:
        counts[level(risk.points)] += 1
    return c(
        f"已识别风险{len(c.plan.risks)}项，其中红色{counts['red']}项、黄色{counts['yellow']}项、"
        f"绿色{counts['green']}项。每项风险均写明触发条件、应对措施、应急预案与责任人，"
        "全部内容见《风险登记册》。",
        f"{len(c.plan.risks)} risks are identified: {counts['red']} red, "
        f"{counts['yellow']} yellow, {counts['green']} green. Each has a trigger, a response, a "
        "contingency plan and an owner; all are in the annex “Risk register”.",
    )


def _top(c: Context, risks: list[Risk]) -> Block:
    columns = [
        Column(c("编号", "No."), 4),
        Column(c("风险", "Risk"), 9),
        Column(c("得分", "Score"), 5, "center"),
        Column(c("触发条件", "Trigger"), 10),
        Column(c("应急预案", "Contingency"), 11),
        Column(c("责任人", "Owner"), 6),
    ]
    return table(columns, [_risk(c, risk) for risk in risks])


def _risk(c: Context, risk: Risk) -> Row:
    return row(
        risk.id,
        risk.description,
        score(c, risk),
        c.or_blank(risk.trigger),
        c.or_blank(risk.contingency),
        c.or_blank(c.answerable(risk.owner, risk.owner_role)),
    )


def score(c: Context, risk: Risk) -> Inline:
    """Return the score with its light in words and colour."""
    colour = level(risk.points)
    zh, en = LIGHTS[colour]
    return (Span(f"{risk.points} {c(zh, en)}", colour),)  # type: ignore[arg-type]  # lights are tones


def _rules(c: Context) -> Block:
    rules = (
        c(
            "责任人按监控频率核对触发条件，一经触发立即启动应急预案，并在当日报项目经理。",
            "Owners check the triggers; once one strikes, the contingency plan starts and the "
            "manager is told the same day.",
        ),
        c(
            "项目例会逐项检查红色与黄色风险，更新概率、影响与状态；新风险随时登记。",
            "Meetings go through red and yellow risks and update them; new risks are entered at "
            "any time.",
        ),
        c(
            "红色风险由项目发起人签字确认；已发生的风险转为问题，纳入问题日志跟踪至关闭。",
            "Red risks are signed by the sponsor; a risk that has struck becomes an issue and is "
            "followed until closed.",
        ),
    )
    return Items(tuple(run(rule) for rule in rules), numbered=True)
