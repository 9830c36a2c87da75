"""十二 变更管理: what may be changed by whom, and what it makes of the version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.sections.parts import head, para, row, run, table
from yunchou.plan.documents.tree import Column, Items

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context
    from yunchou.plan.documents.tree import Block


def build(c: Context) -> tuple[Block, ...]:
    """Build the chapter."""
    control = c.plan.change_control
    blocks: list[Block] = [
        para(
            c(
                "本方案批准后即成为基线。目标、范围、里程碑、预算及关键人员的调整，"
                "均须通过变更申请单批准后生效，原基线予以保留。",
                "Once approved, this plan is the baseline. Goals, scope, milestones, budget and "
                "key people change only by an approved change request; the old baseline is kept.",
            )
        ),
        head(c("变更审批权限", "Who may approve what")),
    ]
    if control and control.rules:
        columns = [
            Column(c("变更内容", "Change"), 24),
            Column(c("审批人", "Approver"), 10),
            Column(c("版本处理", "New version"), 9),
        ]
        rows = [row(r.change, c.or_blank(r.approver), r.new_version or "—") for r in control.rules]
        blocks.append(table(columns, rows))
    else:
        blocks.append(para(c("变更阈值与审批人：", "Thresholds and approvers: "), c.blank))
    blocks += [head(c("变更流程", "Procedure")), _steps(c)]
    return tuple(blocks)


def _steps(c: Context) -> Block:
    steps = (
        c(
            "提出：申请人填写变更申请单，写明变更前后内容、原因与不变更的后果。",
            "Request: what changes, why, and what follows if it does not.",
        ),
        c(
            "评估：项目经理组织评估对进度、费用、目标、风险与合同的影响。",
            "Impact: the effect on dates, cost, goals, risks and contracts is assessed.",
        ),
        c(
            "决定：按权限批准、否决，或暂缓并补充材料。",
            "Decision: approve, reject, or hold for more material, by authority.",
        ),
        c(
            "实施：批准后更新基线与修订记录，通知相关人员，落实任务。",
            "Execution: baseline and revision table are updated, people told, tasks set.",
        ),
        c(
            "验证：责任人核对变更效果后关闭；紧急变更可先执行，并在24小时内补办申请。",
            "Check: the effect is verified and the request closed; an emergency is executed first "
            "and filed within 24 hours.",
        ),
    )
    return Items(tuple(run(step) for step in steps), numbered=True)
