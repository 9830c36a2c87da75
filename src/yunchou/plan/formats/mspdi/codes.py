"""The code lists of MSPDI and the fate of each of its fields.

Source: the MSPDI schema that Microsoft publishes with Project (mspdi_pj12.xsd).
"""

from __future__ import annotations

from typing import Final, Literal

from yunchou.messages import Text


def words(text: str) -> list[str]:
    """Return the words of a text: long lists of names stay readable that way."""
    return text.split()


CONSTRAINTS: Final = ("ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT")
LINKS: Final = ("FF", "FS", "SF", "SS")
WEEKDAYS: Final = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
TASK_KINDS: Final = ("fixed_units", "fixed_duration", "fixed_work")
RESOURCE_KINDS: Final = ("material", "work", "cost")
CONTOURS: Final = (
    "flat", "back_loaded", "front_loaded", "double_peak", "early_peak", "late_peak", "bell",
    "turtle", "contoured",
)  # fmt: skip

#: durations and lags in elapsed time (24 hours a day, 7 days a week)
ELAPSED_FORMATS: Final = frozenset({4, 6, 8, 10, 12, 36, 38, 40, 42, 44})
ESTIMATED_FORMATS: Final = frozenset({35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 53, 54})
PERCENT_FORMATS: Final = frozenset({19, 51})
ELAPSED_PERCENT_FORMATS: Final = frozenset({20, 52})

UNASSIGNED: Final = "-65535"
#: FieldID of the task's Text30: carries our own task id in files that we write
OWN_ID_FIELD: Final = "188744016"
OWN_ID_ALIAS: Final = "Yunchou ID"
#: further custom text fields that we write: our key → (FieldID, FieldName, alias)
OWN_TEXTS: Final = {
    "role": ("188744015", "Text29", "角色 Role"),
    "deliverable": ("188744014", "Text28", "交付物 Deliverable"),
    "acceptance": ("188744013", "Text27", "验收标准 Acceptance"),
    "name_en": ("188744012", "Text26", "英文名 Name"),
    "status": ("188744011", "Text25", "状态 Status"),
    "scope": ("188744010", "Text24", "范围 Scope"),
    "labels": ("188744009", "Text23", "标签 Labels"),
    "length": ("188744008", "Text22", "工期原文 Duration"),
}
OWN_TEXT_KEYS: Final = {field: key for key, (field, _, _) in OWN_TEXTS.items()}

Handling = Literal["mapped", "derived", "raw"]

DERIVED: Final = Text("由排程重新计算", "Computed again by scheduling")
TIMEPHASED: Final = Text("不建模按日分布的工时与成本", "Time-phased work and cost are not modelled")
RAW: Final = Text("原样保存，写回时带上", "Kept as it is and written back")

HOW: Final[dict[tuple[str, str], Text]] = {
    ("task", "Duration"): Text("换算为工时（h）", "As working hours (h)"),
    ("task", "RemainingDuration"): Text("换算为工时（h）", "As working hours (h)"),
    ("task", "OutlineLevel"): Text("变为层级嵌套", "Became nesting"),
    ("task", "Summary"): Text("由子任务决定", "Follows from the children"),
    ("task", "ConstraintType"): Text("改用约束代号", "As the constraint's short name"),
    ("task", "Priority"): Text("数值换为四级", "Number became one of four levels"),
    ("task", "CalendarUID"): Text("改为日历标识", "As calendar id"),
    ("task", "Type"): Text("改用名称", "As a name"),
    ("task", "Cost"): Text("百分之一货币单位换算为金额", "Hundredths became an amount"),
    ("link", "Type"): Text("改用 FS/SS/FF/SF", "As FS/SS/FF/SF"),
    ("link", "LinkLag"): Text("十分之一分钟换算为小时", "Tenths of a minute became hours"),
    ("link", "LagFormat"): Text("并入时距单位", "Part of the lag's unit"),
    ("resource", "MaxUnits"): Text("换算为百分比", "As percent"),
    ("assignment", "Units"): Text("换算为百分比", "As percent"),
    ("assignment", "Work"): Text("换算为工时（h）", "As working hours (h)"),
}

