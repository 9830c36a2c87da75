"""Shape of what the wizard sends."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from yunchou.web.core.errors import DomainError
from yunchou.web.exchange.services import Wish

if TYPE_CHECKING:
    from django.http import QueryDict

    from yunchou.web.projects.models import Project

STEPS = ("choose", "dates", "people")


def day(data: QueryDict, name: str) -> dt.date | None:
    """Return a date field; refuse what is no date."""
    text = data.get(name, "").strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError as error:
        raise DomainError("date.invalid", _("日期格式应为 2027-03-05。"), name) from error


def wish(data: QueryDict, source: Project | None) -> Wish:
    """Return what the wizard's form says."""
    backward = data.get("mode") == "anchor"
    return Wish(
        name=data.get("name", ""),
        key=data.get("key", ""),
        template=data.get("template", ""),
        source=source,
        start=day(data, "earliest") if backward else day(data, "start"),
        anchor=day(data, "anchor") if backward else None,
        budget_pct=data.get("budget_pct", "100"),
        roles=chosen(data, "role_"),
    )


def chosen(data: QueryDict, prefix: str) -> dict[str, list[UUID]]:
    """Return the members chosen for each role: fields role_<id> with member ids."""
    found: dict[str, list[UUID]] = {}
    for field in data:
        if not field.startswith(prefix):
            continue
        try:
            members = [UUID(value) for value in data.getlist(field) if value]
        except ValueError as error:
            raise DomainError("reference.unknown", _("所选人员不在本工作区。"), field) from error
        found[field.removeprefix(prefix)] = members
    return found


def people(data: QueryDict) -> dict[str, UUID | None]:
    """Return who the people of a file are: person_<id> = member id, `new`, or `none`."""
    found: dict[str, UUID | None] = {}
    for field in data:
        value = data.get(field, "")
        if not field.startswith("person_") or value == "new":
            continue
        try:
            found[field.removeprefix("person_")] = (
                UUID(value) if value not in {"", "none"} else None
            )
        except ValueError as error:
            raise DomainError("reference.unknown", _("所选人员不在本工作区。"), field) from error
    return found
