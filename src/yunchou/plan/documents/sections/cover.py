"""封面: what the document is, its number and version, and who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.plan.documents.context import say
from yunchou.plan.documents.options import major
from yunchou.plan.documents.tree import Cover

if TYPE_CHECKING:
    from yunchou.plan.documents.context import Context


def build(c: Context) -> Cover:
    """Build the cover."""
    project = c.plan.project
    prepared = c.options.prepared_on
    version = project.version or c("版本待补充", "version to be filled in")
    return Cover(
        number=(c("文件编号", "No."), c.or_blank(project.number)),
        secrecy=(c("密级", "Secrecy"), c.or_blank(secrecy(c))),
        title=c.name(project.name, project.name_en),
        subtitle=c("销售项目管理方案", "Sales Project Management Plan"),
        status=f"{version} · {state(c)}",
        facts=(
            (c("编制部门", "Department"), c.or_blank(project.department)),
            (c("编制人", "Prepared by"), c.titled(project.author)),
            (c("审核人", "Reviewed by"), c.titled(project.reviewer)),
            (c("批准人", "Approved by"), c.titled(project.approver)),
            (c("编制日期", "Prepared on"), c.long(prepared)),
            (c("生效日期", "Effective from"), c.long(project.effective_date)),
        ),
        company=c.or_blank(project.company)
        if project.company
        else (*say(c("公司全称：", "Company: ")), *c.blank),
        logo=c.options.logo,
    )


_SECRECY = {"公开": "public", "内部": "internal", "秘密": "confidential", "机密": "secret"}


def secrecy(c: Context) -> str:
    """Return the level of secrecy; the usual four are known in English."""
    stated = c.plan.project.secrecy
    return _SECRECY.get(stated, stated) if c.english else stated


def is_approved(c: Context) -> bool:
    """Whether the draft mark goes: said to be approved, and a version from V1.0 on."""
    return c.options.approved and major(c.plan.project.version) >= 1


def state(c: Context) -> str:
    """Return the state of the version in words."""
    return c("已批准", "approved") if is_approved(c) else c("草稿", "draft")
