"""What a plan lacks for earned value, and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from yunchou.messages import Text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

_NAMED = 5


def _names(names: Sequence[str], zh: bool) -> str:  # noqa: FBT001 (which of the two languages)
    shown = ("、" if zh else ", ").join(names[:_NAMED])
    rest = len(names) - _NAMED
    if rest <= 0:
        return shown
    return f"{shown}等 {len(names)} 项" if zh else f"{shown} and {rest} more"


class Remark(NamedTuple):
    """A gap in the data: its stable code, and what it means in words."""

    code: str
    text: Text

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"code": self.code, "zh": self.text.zh, "en": self.text.en}

    @classmethod
    def no_baseline(cls) -> Remark:
        """No task carries a baseline."""
        zh = "还没有基线：以方案现在的日期作为计划。保存基线后，计划才不会随改期而变。"
        en = (
            "There is no baseline: the present dates stand in for it. Save one, or the plan moves "
            "with every change."
        )
        return cls("baseline", Text(zh, en))

    @classmethod
    def part_baseline(cls, names: Sequence[str]) -> Remark:
        """Some tasks carry no baseline."""
        return cls(
            "baseline_part",
            Text(
                f"这些任务没有基线，按方案现在的日期计：{_names(names, zh=True)}。",
                f"Without baseline, taken at their present dates: {_names(names, zh=False)}.",
            ),
        )

    @classmethod
    def undated(cls, names: Sequence[str]) -> Remark:
        """Some tasks have no dates at all."""
        return cls(
            "undated",
            Text(
                f"这些任务没有日期，未计入：{_names(names, zh=True)}。",
                f"Without dates, left out: {_names(names, zh=False)}.",
            ),
        )

    @classmethod
    def by_workdays(cls, costed: int, tasks: int) -> Remark:
        """Too few tasks carry a cost."""
        return cls(
            "costs",
            Text(
                f"{tasks} 个任务中只有 {costed} 个有成本，不足 70%：按计划工作日加权。",
                f"Only {costed} of {tasks} tasks carry a cost, under 70 %: weighed by planned "
                "working days.",
            ),
        )

    @classmethod
    def no_budget(cls) -> Remark:
        """No amount stands anywhere."""
        return cls(
            "budget",
            Text(
                "没有预算金额：只能按工作日衡量进度，无法衡量成本。",
                "There is no budget: progress is told in working days, cost cannot be.",
            ),
        )

    @classmethod
    def no_cost(cls) -> Remark:
        """Nobody recorded what was spent."""
        return cls(
            "actual_cost",
            Text(
                "没有实际成本：请填写预算明细或任务的已支出与已占用，否则没有 CV、CPI 和成本预测。",
                "There is no actual cost: enter what budget lines or tasks have spent and "
                "committed, or there is no CV, CPI or cost forecast.",
            ),
        )

    @classmethod
    def cost_of_today(cls) -> Remark:
        """What was spent is not known as of an earlier day."""
        return cls(
            "actual_cost_today",
            Text(
                "实际成本是方案里现在的数，不是状态日期那天的；当天的数请记在 status_history。",
                "The actual cost is that of the plan now, not of the status date; note that of the "
                "day in status_history.",
            ),
        )

    @classmethod
    def no_progress(cls) -> Remark:
        """Nobody recorded progress."""
        return cls(
            "progress",
            Text(
                "没有任何任务进度：挣值按 0 计。请填写实际日期、完成百分比或勾选步骤。",
                "No task has progress: the earned value is 0. Enter actual dates, percent, or "
                "tick steps.",
            ),
        )

    @classmethod
    def no_history(cls, count: int) -> Remark:
        """Too few past statuses for an interval."""
        return cls(
            "history",
            Text(
                f"进展记录只有 {count} 期（连同本期），至少 3 期才给得出预测区间。"
                "请每期在 status_history 记下日期、完成与支出。",
                f"Status is known for {count} of the 3 periods that an interval needs, this one "
                "included. Note date, progress and cost of each in status_history.",
            ),
        )

    @classmethod
    def totals_differ(cls, tasks: str, lines: str) -> Remark:
        """Tasks and budget lines do not add up to the same."""
        return cls(
            "totals",
            Text(
                f"任务成本合计 {tasks} 元，预算费用合计 {lines} 元，两者不一致；挣值按任务成本计。",
                f"Tasks cost {tasks} in all, the expense lines {lines}; the value is that of the "
                "tasks.",
            ),
        )

    @classmethod
    def estimated(cls, years: Sequence[int]) -> Remark:
        """The calendar's make-up days are not published."""
        told = [str(year) for year in years]
        return cls(
            "calendar_estimated",
            Text(
                f"预估：{_names(told, zh=True)} 年的调休安排尚未公布，只扣除法定节假日。",
                f"Estimated: the make-up days of {_names(told, zh=False)} are not published; only "
                "statutory holidays are taken off.",
            ),
        )

    @classmethod
    def early_history(cls, days: Sequence[dt.date]) -> Remark:
        """Past statuses lie before the baseline."""
        told = [day.isoformat() for day in days]
        return cls(
            "history_early",
            Text(
                f"早于基线开始的进展记录未采用：{_names(told, zh=True)}。",
                f"Status before the baseline's start is not used: {_names(told, zh=False)}.",
            ),
        )
