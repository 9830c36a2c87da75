"""Every rule passes the complete plan and catches the plan that breaks it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.plan.checkup.plans import (
    COVER,
    EVIDENCE,
    START,
    TODAY,
    complete,
    edited,
    item,
    line,
    milestone,
    task,
)
from yunchou.plan.archetypes import instantiate, load, template_ids
from yunchou.plan.checkup import all_rules, check
from yunchou.plan.model import BudgetLine, Plan
from yunchou.plan.smart.model import SmartResult, Verdict

Case = tuple[dict[str, Any], str]

PAST = dt.date(2025, 12, 1)
TALK = "我们将大力拓展市场并切实加强管理。"


def _no_retro() -> dict[str, Any]:
    plan = complete().model_dump()
    meetings = [m for m in plan["meetings"] if m["type"] != "retro"]
    phases = plan["phases"]
    for phase in phases:
        phase["tasks"] = [t for t in phase["tasks"] if "复盘" not in t["name"]]
    return {"meetings": meetings, "phases": phases}


def _one_holder() -> dict[str, Any]:
    people = [{"id": "U1", "name": "赵敏", "roles": [r.id for r in complete().roles]}]
    return {"people": people}


def _late_training() -> dict[str, Any]:
    rows = complete().model_dump()["training"]
    for row in rows:
        row["linked_task"] = complete().phases[-1].tasks[0].id
    return {"training": rows}


def _red(count: int) -> dict[str, Any]:
    risks = complete().model_dump()["risks"]
    for risk in risks[:count]:
        risk |= {"probability": 5, "impact": 5}
    return {"risks": risks}


def _without_milestones() -> dict[str, Any]:
    phase = complete().phases[0].model_dump()
    return phase | {"tasks": [t for t in phase["tasks"] if not t["milestone"]]}


def _first_line() -> BudgetLine:
    return complete().budget.lines[0]


#: rule -> (what is changed in the complete plan, the path at which it is found)
BROKEN: dict[str, Case] = {
    "COVER-01": ({"project": {"company": ""}}, "project.company"),
    "PROJ-01": ({"project": {"background": "开拓市场。"}}, "project.background"),
    "PROJ-02": ({"project": {"sponsor_role": None}}, "project.sponsor_role"),
    "RES-01": ({"people": []}, "roles[0]"),
    "MKT-01": ({"market": {"evidence": EVIDENCE[:2]}}, "market.evidence"),
    "GOAL-01": ({"goals": []}, "goals"),
    "GOAL-02": (item("goals", 0, metric_key=""), "goals[0].metric_key"),
    "GOAL-03": (item("goals", 1, target=None), "goals[1].target"),
    "GOAL-04": (item("goals", 2, baseline_source=""), "goals[2].baseline_source"),
    "GOAL-05": (
        item("goals", 0, deadline=None, due_milestone=None, deadline_offset_days=None),
        "goals[0].deadline",
    ),
    "GOAL-06": (item("goals", 0, deadline=None), "goals[0].deadline"),
    "GOAL-07": (item("goals", 3, deadline=PAST), "goals[3].deadline"),
    "GOAL-08": (item("goals", 0, weight_pct=30), "goals"),
    "GOAL-09": (item("goals", 0, direction="down"), "goals[0].direction"),
    "GOAL-10": (item("goals", 1, target=120), "goals[1].target"),
    "GOAL-11": (item("goals", 1, unit="家"), "goals[1].unit"),
    "GOAL-12": (item("goals", 1, relevance=""), "goals[1].relevance"),
    "GOAL-13": (
        item("goals", 0, breakdown=[{"dimension": "区域", "key": "江苏", "target": 3000000}]),
        "goals[0].breakdown",
    ),
    "GOAL-14": (item("goals", 0, due_milestone="M99"), "goals[0].due_milestone"),
    "GOAL-15": (
        {"narrative": {"overview": "新品首季销售额达到900万元，形成稳定动销。"}},
        "narrative.overview",
    ),
    "SCOPE-01": ({"scope": {"out_of_scope": ["海外市场", "待补充"]}}, "scope.out_of_scope"),
    "SCOPE-02": ({"scope": {"assumptions": []}}, "scope.assumptions"),
    "SCOPE-03": ({"scope": {"in_scope": []}}, "scope.in_scope"),
    "STRAT-01": ({"strategy": {"price": ""}}, "strategy.price"),
    "TASK-01": (task(acceptance=""), "phases[0].tasks[1].acceptance"),
    "TASK-02": (task(depends_on=["M1"]), "depends_on"),
    "TASK-03": (task(depends_on=["T999"]), "phases[0].tasks[1].depends_on"),
    "TASK-04": (milestone(duration_days=2), "duration_days"),
    "TASK-05": ({"phases": []}, "phases"),
    "TASK-06": (task(name_en=""), "phases"),
    "SCHED-01": ({"project": {"start": None}}, "project.anchor_date"),
    "SCHED-02": ({"project": {"finish": "2026-05-29"}}, "project.finish"),
    "SCHED-03": ({"project": {"anchor_date": "2026-04-10"}}, "project.anchor_date"),
    "SCHED-04": (task(constraint={"type": "SNET"}), ""),
    "SCHED-05": ({"project": {"start": "2031-03-03", "finish": None}}, "project.calendar"),
    "SCHED-06": (task(deadline="2026-03-03"), "phases[0].tasks[1]"),
    "RACI-01": (
        {
            "phases": [
                complete().phases[0].model_dump() | {"accountable_role": "SD、PM"},
                *(phase.model_dump() for phase in complete().phases[1:]),
            ]
        },
        "phases[0].accountable_role",
    ),
    "RACI-02": (_one_holder(), "people"),
    "RACI-03": (task(consulted=["SD", "PM", "FIN", "HR", "LEGAL"]), "phases[0].tasks[1].consulted"),
    "RACI-04": (task(role="CEO"), "phases[0].tasks[1].role"),
    "RES-02": (_one_holder(), "people[0].capacity_pct"),
    "BUD-01": ({"budget": {"total_planned": 2200000}}, "budget.total_planned"),
    "BUD-02": (line(0, planned_by_phase={"P1": 1}), "budget.lines[0].planned_by_phase"),
    "BUD-03": (line(1, category="", category_zh=""), "budget.lines[1].category"),
    "BUD-04": (line(1, tax_basis="tax_exclusive"), "budget.lines[1].tax_basis"),
    "BUD-05": (
        {
            "budget": {
                "lines": [b.model_dump() for b in complete().budget.lines if b.kind != "reserve"]
            }
        },
        "budget.reserve_included",
    ),
    "BUD-06": ({"scope": {"constraints": ["费用总额不超过150万元"]}}, "scope.constraints[0]"),
    "BUD-07": ({"budget": {"warn_pct": 95}}, "budget.warn_pct"),
    "COMM-01": (
        {"meetings": [m.model_dump() | {"rrule": None} for m in complete().meetings]},
        "meetings",
    ),
    "COMM-02": ({"channels": [{"id": "C1", "name": "项目群", "use": "日常同步"}]}, "channels"),
    "COMM-03": (item("meetings", 1, duration_min=150), "meetings[1].duration_min"),
    "KPI-01": (item("kpis", 0, weight_pct=50), "kpis"),
    "KPI-02": (item("kpis", 0, goal=None, key="aov"), "goals[0].metric_key"),
    "KPI-03": (item("kpis", 0, yellow_ratio=0.7, red_ratio=0.9), "kpis[0].red_ratio"),
    "KPI-04": (item("kpis", 0, target=7000000), "kpis[0].target"),
    "RISK-01": ({"risks": complete().model_dump()["risks"][:4]}, "risks"),
    "RISK-02": (item("risks", 2, trigger="", owner_role=None), "risks[2].trigger"),
    "RISK-03": ({"people": []}, "risks"),
    "RISK-04": (_red(4), "risks"),
    "CHG-01": ({"change_control": {"rules": []}}, "change_control.rules"),
    "TRAIN-01": (_late_training(), "training["),
    "RETRO-01": (_no_retro(), "meetings"),
    "IMPR-01": ({"improvements": []}, "improvements"),
    "TEXT-01": ({"narrative": {"overview": TALK}}, "narrative.overview"),
    "TEXT-02": ({"strategy": {"promotion": "打造行业第一的顶级体验"}}, "strategy.promotion"),
}


#: read by the sentence checker: tested beside it
ELSEWHERE = {"GOAL-16"}


def test_every_rule_has_an_example() -> None:
    assert set(BROKEN) | ELSEWHERE == {rule.id for rule in all_rules()}


def test_the_complete_plan_has_no_finding() -> None:
    result = check(complete(), today=TODAY)

    assert [(f.rule.id, f.place.path, f.reason.zh) for f in result.findings] == []
    assert result.score == 100
    assert result.clean


@pytest.mark.parametrize("rule_id", BROKEN)
def test_a_rule_catches_the_plan_that_breaks_it(rule_id: str) -> None:
    changes, path = BROKEN[rule_id]

    result = check(edited(complete(), changes), today=TODAY)

    found = [f for f in result.findings if f.rule.id == rule_id]
    assert found, f"{rule_id} is silent"
    assert any(path in f.place.path for f in found), [f.place.path for f in found]
    for finding in found:
        assert finding.reason.zh
        assert finding.reason.en
        assert finding.remedy.zh
        assert finding.remedy.en
        assert not any("\u4e00" <= c <= "\u9fff" for c in finding.rule.title.en)


#: faults that cannot be made without another: the rule that may speak too, and why
COMPANIONS: dict[str, set[str]] = {
    "GOAL-05": {"GOAL-14"},  # without date and milestone nothing delivers the goal either
    "GOAL-09": {"KPI-03"},  # a goal turned round turns the lights of its indicator round
    "GOAL-10": {"KPI-04"},  # the indicator still has the target that was possible
    "TASK-04": {"SCHED-02"},  # a milestone of some days moves the end
    "TASK-05": {"GOAL-14", "BUD-02", "TRAIN-01"},  # a phase without its milestones
    "RACI-02": {"RES-02"},  # who holds every role has no time for it
    "RES-02": {"RACI-02"},
    "RES-01": {"RISK-03"},  # with nobody named, the sponsor is not named either
    "RISK-03": {"RES-01"},
    "BUD-01": {"BUD-06"},  # the prose names the total that was right
    "BUD-05": {"BUD-01"},
    "RETRO-01": {"TASK-03"},  # the task that follows the retrospective hangs in the air
}


@pytest.mark.parametrize("rule_id", BROKEN)
def test_no_other_rule_speaks_of_the_fault(rule_id: str) -> None:
    result = check(edited(complete(), BROKEN[rule_id][0]), today=TODAY)

    others = {f.rule.id for f in result.findings} - {rule_id}
    assert others <= COMPANIONS.get(rule_id, set())


@pytest.mark.parametrize("template_id", template_ids())
@pytest.mark.parametrize("start", [START, dt.date(2026, 8, 3)])
def test_an_archetype_with_people_dates_and_evidence_has_no_finding(
    template_id: str, start: dt.date
) -> None:
    template = load(template_id)
    plan = instantiate(
        template,
        start=start,
        people={role.id: [f"成员{role.id}"] for role in template.roles},
        goals={goal.id: {"baseline_source": "2025年经营报表"} for goal in template.goals},
    )
    plan = edited(plan, {"project": COVER, "market": {"evidence": EVIDENCE}})

    result = check(plan, today=TODAY)

    # the days off of a year to come may not be published yet
    assert {f.rule.id for f in result.findings} <= {"SCHED-05"}
    assert result.score >= 99


def test_rules_are_numbered_once_and_explain_themselves() -> None:
    rules = all_rules()

    assert len(rules) >= 25
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert 0 <= rule.chapter.step <= 10
        assert rule.why.zh.endswith("。")
        assert rule.why.en.endswith(".")


def test_an_empty_plan_is_checked_without_falling_over() -> None:
    plan = Plan.model_validate({"project": {"name": "空方案"}})

    result = check(plan, today=TODAY)

    found = {f.rule.id for f in result.findings}
    assert {"GOAL-01", "TASK-05", "BUD-01", "SCOPE-03", "PROJ-02"} <= found
    assert result.score < 50


def test_nothing_is_judged_against_today_without_a_today() -> None:
    plan = edited(complete(), item("goals", 3, deadline=PAST))

    assert "GOAL-07" in {f.rule.id for f in check(plan, today=TODAY).findings}
    assert "GOAL-07" not in {f.rule.id for f in check(plan).findings}


def test_old_evidence_does_not_count() -> None:
    old = [row | {"date": dt.date(2024, 1, 2)} for row in EVIDENCE]

    found = check(edited(complete(), {"market": {"evidence": old}}), today=TODAY).findings

    assert [f.place.ref for f in found if f.rule.id == "MKT-01"] == ["E3", "E4", "E5", ""]
    assert all(f.pending == "evidence" for f in found)


def test_a_cycle_is_named_by_its_tasks() -> None:
    phases = complete().model_dump()["phases"]
    first, second = phases[0]["tasks"][0], phases[0]["tasks"][1]
    first["depends_on"], second["depends_on"] = [second["id"]], [first["id"]]

    found = check(edited(complete(), {"phases": phases}), today=TODAY).findings

    reason = next(f.reason.zh for f in found if f.rule.id == "TASK-02")
    assert first["id"] in reason
    assert second["id"] in reason
    assert "SCHED-04" not in {f.rule.id for f in found}


def test_the_target_said_in_the_prose_may_be_in_wan() -> None:
    narrative = {"overview": "新品首季销售额由0提升至800万元，G2 另述。"}

    found = check(edited(complete(), {"narrative": narrative}), today=TODAY).findings

    assert "GOAL-15" not in {f.rule.id for f in found}


def test_ratio_goals_are_never_summed() -> None:
    parts = [{"dimension": "区域", "key": "江苏", "target": 70}] * 2
    plan = edited(complete(), item("goals", 1, breakdown=parts))

    assert "GOAL-13" not in {f.rule.id for f in check(plan, today=TODAY).findings}


def test_an_empty_phrase_with_a_figure_is_let_pass() -> None:
    plan = edited(complete(), {"narrative": {"overview": "大力拓展 120 家网点。"}})

    assert "TEXT-01" not in {f.rule.id for f in check(plan, today=TODAY).findings}


def test_a_long_meeting_with_a_reason_is_let_pass() -> None:
    plan = edited(complete(), item("meetings", 1, duration_min=150, reason="含现场演练"))

    assert "COMM-03" not in {f.rule.id for f in check(plan, today=TODAY).findings}


#: the other ways to break a rule: its id, the change, what the reason says
ALSO_BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("MKT-01", {"market": {"evidence": [*EVIDENCE, {"id": "E9", "fact": "传闻"}]}}, "没有来源"),
    (
        "MKT-01",
        {"market": {"evidence": [*EVIDENCE, {"id": "E9", "fact": "报价", "source": "官网"}]}},
        "没有日期",
    ),
    ("GOAL-02", item("goals", 0, metric_key="custom:口碑", definition=""), "不在字典里"),
    ("GOAL-03", item("goals", 0, unit=""), "没有单位"),
    ("GOAL-04", item("goals", 0, baseline=None), "没有基线值"),
    ("GOAL-08", item("goals", 0, weight_pct=None), "没有权重"),
    ("GOAL-08", item("goals", 0, weight_pct=60), "合计 120"),
    ("GOAL-12", item("goals", 0, owner_role=None), "没有责任人"),
    ("GOAL-14", item("goals", 0, due_milestone=None), "没有关联"),
    ("TASK-01", task(duration_days=None), "工期"),
    ("TASK-01", task(duration="很久"), "工期"),
    ("TASK-03", task(id="T101"), "重复"),
    ("TASK-05", {"phases": [_without_milestones()]}, "没有里程碑"),
    ("BUD-01", {"budget": {"lines": []}}, "没有预算明细"),
    ("BUD-02", line(0, planned_by_phase={}), "没有分到阶段"),
    ("BUD-02", line(0, planned_by_phase={"P9": _first_line().planned_total.yuan}), "P9"),
    ("BUD-05", {"budget": {"reserve_included": 1}}, "储备行合计"),
    ("KPI-02", item("kpis", 0, yellow_ratio=None), "没有黄灯"),
    (
        "CHG-01",
        {"change_control": {"rules": [{"id": "C1", "change": "预算", "approver": ""}]}},
        "审批人",
    ),
    ("TRAIN-01", {"training": []}, "没有工具使用培训"),
    ("RETRO-01", {"retrospective_questions": []}, "没有复盘问题"),
]


@pytest.mark.parametrize(("rule_id", "changes", "reason"), ALSO_BROKEN)
def test_a_rule_names_each_way_of_breaking_it(
    rule_id: str, changes: dict[str, Any], reason: str
) -> None:
    found = check(edited(complete(), changes), today=TODAY).findings

    told = [finding.reason.zh for finding in found if finding.rule.id == rule_id]
    assert any(reason in text for text in told), told


def test_a_reserve_outside_the_usual_share_is_told() -> None:
    lines = [row.model_dump() for row in complete().budget.lines]
    reserve = next(row for row in lines if row["kind"] == "reserve")
    reserve |= {"planned_by_phase": {"P5": 9_000_000}, "planned_total": 9_000_000}

    found = check(edited(complete(), {"budget": {"lines": lines}}), today=TODAY).findings

    assert any("通常为 3%–10%" in f.reason.zh for f in found if f.rule.id == "BUD-05")


def test_a_goal_sentence_is_read_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []

    def read(sentence: str, *, ref_date: dt.date | None = None) -> SmartResult:
        asked.append((sentence, ref_date))
        letters: dict[str, Verdict] = dict.fromkeys("SMART", "pass")
        letters |= {"M": "fail", "A": "fail", "T": "unknown"}
        return SmartResult(sentence, letters, {})

    monkeypatch.setattr("yunchou.plan.smart.check", read, raising=False)
    plan = edited(complete(), item("goals", 0, statement="尽快把销售额做上去"))

    found = [f for f in check(plan, today=TODAY).findings if f.rule.id == "GOAL-16"]

    assert asked == [("尽快把销售额做上去", TODAY)]
    assert [f.place.path for f in found] == ["goals[0].statement"]
    assert "没有通过 M：" in found[0].reason.zh


def test_a_statement_too_long_to_be_read_is_found_and_not_refused() -> None:
    plan = edited(complete(), item("goals", 0, statement="尽快把销售额做上去" * 100))

    found = [f for f in check(plan, today=TODAY).findings if f.rule.id == "GOAL-16"]

    assert [f.place.path for f in found] == ["goals[0].statement"]
    assert "太长" in found[0].reason.zh


def test_summary_tasks_need_no_role_of_their_own() -> None:
    phases = complete().model_dump()["phases"]
    first = phases[0]["tasks"][0]
    child = first | {"id": "T101a"}
    phases[0]["tasks"][0] = {"id": "T101", "name": "调研", "name_en": "Research", "tasks": [child]}

    found = {f.rule.id for f in check(edited(complete(), {"phases": phases}), today=TODAY).findings}

    assert "TASK-01" not in found


def test_roles_are_not_asked_of_a_task_with_people() -> None:
    plan = edited(complete(), task(role=None, assignees=[{"person": "U01"}]))

    assert "TASK-01" not in {f.rule.id for f in check(plan, today=TODAY).findings}
