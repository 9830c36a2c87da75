"""签批页: positions to sign; nothing is signed here that nobody has signed."""

from __future__ import annotations

from dataclasses import replace
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
        Column(c("环节", "Step"), c.width(5, 7)),
        Column(c("部门", "Department"), 8),
        Column(c("姓名", "Name"), 7),
        Column(c("意见", "Opinion"), c.width(12, 11)),
        Column(c("签名", "Signature"), 9),
        Column(c("日期", "Date"), c.width(7, 6)),
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
    asked = [_sign(c, cosign, name) for name in project.cosigners]
    asked = asked or [Sign(cosign, c.role(key)) for key in _COSIGNING if key in c.roles]
    prepared = _sign(c, c("拟制", "Prepared"), project.author)
    return (
        replace(prepared, department=project.department or prepared.department),
        _sign(c, c("审核", "Reviewed"), project.reviewer),
        *(asked or [Sign(cosign)]),
        _sign(c, c("批准", "Approved"), project.approver),
    )


def _sign(c: Context, step: str, name: str) -> Sign:
    """Return the position of somebody named; a countersigner may also be a department."""
    person = c.person(name)
    if person is None and step == c("会签", "Co-signed"):
        return Sign(step, department=name)
    return Sign(step, department=person.department if person else "", name=name)
