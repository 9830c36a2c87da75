"""Examples for empty states: a row of the project's own template, so that they teach its trade."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from yunchou.plan.archetypes import load, template_ids

if TYPE_CHECKING:
    from yunchou.plan.model import Plan
    from yunchou.web.projects.models import Project

USUAL = "new_product_launch"


def template_of(project: Project) -> Plan:
    """Return the template a project came from, or the usual one."""
    return _load(project.archetype if project.archetype in template_ids() else USUAL)


@lru_cache(maxsize=16)
def _load(template: str) -> Plan:
    return load(template)
