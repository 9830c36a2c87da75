"""签批页: positions to sign; nothing is signed here that nobody has signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import strong
from yunchou.plan.documents.options import Sign
from yunchou.plan.documents.sections.parts import note, row, table
from yunchou.plan.documents.tree import Column, Front

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context

#: roles that are asked to countersign when the plan has them and names nobody else
_COSIGNING = ("FIN", "LEGAL", "MKT", "HR")


def build(c: Context) -> Front:
    """Build the page."""
    columns = [
        Column(c("环节", "Step"), 5),
        Column(c("部门", "Department"), 8),
        Column(c("姓名", "Name"), 7),
        Column(c("意见", "Opinion"), 12),
        Column(c("签名", "Signature"), 9),
        Column(c("日期", "Date"), 7),
    ]
    rows = [
        row(strong(s.step), s.department, s.name, s.opinion, s.signed, s.date) for s in _signs(c)
    ]
    text = c(
        "签批意见与日期由签批人填写；在线审批的，显示审批时间与单号。",
        "Opinions and dates are the signers' own; an approval given online shows time and number.",
    )
    return Front(
        "approval",
        c("签批页", "Approval"),
        (table(columns, rows, roomy=True), note(text)),
    )


def _signs(c: Context) -> tuple[Sign, ...]:
    if c.options.signs:
        return c.options.signs
    project = c.plan.project
    cosign = c("会签", "Co-signed")
    names = project.cosigners or [c.role(key) for key in _COSIGNING if key in c.roles]
    middle = [Sign(cosign, department=name) for name in names] or [Sign(cosign)]
    return (
        Sign(c("拟制", "Prepared"), project.department, project.author),
        Sign(c("审核", "Reviewed"), "", project.reviewer),
        *middle,
        Sign(c("批准", "Approved"), "", project.approver),
    )