#: fields that find a place of their own in the plan
MAPPED: Final[dict[str, frozenset[str]]] = {
    "project": frozenset(
        words(
            "Name Title Author Company Manager StartDate FinishDate StatusDate "
            "ScheduleFromStart CalendarUID CurrencyCode DefaultStartTime DefaultFinishTime "
            "MinutesPerDay MinutesPerWeek HonorConstraints Tasks Calendars Resources "
            "Assignments ExtendedAttributes"
        )
    ),
    "calendar": frozenset(
        ["UID", "Name", "IsBaseCalendar", "BaseCalendarUID", "WeekDays", "Exceptions", "WorkWeeks"]
    ),
    "task": frozenset(
        words(
            "UID ID Name IsNull OutlineLevel Summary Milestone Start Finish Duration "
            "DurationFormat Manual ManualStart ManualFinish ManualDuration PercentComplete "
            "ActualStart ActualFinish RemainingDuration ConstraintType ConstraintDate "
            "Deadline CalendarUID Notes Priority Type IgnoreResourceCalendar LevelingDelay "
            "LevelingDelayFormat Cost FixedCost Hyperlink HyperlinkAddress PredecessorLink "
            "Baseline ExtendedAttribute Active ExternalTask Stop Resume Estimated "
            "EffortDriven"
        )
    ),
    "link": frozenset(["PredecessorUID", "Type", "LinkLag", "LagFormat"]),
    "resource": frozenset(
        words("UID Name Type EmailAddress Group CalendarUID MaxUnits IsNull Code IsGeneric")
    ),
    "assignment": frozenset(
        words(
            "UID TaskUID ResourceUID Units Work Delay WorkContour ActualWork RemainingWork "
            "OvertimeWork"
        )
    ),
}

#: what Project computes from the rest; read for comparison at most
_DERIVED_COMMON = (
    "ACWP BCWP BCWS CV SV VAC ActualCost ActualOvertimeCost ActualOvertimeWork CostVariance "
    "OvertimeCost RegularWork RemainingCost RemainingOvertimeCost RemainingOvertimeWork "
    "WorkVariance FinishVariance StartVariance PercentWorkComplete OverAllocated Overallocated"
)
DERIVED_FIELDS: Final[dict[str, frozenset[str]]] = {
    "project": frozenset(["CurrentDate", "ProjectExternallyEdited", "ActualsInSync", "LastSaved"]),
    "calendar": frozenset(),
    "task": frozenset(
        f"{_DERIVED_COMMON} EarlyStart EarlyFinish LateStart LateFinish TotalSlack FreeSlack "
        "StartSlack FinishSlack Critical OutlineNumber WBS Work ActualWork RemainingWork "
        "ActualDuration ResumeValid".split()
    ),
    "link": frozenset(["CrossProject"]),
    "resource": frozenset(
        f"{_DERIVED_COMMON} Work ActualWork RemainingWork Cost Start Finish PeakUnits ID".split()
    ),
    "assignment": frozenset(
        f"{_DERIVED_COMMON} Start Finish Cost Stop Resume Milestone Summary ActualStart "
        "ActualFinish".split()
    ),
}

#: what a new file says of the project
PROJECT_DEFAULTS: Final = {
    "SaveVersion": "14",
    "CurrencyDigits": "2",
    "DaysPerMonth": "20",
    "DurationFormat": "7",
    "WorkFormat": "2",
    "SplitsInProgressTasks": "1",
    "NewTasksEstimated": "1",
    "WeekStartDay": "1",
    "CurrencySymbol": "¥",
}

#: values that Project writes for every object: not worth a line in a plan file
_NOTHING = frozenset({"", "0", "false", "-1", "PT0H0M0S", "0.0", "0.00"})
_DEFAULTS: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("task", "FixedCostAccrual"): frozenset({"2", "3"}),
    ("task", "LevelAssignments"): frozenset({"1", "true"}),
    ("task", "LevelingCanSplit"): frozenset({"1", "true"}),
    ("task", "IsPublished"): frozenset({"1", "true"}),
    ("task", "CommitmentType"): frozenset({"0"}),
    ("resource", "AccrueAt"): frozenset({"3"}),
    ("resource", "CanLevel"): frozenset({"1", "true"}),
    ("resource", "StandardRateFormat"): frozenset({"2"}),
    ("resource", "OvertimeRateFormat"): frozenset({"2"}),
    ("resource", "WorkGroup"): frozenset({"0", "2"}),
    ("assignment", "LevelingDelayFormat"): frozenset({"7", "8", "39"}),
    ("assignment", "RateScale"): frozenset({"0"}),
}


def handling(kind: str, field: str) -> Handling:
    """Say how a field of a kind of object is treated; unknown fields are kept raw."""
    if field in MAPPED[kind]:
        return "mapped"
    return "derived" if field in DERIVED_FIELDS[kind] else "raw"


def is_default(kind: str, field: str, value: str) -> bool:
    """Whether a raw value says nothing that a new file would not say by itself."""
    if kind == "project" and field in PROJECT_DEFAULTS:
        return value == PROJECT_DEFAULTS[field]
    return value in _NOTHING or value in _DEFAULTS.get((kind, field), frozenset())
