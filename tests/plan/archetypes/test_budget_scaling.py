"""Scaled budgets lose no fen."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunchou.messages import InputError
from yunchou.plan.archetypes import load, scale_budget, template_ids
from yunchou.plan.archetypes.budget import apportion
from yunchou.plan.model import Budget, BudgetLine, Fen

amounts = st.integers(0, 10**11).map(Fen)
factors = st.decimals("0.01", "50", places=4).filter(lambda factor: factor > 0)
lines = st.lists(
    st.tuples(
        st.sampled_from(["expense", "expense", "reserve", "cash_tied_up"]),
        st.dictionaries(st.sampled_from(["P1", "P2", "P3", "P4"]), amounts, max_size=4),
        amounts,
    ),
    min_size=1,
    max_size=12,
)


def _budget(rows: list) -> Budget:
    made = [
        BudgetLine(
            id=f"B{number}",
            name="费用",
            kind=kind,
            planned_by_phase=split,
            planned_total=Fen(sum(split.values()) if split else bare),
        )
        for number, (kind, split, bare) in enumerate(rows)
    ]
    counted = [line for line in made if line.kind in ("expense", "reserve")]
    return Budget(
        lines=made,
        total_planned=Fen(sum(line.planned_total for line in counted)),
        reserve_included=Fen(sum(b.planned_total for b in counted if b.kind == "reserve")),
    )


@given(lines, factors)
def test_parts_make_lines_and_lines_make_the_total(rows: list, factor: object) -> None:
    before = _budget(rows)

    after = scale_budget(before, factor)  # type: ignore[arg-type]

    counted = [line for line in after.lines if line.kind in ("expense", "reserve")]
    exact = before.total_planned * Fraction(str(factor))
    assert after.total_planned == sum(line.planned_total for line in counted)
    assert after.total_planned == floor(exact + Fraction(1, 2))
    reserve = sum(line.planned_total for line in counted if line.kind == "reserve")
    assert after.reserve_included == reserve
    for old, new in zip(before.lines, after.lines, strict=True):
        assert list(new.planned_by_phase) == list(old.planned_by_phase)
        if new.planned_by_phase:
            assert sum(new.planned_by_phase.values()) == new.planned_total
            for phase, amount in new.planned_by_phase.items():
                scaled = old.planned_by_phase[phase] * Fraction(str(factor))
                assert abs(amount - scaled) < 1


@given(st.lists(st.integers(0, 10**9), max_size=30), factors)
def test_no_part_is_a_whole_fen_off(parts: list[int], factor: object) -> None:
    ratio = Fraction(str(factor))

    scaled = apportion(parts, ratio)

    assert sum(scaled) == floor(sum(parts) * ratio + Fraction(1, 2))
    assert all(abs(new - old * ratio) < 1 for old, new in zip(parts, scaled, strict=True))


@pytest.mark.parametrize("template_id", template_ids())
def test_templates_scale_by_an_awkward_factor(template_id: str) -> None:
    budget = load(template_id).budget

    scaled = scale_budget(budget, "0.3333333")

    counted = [line for line in scaled.lines if line.kind in ("expense", "reserve")]
    assert scaled.total_planned == sum(line.planned_total for line in counted)
    assert isinstance(scaled.total_planned, Fen)


def test_a_budget_times_one_is_the_same_budget() -> None:
    budget = load("crm_rollout").budget

    assert scale_budget(budget, 1) is budget


def test_a_total_that_did_not_agree_is_scaled_by_itself() -> None:
    budget = _budget([("expense", {"P1": Fen(100)}, Fen(0))])
    odd = budget.model_copy(update={"total_planned": Fen(333)})

    assert scale_budget(odd, 2).total_planned == 666


@pytest.mark.parametrize("factor", ["0", "-1", "abc", "1/0", "nan", "inf", 100_000])
def test_a_factor_that_is_no_positive_number_is_refused(factor: object) -> None:
    with pytest.raises(InputError) as error:
        scale_budget(load("crm_rollout").budget, factor)  # type: ignore[arg-type]

    assert error.value.code == "budget.scale"
