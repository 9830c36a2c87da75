"""The strategy over the API; goals, scope and change rules are registers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from yunchou.web.core import clock
from yunchou.web.core.activity import current_seq
from yunchou.web.core.preconditions import version_of
from yunchou.web.goals import selectors, services, smart
from yunchou.web.goals.plan import MIX
from yunchou.web.projects.refusals import REFUSED
from yunchou.web.projects.selectors import get_project
from yunchou.web.users.middleware import actor_of

router = Router(tags=["目标与范围 goals"])


class Sentence(Schema):
    """A goal in one sentence."""

    sentence: str = Field(max_length=20_000)


@router.post("/projects/{key}/goals/check", response={200: dict[str, Any], **REFUSED},
             operation_id="check_goal")  # fmt: skip
def check_goal(request: HttpRequest, key: str, body: Sentence) -> Any:
    """Read a goal's sentence: five letters with reasons, the facts found, hints."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    found = smart.reading(body.sentence, clock.today(project.timezone), project.archetype)
    found["facts"] = [{"name": str(name), "value": str(value)} for name, value in found["facts"]]
    return found


class StrategyChange(Schema):
    """Parts of the strategy to change; those absent stay."""

    value_proposition: str | None = None
    product: str | None = None
    price: str | None = None
    channel: str | None = None
    promotion: str | None = None


def _shown(row: Any) -> dict[str, Any]:
    return {"version": row.version, **{name: getattr(row, name) for name in MIX}}


@router.get("/projects/{key}/strategy", response={200: dict[str, Any], **REFUSED},
            operation_id="get_strategy")  # fmt: skip
def get_strategy(request: HttpRequest, key: str) -> Any:
    """Return the sales strategy of a project."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    return _shown(selectors.get_strategy(actor=actor, project=project))


@router.patch("/projects/{key}/strategy", response={200: dict[str, Any], **REFUSED},
              operation_id="change_strategy")  # fmt: skip
def change_strategy(request: HttpRequest, key: str, body: StrategyChange) -> Any:
    """Change parts of the strategy; If-Match carries the version that the writer saw."""
    actor = actor_of(request)
    project = get_project(actor=actor, key=key)
    row, change = services.change_strategy(
        actor=actor, project=project, version=version_of(request),
        values={k: v or "" for k, v in body.dict(exclude_unset=True).items()},
    )  # fmt: skip
    fresh = selectors.get_strategy(actor=actor, project=project) if change else row
    return {
        "item": _shown(fresh), "undo": str(change.id) if change else None,
        "seq": current_seq(project.workspace_id, project.id),
    }  # fmt: skip
