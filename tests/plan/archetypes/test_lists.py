"""The dictionaries that come with the product."""

from __future__ import annotations

import dataclasses

import pytest

from yunchou.plan.archetypes import (
    budget_categories,
    kpis,
    meeting_types,
    risk_catalogue,
    roles,
)


def test_the_kpi_dictionary_is_complete() -> None:
    assert len(kpis()) == 78
    for kpi in kpis().values():
        assert kpi.name.zh
        assert kpi.name.en.isascii()
        assert kpi.formula
        assert kpi.unit
        assert kpi.direction in {"up", "down", "band"}


def test_the_risk_catalogue_is_complete() -> None:
    risks = risk_catalogue()

    assert [risk.id for risk in risks] == [f"RC{n:02d}" for n in range(1, 66)]
    for risk in risks:
        assert 1 <= risk.probability <= 5
        assert 1 <= risk.impact <= 5
        assert risk.trigger
        assert risk.contingency
        assert risk.owner_role in roles()


def test_code_lists_are_bilingual() -> None:
    names = [item.name for item in [*roles().values(), *budget_categories().values()]]
    names += [kind.name for kind in meeting_types().values()]

    for name in names:
        assert name.zh
        assert name.en.isascii()


def test_a_win_rate_stays_between_0_and_100_but_revenue_retention_does_not() -> None:
    assert kpis()["win_rate"].holds(100)
    assert not kpis()["win_rate"].holds(100.5)
    assert not kpis()["win_rate"].holds(-1)
    assert kpis()["nrr"].holds(120)
    assert kpis()["nps"].holds(-100)
    assert kpis()["gross_margin"].holds(-5)


def test_entries_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        kpis()["gmv"].unit = "件"  # type: ignore[misc]
    with pytest.raises(TypeError):
        kpis()["gmv"] = kpis()["aov"]  # type: ignore[index]


def test_a_kick_off_may_last_longer_than_a_weekly_meeting() -> None:
    assert meeting_types()["kickoff"].usual_max_min > meeting_types()["weekly"].usual_max_min
