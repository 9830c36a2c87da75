"""Plan → earned value: where the work stands against the baseline, and how it will end."""

from __future__ import annotations

from yunchou.plan.earned_value.assess import earned_value
from yunchou.plan.earned_value.finished import finished
from yunchou.plan.earned_value.remarks import Remark
from yunchou.plan.earned_value.result import EarnedValue

__all__ = ["EarnedValue", "Remark", "earned_value", "finished"]
