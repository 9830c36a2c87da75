"""Market evidence: grouped by kind, stale after twelve months."""

from __future__ import annotations

import datetime as dt

import pytest

from yunchou.web.core import clock
from yunchou.web.market import selectors
from yunchou.web.market.registers import FACTS
from yunchou.web.projects import registers
from yunchou.web.projects.registers.columns import Lookups

D = dt.date


@pytest.mark.parametrize(
    ("day", "today", "old"),
    [(D(2026, 3, 1), D(2027, 3, 1), False), (D(2026, 2, 28), D(2027, 3, 1), True),
     (None, D(2027, 3, 1), False), (D(2023, 2, 28), D(2024, 2, 29), False),
     (D(2023, 2, 27), D(2024, 2, 29), True)],
)  # fmt: skip
def test_evidence_is_stale_after_twelve_months(day, today, old):
    assert selectors.stale(day, today) is old


@pytest.mark.django_db
def test_evidence_is_grouped_and_what_is_lacking_is_counted(client_of, manager, project):
    add = lambda **values: registers.add_row(  # noqa: E731
        actor=manager, project=project, entry=FACTS, values=values
    )
    add(kind="competitor", fact="降价", source="价签", date="2026-02-01")
    add(kind="policy", fact="新规", source="公报", date="2024-02-01")
    add(kind="competitor", fact="传闻")
    with clock.at(dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)):
        found = selectors.page(manager, project, Lookups(manager, project))
        assert [(name, len(rows)) for name, rows in found["groups"]] == [
            ("政策", 1),
            ("竞争对手", 2),
        ]
        assert (found["good"], found["lacking"]) == (1, 2)
        text = client_of(manager).get("/p/XPSS/market").content.decode()
    assert "超过 12 个月" in text
    assert "还差 2 条" in text
