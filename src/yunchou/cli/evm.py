"""`yunchou evm FILE`: earned value and forecasts of a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path  # noqa: TC003 (typer reads it at run time)
from typing import TYPE_CHECKING, Annotated

import typer

from yunchou.cli import language
from yunchou.cli.files import read_plan
from yunchou.cli.options import AsJson, Lang, day, today
from yunchou.messages import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from rich.console import Console
    from rich.table import Table

    from yunchou.plan.earned_value import EarnedValue
    from yunchou.plan.earned_value.result import Answer, Forecasts

app = typer.Typer(add_completion=False)

_FILE = "方案文件：YAML、XLSX、Project XML / the plan: YAML, XLSX or Project XML"
_STATUS = "状态日期，默认取方案的状态日期或今天 / status date; the plan's, or today"
_FINISHED = (
    "已结束项目的方案，可多次给出，用来挑选预测公式 / finished plans, to choose the formulas by"
)
_PHASING = "计划价值的分布：even 按工作时间，credited 按计值规则 / how planned value is spread"
_LEVEL = "预测区间的把握，如 0.8 / share of cases that an interval holds"


@app.command()
def evm(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_FILE)],
    status_date: Annotated[
        dt.date | None, typer.Option("--status-date", metavar="DATE", parser=day, help=_STATUS)
    ] = None,
    finished: Annotated[
        list[Path] | None, typer.Option("--finished", metavar="FILE", help=_FINISHED)
    ] = None,
    phasing: Annotated[
        str, typer.Option("--phasing", metavar="even|credited", help=_PHASING)
    ] = "even",
    level: Annotated[float, typer.Option("--level", metavar="SHARE", help=_LEVEL)] = 0.8,
    as_json: AsJson = False,
    lang: Lang = None,
) -> None:
    """计算挣值、绩效指数和完工预测 / Earned value, performance and forecasts at completion."""
    from yunchou.engine.earned_value import Phasing
    from yunchou.plan.earned_value import earned_value
    from yunchou.plan.earned_value import finished as finish

    if phasing not in list(Phasing):
        wrong = Text("只能是 even 或 credited。", "choose even or credited.")
        raise typer.BadParameter(wrong.in_(language(lang)), param_hint="--phasing")
    plan, _ = read_plan(file)
    spread = Phasing(phasing)
    projects = [finish(read_plan(path)[0], phasing=spread) for path in finished or []]
    stated = plan.project.status_date
    stated = stated.date() if isinstance(stated, dt.datetime) else stated
    at = status_date or stated or today()
    found = earned_value(plan, at, projects=projects, phasing=spread, level=level)
    if as_json:
        import json

        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print(_Words(found, language(lang)))


class _Words:
    """Says figures in one language."""

    def __init__(self, found: EarnedValue, lang: str) -> None:
        self.found = found
        self.lang = lang

    def say(self, zh: str, en: str) -> str:
        return Text(zh, en).in_(self.lang)

    def amount(self, value: Fraction | float | None, *, signed: bool = False) -> str:
        shown = self.found.shown(value)
        if shown is None:
            return "—"
        unit = self.say(" 元", "") if self.found.unit == "money" else self.say(" 天", " d")
        told = f"{shown:+,.2f}" if signed else f"{shown:,.2f}"
        return f"{told.removesuffix('.00')}{unit}"

    def ratio(self, value: Fraction | None) -> str:
        return "—" if value is None else f"{float(value):.3f}"

    def days(self, value: Fraction | float | None, *, signed: bool = False) -> str:
        if value is None:
            return "—"
        number = f"{float(value):{'+' if signed else ''}.1f}".removesuffix(".0")
        return f"{number}{self.say(' 天', ' d')}"

    def text(self, text: Text) -> str:
        return text.in_(self.lang)


def _print(words: _Words) -> None:
    from rich.console import Console

    console = Console(markup=False, highlight=False)
    # piped output must not be cut to the 80 columns of a terminal that is not there
    console = console if console.is_terminal else Console(markup=False, highlight=False, width=200)
    console.print(_status(words))
    for title, forecasts, row in (
        (words.say("完工成本预测", "Cost at completion"), words.found.cost, _cost_row),
        (words.say("完工日期预测", "Finish"), words.found.duration, _duration_row),
    ):
        if any(answer.forecast.value is not None for answer in forecasts.answers):
            console.print(_forecasts(words, title, forecasts, row))
            console.print(_choice(words, forecasts), soft_wrap=not console.is_terminal)
    _print_notes(console, words)


def _status(words: _Words) -> Table:
    from rich.table import Table
    from rich.text import Text as Plain

    table = Table(title=Plain(_title(words)), title_justify="left")
    table.add_column(words.say("项目", "Figure"), no_wrap=True)
    table.add_column(words.say("数值", "Value"), justify="right", no_wrap=True)
    table.add_column(words.say("说明", "Meaning"), overflow="fold")
    for name, value, meaning in _rows(words):
        table.add_row(name, value, meaning)
    return table


def _title(words: _Words) -> str:
    found = words.found
    by = words.say("按工作日加权", "weighed by working days")
    if found.worth.weighted_by == "money":
        by = words.say("按成本加权", "weighed by cost")
    status = words.say(f"状态日期 {found.status}", f"status {found.status}")
    return words.say("，", ", ").join([found.project, status, by])


def _rows(words: _Words) -> list[tuple[str, str, str]]:
    m, say = words.found.measures, words.say
    rows = [
        ("BAC", words.amount(m.budget), say("全部活的预算", "Budget of all work")),
        ("PV", words.amount(m.planned), say("按计划到今天应该干完的活", "Work planned by now")),
        ("EV", words.amount(m.earned), say("实际干完的活，按预算值多少", "Work done, at budget")),
        ("AC", words.amount(m.spent), say("已花与已占用", "Spent and committed")),
        ("SV", words.amount(m.sv, signed=True), say("负数是落后", "Negative: behind")),
        ("CV", words.amount(m.cv, signed=True), say("负数是超支", "Negative: over budget")),
        ("SPI", words.ratio(m.spi), say("低于 1 是慢了", "Below 1: slow")),
        ("CPI", words.ratio(m.cpi), say("低于 1 是花多了", "Below 1: dear")),
        ("SPI(t)", words.ratio(m.spi_t), say("按时间算的进度绩效", "In time, not value")),
        ("SV(t)", words.days(m.sv_t, signed=True), say("比计划快慢几天", "Days ahead or behind")),
        (
            say("p 因子", "p-factor"), words.ratio(m.adherence),
            say("1 是按计划的次序做", "1: in the planned order"),
        ),
        ("TCPI", words.ratio(m.tcpi), _needed(words)),
    ]  # fmt: skip
    if m.loe_budget:
        told = say("支持性工作，不计快慢", "Level of effort, neither late nor early")
        rows.append(("LOE", words.amount(m.loe_budget), told))
    return rows


def _needed(words: _Words) -> str:
    if words.found.is_hopeless:
        return words.say(
            "要守住预算，剩下的钱得多高效；高于 1.1 通常做不到，应提变更申请",
            "Needed to keep the budget; above 1.1 it is seldom reached: ask for a change",
        )
    return words.say("要守住预算，剩下的钱得多高效", "Needed to keep the budget")


def _forecasts(
    words: _Words, title: str, forecasts: Forecasts, row: Callable[[_Words, Answer], list[str]]
) -> Table:
    from rich.table import Table
    from rich.text import Text as Plain

    table = Table(title=Plain(title), title_justify="left")
    share = f"{forecasts.level:.0%}"
    for name in (
        words.say("公式", "Formula"),
        words.say("预测", "Forecast"),
        words.say(f"{share} 区间", f"{share} interval"),
        words.say("假设", "Assumes"),
    ):
        table.add_column(name, overflow="fold")
    for answer in forecasts.answers:
        chosen = answer.forecast.code == forecasts.test.default
        table.add_row(*row(words, answer), style="bold" if chosen else "")
    return table


def _cost_row(words: _Words, answer: Answer) -> list[str]:
    forecast, between = answer.forecast, answer.interval
    told = f"{words.amount(between.low)} – {words.amount(between.high)}" if between else "—"
    return [forecast.written, words.amount(forecast.value), told, words.text(forecast.assumes)]


def _duration_row(words: _Words, answer: Answer) -> list[str]:
    forecast, between, found = answer.forecast, answer.interval, words.found
    told = f"{found.finish(between.low)} – {found.finish(between.high)}" if between else "—"
    value = words.days(forecast.value)
    if forecast.value is not None:
        value = f"{found.finish(forecast.value)} ({value})"
    return [forecast.written, value, told, words.text(forecast.assumes)]


def _choice(words: _Words, forecasts: Forecasts) -> str:
    best = forecasts.best.forecast.written
    if forecasts.best.forecast.value is None:
        return words.say(
            f"默认公式 {best} 现在还没有答案：绩效还是零，或者未知。",
            f"{best}, the formula to go by, has no answer yet: performance is nil, or not known.",
        )
    tied = [a.forecast.written for a in forecasts.answers if a.forecast.code in forecasts.test.tied]
    also = words.say(f"；并列：{'、'.join(tied)}", f"; tied: {', '.join(tied)}") if tied else ""
    reason = words.text(forecasts.test.reason)
    return words.say(f"采用 {best}：{reason}{also}。", f"Going by {best}: {reason}{also}.")


def _print_notes(console: Console, words: _Words) -> None:
    from yunchou.plan.earned_value.result import NEARLY_DONE

    found, wrap = words.found, not console.is_terminal
    if (found.measures.complete or 0) >= NEARLY_DONE:
        for late in found.milestones:
            told = words.days(late.days, signed=True)
            console.print(
                f"◆ {late.name} {late.baseline} → {late.forecast} ({told})", soft_wrap=wrap
            )
    for outcome in found.outcomes:
        actual = "—" if outcome.actual is None else f"{outcome.actual:,g}"
        told = f"{outcome.name} {actual} / {outcome.target:,g} {outcome.unit}".rstrip()
        line = words.say(f"★ 结果（实际 / 目标）：{told}", f"★ Result (actual / target): {told}")
        console.print(line, soft_wrap=wrap)
    for remark in found.remarks:
        console.print(f"! {words.text(remark.text)}", soft_wrap=wrap)
