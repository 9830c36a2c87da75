"""Every risk has a trigger, an owner, a response and a contingency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yunchou.messages import Text
from yunchou.plan.checkup.rule import RISKS, Hit, Place, Rule
from yunchou.plan.checkup.words import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yunchou.plan.checkup.context import Context


_NAMES = {
    "trigger": Text("触发条件", "trigger"),
    "response": Text("应对措施", "response"),
    "contingency": Text("应急预案", "contingency"),
    "owner": Text("责任人", "owner"),
}


def find(context: Context) -> Iterator[Hit]:
    """Report what each risk lacks."""
    for number, risk in enumerate(context.plan.risks):
        missing = [f for f in ("trigger", "response", "contingency") if blank(getattr(risk, f))]
        if blank(risk.owner_role) and blank(risk.owner):
            missing.append("owner")
        if missing:
            zh = "、".join(_NAMES[name].zh for name in missing)
            en = ", ".join(_NAMES[name].en for name in missing)
            yield Hit(
                Place("risk", risk.id, f"risks[{number}].{missing[0]}"),
                Text(f"风险“{risk.description}”缺少{zh}。", f"Risk {risk.id} lacks {en}."),
                Text(
                    "触发条件写成看得见的数据，例如“库存天数大于 60”；预案写明谁在多久内做什么。",
                    "Write the trigger as a visible figure, the contingency as who does what when.",
                ),
            )


RULE = Rule(
    "RISK-02",
    RISKS,
    "warning",
    Text("风险有触发、责任人和预案", "Risks have trigger, owner and contingency"),
    Text(
        "没有触发条件和责任人的预案从来不会被执行。",
        "A contingency without trigger and owner is never carried out.",
    ),
    find,
)
