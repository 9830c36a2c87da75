"""The account of every field of an MSPDI object, and the verbatim store of what has no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from yunchou.plan.formats.mspdi import codes, xml

if TYPE_CHECKING:
    from lxml import etree

    from yunchou.plan.formats.report import Tally


def account(tally: Tally, kind: str, element: etree._Element) -> dict[str, Any]:
    """Book every field of an object; return what is kept verbatim."""
    raw: dict[str, Any] = {}
    for field in xml.children(element):
        name = xml.tag(field)
        tally.found_field(kind, name)
        if name == "TimephasedData":
            tally.field(kind, name, "dropped", codes.TIMEPHASED)
            continue
        match codes.handling(kind, name):
            case "mapped":
                how = codes.HOW.get((kind, name))
                tally.field(kind, name, "converted" if how else "kept", how)
            case "derived":
                tally.field(kind, name, "dropped", codes.DERIVED)
            case "raw":
                tally.field(kind, name, "kept", codes.RAW)
                keep(raw, kind, name, field)
    return raw


def keep(raw: dict[str, Any], kind: str, name: str, field: etree._Element) -> None:
    """Put a field into the verbatim store unless it only says the default."""
    value = verbatim(field)
    if value == {} or (isinstance(value, str) and codes.is_default(kind, name, value)):
        return
    if name not in raw:
        raw[name] = value
    elif isinstance(raw[name], list):
        raw[name].append(value)
    else:
        raw[name] = [raw[name], value]


def verbatim(element: etree._Element) -> Any:
    """Return an element as text, or as a dict of its children (repeated ones as a list)."""
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for part in xml.children(element):
        name, value = xml.tag(part), verbatim(part)
        if value == "":
            continue
        if name not in found:
            found[name] = value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]
    return found
