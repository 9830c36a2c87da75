"""The order of elements that the MSPDI schema demands; Project reads nothing else reliably."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from yunchou.plan.formats.mspdi.codes import words
from yunchou.plan.formats.mspdi.xml import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT: Final = words(
    "SaveVersion BuildNumber UID GUID Name Title Subject Category Company Manager Author "
    "CreationDate Revision LastSaved ScheduleFromStart StartDate FinishDate FYStartDate "
    "CriticalSlackLimit CurrencyDigits CurrencySymbol CurrencyCode CurrencySymbolPosition "
    "CalendarUID BaselineCalendar DefaultStartTime DefaultFinishTime MinutesPerDay "
    "MinutesPerWeek DaysPerMonth DefaultTaskType DefaultFixedCostAccrual "
    "DefaultStandardRate DefaultOvertimeRate DurationFormat WorkFormat EditableActualCosts "
    "HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary MultipleCriticalPaths "
    "NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost "
    "SpreadPercentComplete TaskUpdatesResource FiscalYearStart WeekStartDay "
    "MoveCompletedEndsBack MoveRemainingStartsBack MoveRemainingStartsForward "
    "MoveCompletedEndsForward BaselineForEarnedValue AutoAddNewResourcesAndTasks StatusDate "
    "CurrentDate MicrosoftProjectServerURL Autolink NewTaskStartDate NewTasksAreManual "
    "DefaultTaskEVMethod ProjectExternallyEdited ExtendedCreationDate ActualsInSync "
    "RemoveFileProperties AdminProject UpdateManuallyScheduledTasksWhenEditingLinks "
    "KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled OutlineCodes WBSMasks "
    "ExtendedAttributes Calendars Tasks Resources Assignments"
)

TASK: Final = words(
    "UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel "
    "OutlineNumber OutlineLevel Priority Start Finish Duration ManualStart ManualFinish "
    "ManualDuration DurationFormat Work Stop Resume ResumeValid EffortDriven Recurring "
    "OverAllocated Estimated Milestone Summary DisplayAsSummary Critical IsSubproject "
    "IsSubprojectReadOnly SubprojectName ExternalTask ExternalTaskProject EarlyStart "
    "EarlyFinish LateStart LateFinish StartVariance FinishVariance WorkVariance FreeSlack "
    "TotalSlack StartSlack FinishSlack FixedCost FixedCostAccrual PercentComplete "
    "PercentWorkComplete Cost OvertimeCost OvertimeWork ActualStart ActualFinish "
    "ActualDuration ActualCost ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork "
    "RemainingDuration RemainingCost RemainingWork RemainingOvertimeCost "
    "RemainingOvertimeWork ACWP CV ConstraintType CalendarUID ConstraintDate Deadline "
    "LevelAssignments LevelingCanSplit LevelingDelay LevelingDelayFormat PreLeveledStart "
    "PreLeveledFinish Hyperlink HyperlinkAddress HyperlinkSubAddress IgnoreResourceCalendar "
    "Notes HideBar Rollup BCWS BCWP PhysicalPercentComplete EarnedValueMethod "
    "PredecessorLink ActualWorkProtected ActualOvertimeWorkProtected ExtendedAttribute "
    "Baseline OutlineCode IsPublished StatusManager CommitmentStart CommitmentFinish "
    "CommitmentType TimephasedData"
)

RESOURCE: Final = words(
    "UID GUID ID Name Type IsNull Initials Phonetics NTAccount MaterialLabel Code Group "
    "WorkGroup EmailAddress Hyperlink HyperlinkAddress HyperlinkSubAddress MaxUnits "
    "PeakUnits OverAllocated AvailableFrom AvailableTo Start Finish CanLevel AccrueAt Work "
    "RegularWork OvertimeWork ActualWork RemainingWork ActualOvertimeWork "
    "RemainingOvertimeWork PercentWorkComplete StandardRate StandardRateFormat Cost "
    "OvertimeRate OvertimeRateFormat OvertimeCost CostPerUse ActualCost ActualOvertimeCost "
    "RemainingCost RemainingOvertimeCost WorkVariance CostVariance SV CV ACWP CalendarUID "
    "Notes BCWS BCWP IsGeneric IsInactive IsEnterprise BookingType ActualWorkProtected "
    "ActualOvertimeWorkProtected ActiveDirectoryGUID CreationDate ExtendedAttribute "
    "Baseline OutlineCode IsCostResource AssnOwner AssnOwnerGuid IsBudget "
    "AvailabilityPeriods Rates TimephasedData"
)

ASSIGNMENT: Final = words(
    "UID GUID TaskUID ResourceUID PercentWorkComplete ActualCost ActualFinish "
    "ActualOvertimeCost ActualOvertimeWork ActualStart ActualWork ACWP Confirmed Cost "
    "CostRateTable CostVariance CV Delay Finish FinishVariance Hyperlink HyperlinkAddress "
    "HyperlinkSubAddress WorkVariance HasFixedRateUnits FixedMaterial LevelingDelay "
    "LevelingDelayFormat LinkedFields Milestone Notes Overallocated OvertimeCost "
    "OvertimeWork RegularWork RemainingCost RemainingOvertimeCost RemainingOvertimeWork "
    "RemainingWork ResponsePending Start Stop Resume StartVariance Units UpdateNeeded VAC "
    "Work WorkContour BCWS BCWP BookingType ActualWorkProtected ActualOvertimeWorkProtected "
    "CreationDate ExtendedAttribute Baseline TimephasedData"
)

CALENDAR: Final = words(
    "UID GUID Name IsBaseCalendar IsBaselineCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks"
)

Content = dict[str, Any]


def element(
    name: str, content: Mapping[str, Any], order: list[str] | None = None
) -> etree._Element:
    """Build an element from a dict: text, dicts and lists of either, in the schema's order.

    Parameters
    ----------
    name
        Local name.
    content
        Children by name; None and "" are left out.
    order
        Names in the schema's order; names that it does not know come last, as given.
    """
    names: Any = {None: NAMESPACE}  # the default namespace, which the stubs do not know
    made = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap=names)
    _fill(made, content, order)
    return made


def _fill(parent: etree._Element, content: Mapping[str, Any], order: list[str] | None) -> None:
    rank = {key: place for place, key in enumerate(order or ())}
    names = sorted(content, key=lambda key: rank.get(key, len(rank)))
    for name in names:
        value = content[name]
        for part in value if isinstance(value, list) else [value]:
            _append(parent, name, part)


def _append(parent: etree._Element, name: str, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, etree._Element):  # noqa: SLF001 (lxml's own type has no public name)
        parent.append(value)
        return
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if isinstance(value, dict):
        _fill(made, value, None)
    else:
        made.text = _clean(value)


def _clean(value: object) -> str:
    """Return text that XML can carry: control characters out, booleans as 0 and 1."""
    if isinstance(value, bool):
        return "1" if value else "0"
    return "".join(c for c in str(value) if c in "\t\n\r" or _is_character(ord(c)))


def _is_character(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
