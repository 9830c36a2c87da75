"""The ten templates hold what they promise."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from yunchou.messages import InputError
from yunchou.plan.archetypes import budget_categories, kpis, list_templates, load, template_ids
from yunchou.plan.checkup import check
from yunchou.plan.validate import problems

if TYPE_CHECKING:
    from yunchou.plan.model import Part

#: id -> critical path in working days, budget in yuan, anchor
PROMISED: dict[str, tuple[int, int, str | None]] = {
    "channel_recruitment": (121, 1_095_000, None),
    "crm_rollout": (128, 1_181_000, "M4"),
    "double11_promotion": (69, 3_200_000, "M4"),
    "exhibition_marketing": (82, 940_000, "M3"),
    "key_account_bid": (100, 480_000, "M4"),
    "live_commerce": (92, 1_520_000, "M3"),
    "new_product_launch": (98, 2_100_000, "M4"),
    "regional_market_entry": (139, 2_250_000, None),
    "renewal_upsell": (87, 657_000, None),
    "sales_enablement": (119, 580_000, None),
}

each_template = pytest.mark.parametrize("template_id", sorted(PROMISED))


def test_there_are_ten_templates() -> None:
    assert template_ids() == tuple(sorted(PROMISED))
    assert [info.id for info in list_templates()] == sorted(PROMISED)


@each_template
def test_path_budget_and_anchor_are_as_listed(template_id: str) -> None:
    info = next(info for info in list_templates() if info.id == template_id)

    path, budget, anchor = PROMISED[template_id]
    assert info.critical_path_days == path
    assert info.budget.yuan == budget
    assert info.anchor_task == anchor
    assert info.tasks >= 25
    assert info.milestones >= 5
    assert info.name.en.isascii()


@each_template
def test_the_longest_path_has_the_stated_length(template_id: str) -> None:
    tasks = {task.id: task for task in load(template_id).tasks()}

    @cache
    def finish(task_id: str) -> float:
        task = tasks[task_id]
        return max(map(finish, task.depends_on), default=0) + (task.duration_days or 0)

    assert max(map(finish, tasks)) == PROMISED[template_id][0]


@each_template
def test_lines_make_the_total(template_id: str) -> None:
    budget = load(template_id).budget
    counted = [line for line in budget.lines if line.kind in ("expense", "reserve")]

    assert sum(line.planned_total for line in counted) == budget.total_planned
    for line in budget.lines:
        assert sum(line.planned_by_phase.values()) == line.planned_total
        assert line.category in budget_categories()


@each_template
def test_only_people_dates_and_evidence_are_missing(template_id: str) -> None:
    result = check(load(template_id), today=dt.date(2026, 11, 23))

    assert [(f.rule.id, f.place.path) for f in result.to_mend] == []
    assert {f.pending for f in result.pending} == {"people", "dates", "evidence"}


@each_template
def test_references_lead_somewhere(template_id: str) -> None:
    assert problems(load(template_id)) == []


@each_template
def test_every_goal_has_a_kpi_row_of_the_dictionary(template_id: str) -> None:
    plan = load(template_id)

    for goal in plan.goals:
        row = next(kpi for kpi in plan.kpis if kpi.goal == goal.id)
        assert row.key == goal.metric_key
        assert row.key in kpis()
        assert (row.target, row.unit) == (goal.target, goal.unit)
    assert sum(kpi.weight_pct or 0 for kpi in plan.kpis) == 100


@each_template
def test_changes_are_decided_in_five_classes(template_id: str) -> None:
    control = load(template_id).change_control

    assert control is not None
    assert [rule.id for rule in control.rules] == ["CC1", "CC2", "CC3", "CC4", "CC5"]
    assert control.rules[3].approver_role == load(template_id).project.sponsor_role


@each_template
def test_every_name_has_its_english(template_id: str) -> None:
    plan = load(template_id)
    names = [(goal.name, goal.name_en) for goal in plan.goals]
    names += [(phase.name, phase.name_en) for phase in plan.phases]
    names += [(task.name, task.name_en) for task in plan.tasks()]

    assert [zh for zh, en in names if not en or not en.isascii()] == []


@each_template
def test_chinese_text_uses_full_width_punctuation(template_id: str) -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;?!()][\u4e00-\u9fff]")

    assert [text for text in _texts(load(template_id).model_dump()) if half.search(text)] == []


@each_template
def test_the_file_holds_no_key_outside_the_schema(template_id: str) -> None:
    plan = load(template_id)
    parts: list[Part] = [plan, plan.project, *plan.goals, *plan.phases, *plan.tasks(), *plan.kpis]
    parts += [*plan.risks, *plan.meetings, *plan.training, *plan.budget.lines]

    assert [part.extras for part in parts if part.extras] == []


def test_a_template_is_read_once() -> None:
    assert load("crm_rollout") is load("crm_rollout")


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("new_product", "new_product_launch"),
        ("crm-rollout", "crm_rollout"),
        ("展会", "exhibition_marketing"),
        ("live comerce", "live_commerce"),
    ],
)
def test_an_unknown_template_is_answered_with_the_nearest(asked: str, nearest: str) -> None:
    with pytest.raises(InputError) as error:
        load(asked)

    assert error.value.code == "template.unknown"
    assert nearest in error.value.in_("zh")
    assert nearest in error.value.in_("en")


def test_a_name_like_nothing_is_answered_with_all() -> None:
    with pytest.raises(InputError) as error:
        load("../../etc/passwd")

    assert "sales_enablement" in error.value.in_("en")


def test_the_data_is_in_the_package() -> None:
    folder = files("yunchou.plan.archetypes") / "data"

    assert len([path for path in folder.iterdir() if path.name.endswith(".yaml")]) == 10


def _texts(value: Any, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [text for name, part in value.items() for text in _texts(part, name)]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part, key)]
    return [value] if isinstance(value, str) and key != "trigger_expr" else []
