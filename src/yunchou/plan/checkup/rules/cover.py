"""The cover: number, version, secrecy, who wrote, reviewed and approves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from yunchou.messages import Text
from yunchou.plan.checkup.rule import COVER, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context
    from yunchou.plan.checkup.rule import Pending


_FIELDS = {
    "number": (Text("文件编号", "document number"), "people"),
    "version": (Text("版本号", "version"), ""),
    "secrecy": (Text("密级", "secrecy"), ""),
    "company": (Text("公司全称", "company"), "people"),
    "department": (Text("编制部门", "department"), "people"),
    "author": (Text("编制人", "author"), "people"),
    "reviewer": (Text("审核人", "reviewer"), "people"),
    "approver": (Text("批准人", "approver"), "people"),
}


def find(context: Context) -> Iterator[Hit]:
    """Name each empty field of the cover."""
    for field, (name, pending) in _FIELDS.items():
        if blank(getattr(context.plan.project, field)):
            yield Hit(
                Place("project", "", f"project.{field}"),
                Text(f"封面缺少{name.zh}。", f"The cover lacks the {name.en}."),
                Text(f"填写{name.zh}。", f"Fill in the {name.en}."),
                cast("Pending", pending),
            )


RULE = Rule(
    "COVER-01",
    COVER,
    "warning",
    Text("封面字段齐全", "The cover is complete"),
    Text(
        "编号、版本或责任人不清的文件无法归档，也无法追溯。",
        "A document without number, version or names can be neither filed nor traced.",
    ),
    find,
)
