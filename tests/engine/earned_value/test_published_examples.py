"""Figures that others published, and those that follow from their tables by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yunchou.engine.earned_value.forecasts import COST, DURATION
from yunchou.engine.earned_value.measures import Measures, earned_schedule, from_curve

# PM Knowledge Center, “Earned Value Management: Forecasting time”: a project of nine weeks and 150
# that took eleven. PV and EV as printed (EV of the first weeks is in thirds), ES as printed for
# weeks 1–6; after that PV rises by 35, 10 and 10 a week, and EV stands on the end of a week.
PV = (500, 1000, 2500, 5500, 8500, 12000, 13000, 14000, 15000, 15000, 15000)
EV = (333, 667, 1000, 2250, 7000, 8250, 9000, 12000, 13000, 14000, 15000)
ES = ("0.67", "1.33", "2.00", "2.83", "4.50", "4.92", "5.14", "6.00", "7.00", "8.00", "9.00")


@pytest.mark.parametrize(("week", "value", "shown"), list(zip(range(1, 12), EV, ES, strict=True)))
def test_earned_schedule_week_by_week(week, value, shown):
    assert f"{float(earned_schedule(PV, value)):.2f}" == shown
    assert f"{float(earned_schedule(PV, value, week)):.2f}" == shown


def test_late_work_ends_with_spi_1_but_not_with_spi_t_1():
    ended = from_curve(PV, 11, 15000, 21000)
    assert ended.spi == 1
    assert (ended.sv, ended.duration) == (0, 9)
    assert ended.spi_t == Fraction(9, 11)
    assert ended.sv_t == -2


def test_nine_durations_of_week_five_by_hand():
    """PV 85, EV 70, ES 4.5, AT 5, PD 9; with AC 87.5 the CPI is 0.8."""
    status = from_curve(PV, 5, 7000, 8750)
    spi, spi_t, cpi = Fraction(70, 85), Fraction(9, 10), Fraction(4, 5)
    by_hand = {
        "pv_1": 9 - Fraction(-15 * 9, 150),  # 9.9
        "pv_spi": 9 / spi,
        "pv_sci": 9 / (spi * cpi),
        "ed_1": 9 + 5 * (1 - spi),
        "ed_spi": 9 / spi,  # with PF = SPI the earned duration comes to PD ÷ SPI
        "ed_sci": 5 + (9 - 5 * spi) / (spi * cpi),
        "es_1": Fraction(19, 2),
        "es_spi_t": Fraction(10),  # PD ÷ SPI(t)
        "es_sci_t": 5 + Fraction(9, 2) / (spi_t * cpi),  # 11.25
    }
    assert {formula.code: formula.compute(status) for formula in DURATION} == by_hand


def test_work_that_is_overdue_is_counted_from_today():
    """Week 10: PD 9 has passed, so the earned duration is taken from AT = 10."""
    status = from_curve(PV, 10, 14000, None)
    found = {formula.code: formula.compute(status) for formula in DURATION}
    assert status.spi == Fraction(14, 15)
    assert found["ed_1"] == 10 + (10 - 10 * Fraction(14, 15))
    assert found["es_1"] == 11
    assert found["pv_sci"] is None and found["es_sci_t"] is None


def totals(bac: int, pv: int, ev: int, ac: int) -> Measures:
    """Return a status without a time axis of its own: half of twelve periods have gone."""
    return Measures(bac, pv, ev, ac, duration=12, time=6, schedule=Fraction(6 * ev, pv))


def cost(status: Measures, code: str) -> Fraction | None:
    return next(formula.compute(status) for formula in COST if formula.code == code)


def test_the_whiz_bang_gadget():
    """thepmstudent, “EVM Example”, 2007: PV 450,000, EV 420,000, AC 415,000 of 2,000,000."""
    status = totals(2_000_000, 450_000, 420_000, 415_000)
    assert (status.sv, status.cv) == (-30_000, 5_000)
    assert status.spi is not None and round(float(status.spi), 2) == 0.93
    assert status.cpi is not None and round(float(status.cpi), 2) == 1.01


def test_the_forecast_of_a_quarter_done():
    """The same source, “EVM Forecasting”: 195,000 if the deviation was a single one, else 188,800.

    The second is printed with a CPI rounded to 1.06, which is 188,774.
    """
    status = totals(200_000, 100_000, 90_000, 85_000)
    assert cost(status, "1") == 195_000
    assert cost(status, "cpi") == 200_000 / Fraction(90, 85)
    assert round(85_000 + 110_000 / 1.06, -2) == 188_800


def test_the_anomaly_and_the_rounded_cpi():
    """Phillips, PMP study guide, figures 7-13 and 7-14: 527,000; and 538,344 with a CPI of .93."""
    assert cost(totals(500_000, 250_000, 100_000, 127_000), "1") == 527_000
    assert int(162_000 + 350_000 / 0.93) == 538_344
    assert cost(totals(500_000, 250_000, 150_000, 162_000), "cpi") == 540_000


def test_design_build_test():
    """A lecture's project of 500: PV 300, EV 200, AC 250 give 0.67, 0.80 and 625."""
    status = totals(500, 300, 200, 250)
    assert (status.spi, status.cpi) == (Fraction(2, 3), Fraction(4, 5))
    assert cost(status, "cpi") == 625


def test_a_million_half_way_through():
    """BAC 1,000,000; half planned, 400,000 accepted, 480,000 spent or committed, at day 60 of 120."""
    status = totals(1_000_000, 500_000, 400_000, 480_000)
    assert (status.sv, status.cv) == (-100_000, -80_000)
    assert (status.spi, status.cpi) == (Fraction(4, 5), Fraction(5, 6))
    assert cost(status, "cpi") == 1_200_000
    assert status.tcpi == Fraction(60, 52)
    assert status.tcpi_for(1_200_000) == status.cpi  # keeping what is forecast needs no change
    eight = [formula.compute(status) for formula in COST]
    mixed = 480_000 + 600_000 / (Fraction(4, 5) * Fraction(5, 6) + Fraction(1, 5) * Fraction(4, 5))
    assert eight == [
        1_080_000, 1_200_000, 1_230_000, 1_230_000, 1_380_000, 1_380_000, mixed, mixed,
    ]  # fmt: skip
