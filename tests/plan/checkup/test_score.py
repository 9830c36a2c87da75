"""The score is a sum that can be added up again by hand."""

from __future__ import annotations

import json
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from tests.plan.checkup.plans import TODAY, complete, edited, item
from yunchou.plan.archetypes import load, template_ids
from yunchou.plan.checkup import Finding, Place, all_rules, check
from yunchou.plan.checkup.scoring import FULL, WEIGHTS, reckon

PLACE = Place("project", "", "project")


@given(st.lists(st.tuples(st.sampled_from(all_rules()), st.integers(1, 12)), max_size=40))
def test_the_rows_make_the_score(drawn: list) -> None:
    chosen = {rule.id: (rule, count) for rule, count in drawn}
    findings = [
        Finding(rule, PLACE, rule.title, rule.why)
        for rule, count in chosen.values()
        for _ in range(count)
    ]

    arithmetic = reckon(findings)

    for row, (rule, count) in zip(arithmetic.rows, chosen.values(), strict=True):
        first, further, cap = WEIGHTS[rule.severity]
        assert row.findings == count
        assert row.points == min(cap, first + (count - 1) * further)
    assert arithmetic.score == max(0, FULL - sum(row.points for row in arithmetic.rows))
    assert 0 <= arithmetic.score <= 100


def test_more_of_the_same_fault_costs_less_than_another_fault() -> None:
    one = check(edited(complete(), {"scope": {"out_of_scope": []}}), today=TODAY)
    two = check(edited(complete(), {"scope": {"out_of_scope": [], "assumptions": []}}), today=TODAY)

    assert (one.score, two.score) == (97, 94)


def test_what_only_people_can_supply_is_counted_and_named_apart() -> None:
    result = check(load("crm_rollout"), today=TODAY)

    assert result.to_mend == ()
    assert len(result.pending) == len(result.findings)
    assert result.arithmetic.pending == result.arithmetic.deducted == 100 - result.score
    assert not result.clean


def test_mending_never_lowers_the_score() -> None:
    for template_id in template_ids():
        bare = check(load(template_id), today=TODAY)
        assert 60 <= bare.score < 90


def test_the_data_form_is_json_in_either_language() -> None:
    result = check(edited(complete(), item("goals", 1, target=120)), today=TODAY)

    zh, en = result.to_dict("zh"), result.to_dict("en")

    finding = next(row for row in zh["findings"] if row["rule"] == "GOAL-10")
    assert finding["place"] == "目标 G2"
    assert finding["path"] == "goals[1].target"
    assert finding["anchor"] == {"kind": "goal", "id": "G2"}
    assert (finding["step"], finding["page"]) == (1, "goals")
    english = next(row for row in en["findings"] if row["rule"] == "GOAL-10")
    assert english["place"] == "Goal G2"
    assert "不可能" in finding["reason"]
    assert "cannot" in english["reason"]
    sums = zh["arithmetic"]
    assert sums["full"] - sum(row["points"] for row in sums["rows"]) == zh["score"]
    assert json.loads(json.dumps(zh, ensure_ascii=False)) == zh


def test_findings_come_in_the_order_of_the_rules() -> None:
    result = check(load("double11_promotion"), today=TODAY)

    order = [rule.id for rule in all_rules()]
    seen = [rule for rule, _ in groupby(finding.rule.id for finding in result.findings)]
    assert seen == sorted(seen, key=order.index)
