"""Shapes of the settings form; what makes sense is decided by the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as lazy

from yunchou.web.projects import managing

if TYPE_CHECKING:
    from django.http import QueryDict

    from yunchou.web.projects.models import Project

#: field, label, control, hint
Field = tuple[str, Any, str, Any]
GENERAL: tuple[Field, ...] = (
    ("name", lazy("名称"), "text", ""),
    ("name_en", lazy("英文名称"), "text", lazy("英文界面和英文方案用")),
    ("state", lazy("状态"), "select", ""),
    ("sponsor_role", lazy("发起人角色"), "select", ""),
    ("manager_role", lazy("项目经理角色"), "select", lazy("由谁担任在“资源与预算”里定")),
)
OVERVIEW: tuple[Field, ...] = (
    (
        "background",
        lazy("项目背景"),
        "textarea",
        lazy("现状与问题、为什么现在做、做成后带来什么，不少于 80 字"),
    ),
    ("basis", lazy("编制依据"), "textarea", lazy("年度计划、客户文件、会议纪要等，写明名称和日期")),
)
COVER: tuple[Field, ...] = (
    ("number", lazy("编号"), "text", ""),
    ("plan_version", lazy("方案版本"), "text", lazy("例如 V1.0")),
    ("secrecy", lazy("密级"), "text", lazy("例如 内部、机密")),
    ("company", lazy("公司"), "text", ""),
    ("department", lazy("部门"), "text", ""),
    ("author", lazy("编制人"), "text", ""),
    ("reviewer", lazy("审核人"), "text", ""),
    ("cosigners", lazy("会签人"), "text", lazy("多人用顿号隔开")),
    ("approver", lazy("批准人"), "text", ""),
    ("effective_date", lazy("生效日期"), "date", ""),
)
BUDGET: tuple[Field, ...] = (
    ("tax_basis", lazy("含税口径"), "select", ""),
    ("warn_pct", lazy("预警线"), "number", lazy("已用占预算的百分比，到了变黄")),
    ("escalate_pct", lazy("上报线"), "number", lazy("到了变红，要上报")),
    ("freeze_pct", lazy("冻结线"), "number", lazy("到了不再支出")),
)
NAMES = tuple(name for group in (GENERAL, OVERVIEW, COVER, BUDGET) for name, *_rest in group)


def values(project: Project) -> dict[str, Any]:
    """Return what the form shows of a project."""
    shown = {name: getattr(project, name) for name in NAMES}
    shown["cosigners"] = "、".join(project.cosigners)
    shown["effective_date"] = project.effective_date.isoformat() if project.effective_date else ""
    return shown


def typed(post: QueryDict) -> dict[str, Any]:
    """Return the fields that a form sent."""
    return {name: post[name] for name in NAMES if name in post and name in managing.EDITABLE}
