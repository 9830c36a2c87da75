"""Where an MSPDI file comes from: Project, or our own writer (perhaps changed in Project since)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from yunchou.plan.formats.mspdi import codes, xml

if TYPE_CHECKING:
    from lxml import etree

BUILTIN_CALENDARS: Final = frozenset({"cn_workdays", "natural_days", "24h"})
_NAMED: Final = re.compile(r"(?:.* )?\[(?P<id>[^\[\]]+)\]", re.DOTALL)


class Origin(NamedTuple):
    """What our writer's marks say.

    ``own``: our custom fields carry ids, roles and other texts. ``days``: the plan counted in whole
    days, so that 08:00 and 17:00 are nothing but a day's bounds.
    """

    own: bool
    days: bool


def origin_of(root: etree._Element) -> Origin:
    """Read the marks: definitions of custom fields with our aliases."""
    attributes = xml.children(xml.child(root, "ExtendedAttributes"), "ExtendedAttribute")
    marks = {(xml.text(found, "FieldID"), xml.text(found, "Alias")) for found in attributes}
    own = (codes.OWN_ID_FIELD, codes.OWN_ID_ALIAS) in marks
    field, _, alias = codes.OWN_TEXTS["length"]
    return Origin(own, own and (field, alias) in marks)


def calendar_ids(root: etree._Element, *, own: bool) -> dict[str, str]:
    """Map calendar UIDs to plan ids: `C7`, or in our own files the id that the name carries."""
    found = {}
    for calendar in xml.children(xml.child(root, "Calendars"), "Calendar"):
        uid, name = xml.text(calendar, "UID"), xml.text(calendar, "Name")
        match = _NAMED.fullmatch(name) if own else None
        if own and name in BUILTIN_CALENDARS:
            found[uid] = name
        else:
            found[uid] = match["id"] if match else f"C{uid}"
    return found


def calendar_name(name: str, calendar_id: str) -> str:
    """Return a calendar's name without the id that our writer put behind it."""
    return name.removesuffix(f"[{calendar_id}]").rstrip()


def own_definition(field_id: str, alias: str) -> bool:
    """Whether a custom field is one of ours."""
    ours = {(field, name) for field, _, name in codes.OWN_TEXTS.values()}
    return (field_id, alias) in ours | {(codes.OWN_ID_FIELD, codes.OWN_ID_ALIAS)}
